use std::path::PathBuf;

use clap::{Args, Subcommand};
use lintel_console::logging;
use lintel_oidc::{Clock, http::Fetcher, sign_in::World};
use lintel_tenant::{Folder, KeySource, Tenant, TenantConfig};
use serde_json::json;

use crate::serving;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Serve(Serve),
}

/// Serve the built-in tenant on this computer until told to end.
///
/// Prints one line of JSON once it listens: url, and the client_id, client_secret and audience of a Management API client
/// with all scopes; with --https also https_url, https_audience and ca_pem_path. Secrets are sealed with LINTEL_KEY where it is set, else with a key from the keychain.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The folder that holds the tenant; made when it is not there.
    #[arg(long)]
    data: PathBuf,
    /// The port to listen on; by default the one that it had last, or the first free one from 4400.
    #[arg(long)]
    port: Option<u16>,
    /// Answer over https as well, at this port; 0 is any free one. The certificates are of an authority that is this tenant's own: trust
    /// its certificate at ca_pem_path where you need to. It stands for names of this computer alone, and nothing installs it.
    #[arg(long, value_name = "PORT")]
    https: Option<u16>,
    /// How many requests a second the Management API takes before it answers 429, to practise that; by default more than come.
    #[arg(long)]
    rate: Option<u32>,
    /// Take enabled_clients when a connection is changed, as Auth0 did until July 2026 and older SDKs send it: it is then every
    /// application that the connection is enabled for. Without this it is refused, as Auth0 refuses it.
    #[arg(long)]
    before_2026_07: bool,
    /// How many SCIM requests a second each connection takes before it answers 429, to practise that; by default any number.
    #[arg(long)]
    scim_rate: Option<u32>,
}

impl Serve {
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        let folder = Folder::open(&self.data)?;
        let _logs = logging::start(Some(&self.data), logging::Level::INFO);
        let world = World::new(Fetcher::new()?, Clock::system());
        let config = TenantConfig { folder, port: self.port, key: KeySource::from_environment(), world };
        let tenant = Tenant::open(config).await?;
        tenant.limit_api(self.rate);
        if self.before_2026_07 {
            tenant.answer_as_before_2026_07();
        }
        tenant.limit_scim(self.scim_rate);
        let serving = tenant.serve().await?;
        let https = match self.https {
            Some(port) => Some(tenant.serve_https(port).await?),
            None => None,
        };
        let (client_id, client_secret) = tenant.management_client();
        let mut line = json!({
            "url": tenant.url(),
            "client_id": client_id,
            "client_secret": client_secret.expose(),
            "audience": tenant.audience(),
        });
        if let Some(https) = &https {
            line["https_url"] = https.url.clone().into();
            line["https_audience"] = https.audience.clone().into();
            line["ca_pem_path"] = https.ca_pem_path.display().to_string().into();
        }
        serving::announce_until_told_to_end(&line).await?;
        serving.shutdown().await;
        if let Some(https) = https {
            https.serving.shutdown().await;
        }
        Ok(())
    }
}

use std::{collections::BTreeMap, env, path::PathBuf, process::ExitCode, sync::Arc};

use clap::Args;
use lintel_as_code::{Given, Passphrase};
use lintel_console::{FileSource, Source};

use super::{applying::Applying, export::PASSPHRASE, on_tenant::OnTenant};
use crate::desk::told;

/// Bring the connections of a file to a tenant: of Lintel's own, auth0-deploy-cli's or Terraform's
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The file, or the folder that holds the files
    from: PathBuf,
    /// Names of connections; without any, all that the file has
    #[arg(long = "only", value_name = "NAME")]
    names: Vec<String>,
    /// A placeholder or variable of the file whose value is the environment's variable of the same name
    #[arg(long = "keyword", value_name = "NAME")]
    keywords: Vec<String>,
    #[command(flatten)]
    on: OnTenant,
    #[command(flatten)]
    applying: Applying,
}

impl Import {
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        let mut values = BTreeMap::new();
        for name in &self.keywords {
            let value = env::var(name).map_err(|_| anyhow::anyhow!("--keyword {name}: {name} is not set."))?;
            values.insert(name.clone(), value);
        }
        let passphrase = env::var(PASSPHRASE).ok().filter(|passphrase| !passphrase.is_empty()).map(Passphrase::new);
        let file = FileSource::read(&self.from, Given { passphrase, values }).await.map_err(told)?;
        let tenant = self.on.tenant.as_deref();
        let open = self.on.desk.open(&[tenant]).await?;
        let outcome = async {
            let console = self.applying.target(&open, tenant).await?;
            let names = (!self.names.is_empty()).then(|| self.names.clone());
            self.applying.carry_out(&console, &Source::File(Arc::new(file)), names).await
        }
        .await;
        open.close().await;
        outcome
    }
}

use clap::{Args, Subcommand};
use lintel_console::logging;
use lintel_practice::{Dial, Port, Practice, PracticeConfig};
use serde_json::json;

use crate::serving;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Serve(Serve),
    /// List the dials, each a way in which the practice provider can fail: group, name, what is wrong then.
    Dials,
}

/// Serve the practice provider on this computer until told to end.
///
/// Prints one line of JSON once it listens: issuer, discovery_url, and the client_id and client_secret of the client that is
/// registered for a tenant's /login/callback on this computer.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The port to listen on; by default the first free one from 4500.
    #[arg(long)]
    port: Option<u16>,
    /// A way to fail, e.g. wrong-issuer or secret-rejected; may be given several times. `lintel practice dials` lists them.
    #[arg(long = "dial", value_name = "NAME")]
    dials: Vec<Dial>,
}

/// The dials, a group under each heading.
pub(crate) fn dials() -> String {
    let mut told = String::new();
    let mut group = "";
    for dial in Dial::all() {
        if dial.group() != group {
            group = dial.group();
            told.push_str(&format!("{}{group}\n", if told.is_empty() { "" } else { "\n" }));
        }
        told.push_str(&format!("  {:<32}{}\n", dial.name(), dial.description()));
    }
    told
}

impl Serve {
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        let _logs = logging::start(None, logging::Level::INFO);
        let port = self.port.map_or(Port::FirstFreeFrom(4500), Port::Exactly);
        let practice = Practice::start(PracticeConfig { port, ..PracticeConfig::default() }).await?;
        for dial in self.dials {
            practice.set(dial, true);
        }
        let client = practice.client();
        serving::announce_until_told_to_end(&json!({
            "issuer": practice.issuer(),
            "discovery_url": practice.discovery_url(),
            "client_id": client.client_id,
            "client_secret": client.client_secret.expose(),
        }))
        .await?;
        practice.shutdown().await;
        Ok(())
    }
}

use std::process::ExitCode;

use clap::Args;
use lintel_console::Source;

use super::applying::Applying;
use crate::desk::Desk;

/// Bring connections from one tenant to another
#[derive(Debug, Args)]
pub(crate) struct Promote {
    /// Names or IDs of connections; without any, all of them
    names: Vec<String>,
    /// The tenant that they are read from: name, domain, ID or env:PREFIX
    #[arg(long, value_name = "TENANT")]
    from: String,
    /// The tenant that they are brought to
    #[arg(long, value_name = "TENANT")]
    to: String,
    #[command(flatten)]
    desk: Desk,
    #[command(flatten)]
    applying: Applying,
}

impl Promote {
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        let open = self.desk.open(&[Some(&self.from), Some(&self.to)]).await?;
        let outcome = async {
            let source = open.tenant(Some(&self.from)).await?;
            let target = self.applying.target(&open, Some(&self.to)).await?;
            let from = Source::tenant(&source, &self.from);
            let names = (!self.names.is_empty()).then(|| self.names.clone());
            self.applying.carry_out(&target, &from, names).await
        }
        .await;
        open.close().await;
        outcome
    }
}

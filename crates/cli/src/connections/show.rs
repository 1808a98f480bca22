use std::process::ExitCode;

use clap::Args;
use lintel_as_code::{Choices, Format, Secrets};

use super::on_tenant::OnTenant;
use crate::{desk::told, output::print};

/// Show a connection whole, as Lintel's file has it, with a placeholder for its secret
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Name or ID of the connection
    name: String,
    #[command(flatten)]
    on: OnTenant,
}

impl Show {
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        let open = self.on.desk.open(&[self.on.tenant.as_deref()]).await?;
        let written = async {
            let console = open.tenant(self.on.tenant.as_deref()).await?;
            let choices = Choices { secrets: Secrets::Placeholders, pin_metadata: true };
            let wanted = [self.name.clone()];
            console.export(Format::LintelJson, Some(&wanted), &choices, &|_, _| {}).await.map_err(told)
        }
        .await;
        open.close().await;
        for file in written?.files {
            print(&file.text);
        }
        Ok(ExitCode::SUCCESS)
    }
}

use std::process::ExitCode;

use clap::Args;
use lintel_console::{CheckedConnection, CheckupProgress};
use lintel_oidc::Severity;
use serde_json::json;

use super::on_tenant::OnTenant;
use crate::{
    desk::told,
    output::{print, progress},
};

/// Some connection will not do.
const UNUSABLE: u8 = 1;

/// Check every connection of a tenant: its provider and keys, what is stored beside what the provider says now, shared domains, what ends
///
/// Exits with 0 where no connection has an error, with 1 where one has, and with 2 where the tenant did not answer.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Names of connections; without any, all of them
    names: Vec<String>,
    #[command(flatten)]
    on: OnTenant,
    /// Print the findings as JSON
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        let open = self.on.desk.open(&[self.on.tenant.as_deref()]).await?;
        let only = (!self.names.is_empty()).then_some(&self.names[..]);
        let checked = async {
            let console = open.tenant(self.on.tenant.as_deref()).await?;
            let observer = |CheckupProgress { done, total }| progress("Checked", done, total);
            console.check_connections("check", only, &observer).await.map_err(told)
        }
        .await;
        open.close().await;
        let checked = checked?;
        if let Some(missing) = self.names.iter().find(|name| !checked.iter().any(|one| one.name == **name)) {
            anyhow::bail!("There is no OpenID Connect connection named {missing}.");
        }
        match self.json {
            true => print(&format!("{:#}\n", json!({ "connections": checked }))),
            false => print(&in_words(&checked)),
        }
        Ok(if checked.iter().any(CheckedConnection::fails) { ExitCode::from(UNUSABLE) } else { ExitCode::SUCCESS })
    }
}

fn in_words(checked: &[CheckedConnection]) -> String {
    let mut text = String::new();
    for one in checked {
        let mark = match one.findings.first().map(|finding| finding.severity) {
            Some(Severity::Error) => "✗",
            Some(Severity::Warning) => "!",
            Some(Severity::Note) | None => "✓",
        };
        text += &format!("{mark} {}\n", one.name);
        for finding in one.findings.iter().filter(|finding| finding.severity > Severity::Note) {
            text += &format!("    {}  [{}]\n", finding.message, finding.code);
            if let Some(remedy) = &finding.remedy {
                text += &format!("    → {remedy}\n");
            }
        }
    }
    let failing = checked.iter().filter(|one| one.fails()).count();
    text + &format!("\n{} checked, {failing} with errors.\n", checked.len())
}

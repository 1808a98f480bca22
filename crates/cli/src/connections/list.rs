use std::process::ExitCode;

use clap::Args;
use lintel_console::{Console, view::ConnectionRow};

use super::on_tenant::OnTenant;
use crate::{
    desk::told,
    output::{print, table},
};

/// List the OpenID Connect connections of a tenant
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    on: OnTenant,
    /// Print them as JSON
    #[arg(long)]
    json: bool,
}

impl List {
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        let open = self.on.desk.open(&[self.on.tenant.as_deref()]).await?;
        let rows = async { every(&*open.tenant(self.on.tenant.as_deref()).await?).await }.await;
        open.close().await;
        let rows = rows?;
        match self.json {
            true => print(&(serde_json::to_string_pretty(&rows)? + "\n")),
            false => {
                let head = ["NAME", "SHOWN AS", "CHANNEL", "PROVIDER", "DOMAINS", "ID"];
                print(&table(&head, &rows.iter().map(cells).collect::<Vec<_>>()));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn every(console: &Console) -> anyhow::Result<Vec<ConnectionRow>> {
    let (mut rows, mut from) = (Vec::new(), None);
    loop {
        let page = console.list_connections(from.as_deref()).await.map_err(told)?;
        rows.extend(page.rows);
        match page.next {
            Some(next) => from = Some(next),
            None => return Ok(rows),
        }
    }
}

fn cells(row: &ConnectionRow) -> Vec<String> {
    let provider = row.problem.clone().or_else(|| row.issuer_host.clone()).unwrap_or_default();
    let domains = match &row.domains[..] {
        [first, second, more @ ..] if !more.is_empty() => format!("{first}, {second} and {} more", more.len()),
        domains => domains.join(", "),
    };
    vec![row.name.clone(), row.display_name.clone(), row.channel.label().to_owned(), provider, domains, row.id.clone()]
}

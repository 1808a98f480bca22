//! `lintel tenants`: the tenants of a data folder.

mod add;

use std::process::ExitCode;

use clap::{Args, Subcommand};
use lintel_console::view::{TenantKind, TenantRow};

use crate::{
    desk::Desk,
    output::{print, table},
};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    List(List),
    Add(add::Add),
}

/// List the tenants of the data folder
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    desk: Desk,
    /// Print them as JSON
    #[arg(long)]
    json: bool,
}

impl Command {
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Command::List(list) => list.run().await,
            Command::Add(add) => add.run().await,
        }
    }
}

impl List {
    async fn run(self) -> anyhow::Result<ExitCode> {
        let kept = self.desk.kept().await?;
        let tenants = kept.tenants.desk().tenants;
        kept.tenants.stop().await;
        match self.json {
            true => print(&(serde_json::to_string_pretty(&tenants)? + "\n")),
            false => print(&table(&["NAME", "KIND", "WHERE", "ID"], &tenants.iter().map(row).collect::<Vec<_>>())),
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn row(tenant: &TenantRow) -> Vec<String> {
    let kind = match tenant.kind {
        TenantKind::Local => "local",
        TenantKind::Auth0 => "Auth0",
    };
    // Where it listens is true as long as this command runs, and no longer.
    let place = match (&tenant.problem, tenant.kind) {
        (Some(problem), _) => &problem.message,
        (None, TenantKind::Local) => "On this computer",
        (None, TenantKind::Auth0) => &tenant.place,
    };
    vec![tenant.name.clone(), kind.to_owned(), place.to_owned(), tenant.id.clone()]
}

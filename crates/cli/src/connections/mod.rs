//! `lintel connections`: the connections of a tenant.

mod check;
mod list;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::desk::Desk;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    List(list::List),
    Check(check::Check),
}

/// Which tenant is worked on.
#[derive(Debug, Args)]
struct OnTenant {
    /// Name, domain or ID of the tenant, by default the one in front; or env:PREFIX, with PREFIX_DOMAIN, PREFIX_CLIENT_ID and
    /// PREFIX_CLIENT_SECRET in the environment, which needs no data folder
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    #[command(flatten)]
    desk: Desk,
}

impl Command {
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Command::List(list) => list.run().await,
            Command::Check(check) => check.run().await,
        }
    }
}

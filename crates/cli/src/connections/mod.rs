//! `lintel connections`: the connections of a tenant.

mod check;
mod list;
mod on_tenant;

use std::process::ExitCode;

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    List(list::List),
    Check(check::Check),
}

impl Command {
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Command::List(list) => list.run().await,
            Command::Check(check) => check.run().await,
        }
    }
}

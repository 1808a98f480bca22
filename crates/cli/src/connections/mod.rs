//! `lintel connections`: the connections of a tenant.

mod applying;
mod check;
mod export;
mod import;
mod list;
mod on_tenant;
mod plan;
mod promote;
mod show;

use std::process::ExitCode;

use clap::Subcommand;

/// There was no answer, as `lintel check` has it.
const NO_ANSWER: u8 = 2;
/// Of a plan, 2 says that there is something to change.
pub(crate) const ERROR: u8 = 1;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    List(list::List),
    Show(show::Show),
    Check(check::Check),
    Export(export::Export),
    Import(import::Import),
    Promote(promote::Promote),
}

impl Command {
    /// How the program ends where the command came to an error.
    pub(crate) fn failed(&self) -> u8 {
        match self {
            Command::List(_) | Command::Show(_) | Command::Check(_) => NO_ANSWER,
            Command::Export(_) | Command::Import(_) | Command::Promote(_) => ERROR,
        }
    }

    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Command::List(list) => list.run().await,
            Command::Show(show) => show.run().await,
            Command::Check(check) => check.run().await,
            Command::Export(export) => export.run().await,
            Command::Import(import) => import.run().await,
            Command::Promote(promote) => promote.run().await,
        }
    }
}

//! `lintel`, without a window.

mod check;
mod connections;
mod desk;
mod output;
mod practice;
mod preflight;
mod serving;
mod tenant;
mod tenants;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Configure and test OpenID Connect enterprise connections on Auth0.
#[derive(Debug, Parser)]
#[command(name = "lintel", version, propagate_version = true)]
struct Lintel {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Check),
    Preflight(preflight::Ask),
    /// The tenants of a data folder.
    #[command(subcommand)]
    Tenants(tenants::Command),
    /// The connections of a tenant.
    #[command(subcommand)]
    Connections(connections::Command),
    /// The built-in tenant.
    #[command(subcommand)]
    Tenant(tenant::Command),
    /// The practice provider.
    #[command(subcommand)]
    Practice(practice::Command),
}

#[tokio::main]
async fn main() -> ExitCode {
    let command = match Lintel::try_parse() {
        Ok(lintel) => lintel.command,
        Err(error) => {
            // A reader that has closed the pipe changes nothing about the outcome.
            drop(error.print());
            return ExitCode::from(misused(&error));
        }
    };
    match command {
        Command::Check(check) => check.run().await,
        Command::Preflight(ask) => ended(ask.run().await, NO_ANSWER),
        Command::Tenants(tenants) => ended(tenants.run().await, NO_ANSWER),
        Command::Connections(connections) => {
            let failed = connections.failed();
            ended(connections.run().await, failed)
        }
        Command::Tenant(tenant::Command::Serve(serve)) => serving::exit(serve.run().await),
        Command::Practice(practice::Command::Serve(serve)) => serving::exit(serve.run().await),
        Command::Practice(practice::Command::Dials) => {
            output::print(&practice::dials());
            ExitCode::SUCCESS
        }
    }
}

/// Nothing was found out: the tenant did not answer, the question makes no sense.
const NO_ANSWER: u8 = 2;

fn ended(outcome: anyhow::Result<ExitCode>, failed: u8) -> ExitCode {
    outcome.unwrap_or_else(|error| {
        output::complain(&format!("lintel: {error:#}\n"));
        ExitCode::from(failed)
    })
}

/// How the program ends where nobody can tell what is asked. 2, as everywhere, unless that would say that a plan has changes.
fn misused(error: &clap::Error) -> u8 {
    let makes_plans = std::env::args().nth(1).is_some_and(|word| word == "connections")
        && std::env::args().nth(2).is_some_and(|word| ["export", "import", "promote"].contains(&word.as_str()));
    match error.use_stderr() {
        false => 0,
        true if makes_plans => connections::ERROR,
        true => NO_ANSWER,
    }
}

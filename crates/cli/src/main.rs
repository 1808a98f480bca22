//! `lintel`, without a window.

mod check;
mod practice;
mod serving;
mod tenant;

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
    /// The built-in tenant.
    #[command(subcommand)]
    Tenant(tenant::Command),
    /// The practice provider.
    #[command(subcommand)]
    Practice(practice::Command),
}

#[tokio::main]
async fn main() -> ExitCode {
    match Lintel::parse().command {
        Command::Check(check) => check.run().await,
        Command::Tenant(tenant::Command::Serve(serve)) => serving::exit(serve.run().await),
        Command::Practice(practice::Command::Serve(serve)) => serving::exit(serve.run().await),
    }
}

//! `lintel`, without a window.

mod check;

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
}

#[tokio::main]
async fn main() -> ExitCode {
    match Lintel::parse().command {
        Command::Check(check) => check.run().await,
    }
}

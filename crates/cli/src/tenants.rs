//! `lintel tenants`: the tenants of a data folder.

use std::{
    env,
    io::{self, BufRead, IsTerminal},
    process::ExitCode,
};

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use lintel_console::view::{TenantAccess, TenantKind, TenantRow};
use lintel_oidc::Secret;

use crate::{
    desk::{Desk, told},
    output::{print, table},
};

/// Holds the secret of the application that is added.
const SECRET: &str = "LINTEL_CLIENT_SECRET";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    List(List),
    Add(Add),
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

/// Add an Auth0 tenant, once its credentials have been found to work
///
/// The secret of the machine-to-machine application is read from LINTEL_CLIENT_SECRET, or from standard input; it is never an argument, which
/// other programs can see. It is kept in the system's keychain.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The tenant's domain, or any of its addresses
    domain: String,
    #[arg(long, value_name = "ID")]
    client_id: String,
    /// What to call it here; by default the first part of its domain
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    desk: Desk,
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
        let open = self.desk.open(&[]).await?;
        let tenants = open.tenants.desk().tenants;
        open.close().await;
        match self.json {
            true => print(&(serde_json::to_string_pretty(&tenants)? + "\n")),
            false => print(&table(&["NAME", "KIND", "WHERE", "ID"], &tenants.iter().map(row).collect::<Vec<_>>())),
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Add {
    async fn run(self) -> anyhow::Result<ExitCode> {
        let client_secret = secret()?;
        let open = self.desk.open(&[]).await?;
        let access = TenantAccess { domain: self.domain, client_id: self.client_id, client_secret };
        let kept = open.tenants.desk().keeps_credentials;
        let added = match kept {
            true => open.tenants.connect_auth0(self.name.as_deref().unwrap_or_default(), &access).await.map_err(told),
            false => Err(anyhow::anyhow!(
                "There is no keychain to keep the credentials in: LINTEL_KEY seals this folder, and credentials are in the keychain or \
                 nowhere.\n  → Name the tenant env:PREFIX where it is used, with PREFIX_DOMAIN, PREFIX_CLIENT_ID and PREFIX_CLIENT_SECRET."
            )),
        };
        open.close().await;
        let added = added?.tenant;
        print(&format!("{} ({}) was added, and is in front.\n", added.name, added.url));
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

fn secret() -> anyhow::Result<Secret> {
    if let Ok(secret) = env::var(SECRET) {
        return Ok(Secret::new(secret));
    }
    if io::stdin().is_terminal() {
        bail!("The client secret is not there.\n  → Set {SECRET}, or send the secret to standard input.");
    }
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).context("The client secret could not be read from standard input")?;
    match line.trim() {
        "" => bail!("The client secret is empty.\n  → Set {SECRET}, or send the secret to standard input."),
        secret => Ok(Secret::new(secret)),
    }
}

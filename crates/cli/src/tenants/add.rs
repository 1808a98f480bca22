use std::{
    env, fs,
    io::{self, BufRead, IsTerminal, Read},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use lintel_console::view::{KeyAlgorithm, TenantAccess, TenantCredentials, TenantOptions};
use lintel_oidc::Secret;

use crate::{
    desk::{Desk, told},
    output::print,
};

/// Each holds what is never an argument, which other programs can see.
const SECRET: &str = "LINTEL_CLIENT_SECRET";
const PRIVATE_KEY: &str = "LINTEL_PRIVATE_KEY";
const TOKEN: &str = "LINTEL_TOKEN";
/// More no key and no token has, nor a set of certificates.
const LONGEST: u64 = 1024 * 1024;

/// Add an Auth0 tenant, once its credentials have been found to work
///
/// A machine-to-machine application proves itself by its private key, in the file of --private-key or in LINTEL_PRIVATE_KEY, or by its
/// client secret, in LINTEL_CLIENT_SECRET or on standard input. With --token a Management API token takes its place, in LINTEL_TOKEN or on
/// standard input. They are kept in the system's keychain.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The tenant's domain, or any of its addresses
    domain: String,
    /// The application; a token says itself whose it is
    #[arg(long, value_name = "ID", required_unless_present = "token", conflicts_with = "token")]
    client_id: Option<String>,
    /// The application's private key: PKCS #8 in PEM
    #[arg(long, value_name = "FILE", conflicts_with = "token")]
    private_key: Option<PathBuf>,
    /// What the application signs with
    #[arg(long, value_enum, default_value_t = Algorithm::Rs256)]
    algorithm: Algorithm,
    /// Use a Management API token, until it ends
    #[arg(long)]
    token: bool,
    /// What to call it here; by default the first part of its domain
    #[arg(long)]
    name: Option<String>,
    /// Change nothing on it from here
    #[arg(long)]
    read_only: bool,
    /// Mark it as production
    #[arg(long)]
    production: bool,
    /// Certificate authorities in PEM that are trusted there in addition to the system's
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// A proxy that leads there, http://HOST:PORT; by default the system's
    #[arg(long, value_name = "URL", default_value = "")]
    proxy: String,
    #[command(flatten)]
    desk: Desk,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Algorithm {
    Rs256,
    Rs384,
    Ps256,
}

impl Add {
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        let access = self.access()?;
        let kept = self.desk.kept().await?;
        let added = async {
            if !kept.tenants.desk().keeps_credentials {
                bail!(
                    "There is no keychain to keep the credentials in: LINTEL_KEY seals this folder, and credentials are in the keychain or \
                     nowhere.\n  → Name the tenant env:PREFIX where it is used, with PREFIX_DOMAIN, PREFIX_CLIENT_ID and PREFIX_CLIENT_SECRET."
                );
            }
            let name = self.name.as_deref().unwrap_or_default();
            let desk = kept.tenants.connect_auth0(name, &access).await.map_err(told)?;
            let row = desk.tenants.into_iter().find(|row| row.id == desk.tenant.id);
            let row = row.context("The tenant was added, and is not in the list.")?;
            if self.read_only || self.production {
                let (read_only, production) = (self.read_only, self.production);
                let options = TenantOptions { read_only, production, ..row.options.clone() };
                kept.tenants.change_options(&row.id, &options).await.map_err(told)?;
            }
            Ok(row)
        }
        .await;
        kept.tenants.stop().await;
        let added = added?;
        let until = added.token_ends.map(|end| end.format(" Its token ends on %-d %b %Y at %H:%M UTC.").to_string());
        print(&format!("{} ({}) was added, and is in front.{}\n", added.name, added.place, until.unwrap_or_default()));
        Ok(ExitCode::SUCCESS)
    }

    fn access(&self) -> anyhow::Result<TenantAccess> {
        Ok(TenantAccess {
            domain: self.domain.clone(),
            credentials: self.credentials()?,
            proxy: self.proxy.clone(),
            authorities: self.ca_file.as_deref().map(text_of).transpose()?.unwrap_or_default(),
        })
    }

    fn credentials(&self) -> anyhow::Result<TenantCredentials> {
        if self.token {
            return Ok(TenantCredentials::Token { token: given(TOKEN, "token")? });
        }
        let client_id = self.client_id.clone().unwrap_or_default();
        let private_key = match &self.private_key {
            Some(file) => Some(text_of(file)?),
            None => env::var(PRIVATE_KEY).ok().filter(|key| !key.is_empty()),
        };
        Ok(match private_key {
            Some(key) => TenantCredentials::PrivateKey {
                client_id,
                private_key: Secret::new(key),
                algorithm: self.algorithm.into(),
            },
            None => TenantCredentials::Secret { client_id, client_secret: given(SECRET, "client secret")? },
        })
    }
}

impl From<Algorithm> for KeyAlgorithm {
    fn from(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Rs256 => KeyAlgorithm::RS256,
            Algorithm::Rs384 => KeyAlgorithm::RS384,
            Algorithm::Ps256 => KeyAlgorithm::PS256,
        }
    }
}

/// What is in the variable, or else on standard input.
fn given(variable: &str, what: &str) -> anyhow::Result<Secret> {
    if let Ok(secret) = env::var(variable) {
        return Ok(Secret::new(secret));
    }
    if io::stdin().is_terminal() {
        bail!("The {what} is not there.\n  → Set {variable}, or send it to standard input.");
    }
    let mut line = String::new();
    let read = io::stdin().lock().take(LONGEST).read_line(&mut line);
    read.with_context(|| format!("The {what} could not be read from standard input"))?;
    match line.trim() {
        "" => bail!("The {what} is empty.\n  → Set {variable}, or send it to standard input."),
        secret => Ok(Secret::new(secret)),
    }
}

fn text_of(file: &Path) -> anyhow::Result<String> {
    let unreadable = || format!("{} could not be read", file.display());
    let length = fs::metadata(file).with_context(unreadable)?.len();
    if length > LONGEST {
        bail!("{} has {length} bytes, and neither a key nor a set of certificates has that many.", file.display());
    }
    fs::read_to_string(file).with_context(unreadable)
}

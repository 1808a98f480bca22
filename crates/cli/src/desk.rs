//! The tenants of a data folder, or one whose credentials are in the environment.

use std::{
    env,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, bail};
use clap::Args;
use lintel_console::{
    Console, Problem, StartChoice, StartConfig, Tenants, default_folder, logging,
    view::{KeyAlgorithm, TenantAccess, TenantCredentials},
};
use lintel_oidc::Secret;
use lintel_tenant::KeySource;

/// How a tenant is named whose credentials are in the environment.
const FROM_ENVIRONMENT: &str = "env:";

#[derive(Debug, Args)]
pub(crate) struct Desk {
    /// Lintel's data folder; by default the one that the window uses
    #[arg(long, env = "LINTEL_DATA", value_name = "FOLDER")]
    data: Option<PathBuf>,
}

/// Open tenants. They are closed by [`Open::close`], in good order.
pub(crate) struct Open {
    pub(crate) tenants: Tenants,
    _logs: Option<logging::Guard>,
}

impl Desk {
    /// Opens the data folder, unless every tenant that is worked on has its credentials in the environment: then nothing is kept.
    pub(crate) async fn open(&self, worked_on: &[Option<&str>]) -> anyhow::Result<Open> {
        let from_environment = |name: &&Option<&str>| name.is_some_and(|name| name.starts_with(FROM_ENVIRONMENT));
        let needs_none = !worked_on.is_empty() && worked_on.iter().all(|name| from_environment(&name));
        let folder = self
            .data
            .clone()
            .or_else(default_folder)
            .context("This system names no folder for a program’s data. Use --data.")?;
        let (config, logs) = match needs_none {
            true => (StartConfig::chosen(folder, StartChoice::Temporary), logging::start(None)),
            false => (StartConfig::chosen(folder.clone(), StartChoice::Environment), logging::start(Some(&folder))),
        };
        Ok(Open { tenants: Tenants::start(config).await?, _logs: logs })
    }
}

impl Open {
    /// The tenant of that name, domain or ID; the one in front where none is named; `env:PROD` for the one whose credentials are in
    /// PROD_DOMAIN, PROD_CLIENT_ID and PROD_CLIENT_SECRET.
    pub(crate) async fn tenant(&self, wanted: Option<&str>) -> anyhow::Result<Arc<Console>> {
        let found = match wanted.and_then(|wanted| wanted.strip_prefix(FROM_ENVIRONMENT)) {
            Some(prefix) => self.tenants.visit(&access(prefix)?).await,
            None => self.tenants.named(wanted).await,
        };
        found.map_err(told)
    }

    /// The same for one that is written to. Where its credentials are the environment's, what is done there is written down in a folder
    /// of its own, which outlives the program.
    pub(crate) async fn target(
        &self,
        wanted: Option<&str>,
        writes: bool,
        journal: Option<&Path>,
    ) -> anyhow::Result<Arc<Console>> {
        let Some(prefix) = wanted.and_then(|wanted| wanted.strip_prefix(FROM_ENVIRONMENT)).filter(|_| writes) else {
            return self.tenant(wanted).await;
        };
        let Some(journal) = journal else {
            bail!(
                "Nothing keeps what is done on a tenant of the environment.\n  → Name a folder with --journal, and set LINTEL_KEY, which seals it."
            );
        };
        self.tenants.visit_with(&access(prefix)?, journal, KeySource::from_environment()).await.map_err(told)
    }

    pub(crate) async fn close(self) {
        self.tenants.stop().await;
    }
}

/// A problem as it is told at the end of the line.
pub(crate) fn told(problem: Problem) -> anyhow::Error {
    match problem.remedy {
        Some(remedy) => anyhow::anyhow!("{}\n  → {remedy}", problem.message),
        None => anyhow::anyhow!(problem.message),
    }
}

/// What the variables say: with PREFIX_TOKEN a Management API token, with PREFIX_PRIVATE_KEY the key of an application, else its secret.
fn access(prefix: &str) -> anyhow::Result<TenantAccess> {
    if prefix.is_empty() {
        bail!("“env:” names no variables. env:AUTH0 reads AUTH0_DOMAIN, AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET.");
    }
    let given = |part: &str| env::var(format!("{prefix}_{part}")).ok().filter(|value| !value.is_empty());
    let needed = |part: &str| {
        given(part).ok_or_else(|| anyhow::anyhow!("env:{prefix} needs {prefix}_{part}, which is not set."))
    };
    let domain = needed("DOMAIN")?;
    let credentials = match (given("TOKEN"), given("PRIVATE_KEY")) {
        (Some(token), _) => TenantCredentials::Token { token: Secret::new(token) },
        (None, Some(key)) => TenantCredentials::PrivateKey {
            client_id: needed("CLIENT_ID")?,
            private_key: Secret::new(key),
            algorithm: KeyAlgorithm::RS256,
        },
        (None, None) => TenantCredentials::Secret {
            client_id: needed("CLIENT_ID")?,
            client_secret: Secret::new(needed("CLIENT_SECRET")?),
        },
    };
    let authorities = match given("CA_FILE") {
        Some(file) => {
            std::fs::read_to_string(&file).with_context(|| format!("{prefix}_CA_FILE, {file}, could not be read"))?
        }
        None => String::new(),
    };
    Ok(TenantAccess { domain, credentials, proxy: given("PROXY").unwrap_or_default(), authorities })
}

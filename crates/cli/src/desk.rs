//! The tenants of a data folder, or one whose credentials are in the environment.

use std::{
    env,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, bail};
use clap::Args;
use lintel_console::{
    Console, Problem, StartChoice, StartConfig, Tenants, Visits, default_folder,
    logging::{self, Level},
    view::{KeyAlgorithm, TenantAccess, TenantCredentials},
};
use lintel_oidc::Secret;

/// How a tenant is named whose credentials are in the environment.
const FROM_ENVIRONMENT: &str = "env:";

/// Seals what is kept.
const KEY: &str = "LINTEL_KEY";

#[derive(Debug, Args)]
pub(crate) struct Desk {
    /// Lintel's data folder; by default the one that the window uses
    #[arg(long, env = "LINTEL_DATA", value_name = "FOLDER")]
    data: Option<PathBuf>,
}

/// The tenants of a data folder, open. They are closed by [`Tenants::stop`], in good order.
pub(crate) struct Kept {
    pub(crate) tenants: Tenants,
    _logs: Option<logging::Guard>,
}

/// What a command works on. It is closed by [`Open::close`], in good order.
pub(crate) struct Open {
    kept: Option<Kept>,
    visits: Visits,
    _logs: Option<logging::Guard>,
}

impl Desk {
    pub(crate) async fn kept(&self) -> anyhow::Result<Kept> {
        let folder = self
            .data
            .clone()
            .or_else(default_folder)
            .context("This system names no folder for a program’s data. Use --data.")?;
        let logs = logging::start(Some(&folder), Level::WARN);
        let tenants = Tenants::start(StartConfig::chosen(folder, StartChoice::Environment)).await?;
        Ok(Kept { tenants, _logs: logs })
    }

    /// Opens the data folder, unless every tenant that is worked on has its credentials in the environment: then nothing is kept.
    pub(crate) async fn open(&self, worked_on: &[Option<&str>]) -> anyhow::Result<Open> {
        if worked_on.iter().all(|name| is_of_environment(*name)) {
            return Ok(Open { kept: None, visits: Visits::alone()?, _logs: logging::start(None, Level::WARN) });
        }
        let kept = self.kept().await?;
        Ok(Open { visits: kept.tenants.visits(), kept: Some(kept), _logs: None })
    }
}

impl Open {
    /// The tenant of that name, domain or ID; the one in front where none is named; `env:PROD` for the one whose credentials are in
    /// PROD_DOMAIN, PROD_CLIENT_ID and PROD_CLIENT_SECRET.
    pub(crate) async fn tenant(&self, wanted: Option<&str>) -> anyhow::Result<Arc<Console>> {
        let found = match (wanted.and_then(|wanted| wanted.strip_prefix(FROM_ENVIRONMENT)), &self.kept) {
            (Some(prefix), _) => self.visits.visit(&access(prefix)?).await,
            (None, Some(kept)) => kept.tenants.named(wanted).await,
            (None, None) => bail!("Only tenants of the environment are worked on here, as env:PREFIX."),
        };
        found.map_err(told)
    }

    /// The same, with what is done there written down in a file, which outlives the program.
    pub(crate) async fn tenant_with(&self, wanted: Option<&str>, journal: &Path) -> anyhow::Result<Arc<Console>> {
        let Some(prefix) = wanted.and_then(|wanted| wanted.strip_prefix(FROM_ENVIRONMENT)) else {
            bail!(
                "--journal is for a tenant of the environment: what is done on one of the data folder is written down there.\n  → Leave \
                 --journal out."
            );
        };
        match env::var(KEY) {
            Ok(key) if !key.is_empty() => {
                self.visits.visit_with(&access(prefix)?, journal, Secret::new(key)).await.map_err(told)
            }
            _ => bail!("--journal is sealed with {KEY}, which is not set.\n  → Set it to any text, and keep that."),
        }
    }

    pub(crate) async fn close(self) {
        if let Some(kept) = self.kept {
            kept.tenants.stop().await;
        }
    }
}

/// Whether its credentials are in the environment: then nothing keeps what is done there.
pub(crate) fn is_of_environment(tenant: Option<&str>) -> bool {
    tenant.is_some_and(|name| name.starts_with(FROM_ENVIRONMENT))
}

/// A problem as it is told at the end of the line.
pub(crate) fn told(problem: Problem) -> anyhow::Error {
    match problem.remedy {
        Some(remedy) => anyhow::anyhow!("{}\n  → {remedy}", problem.message),
        None => anyhow::anyhow!(problem.message),
    }
}

/// What the variables say: with PREFIX_TOKEN a Management API token, with PREFIX_PRIVATE_KEY the key of an application (PKCS #8 in PEM) that
/// signs with PREFIX_KEY_ALGORITHM, else its secret.
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
            algorithm: match given("KEY_ALGORITHM").as_deref() {
                None | Some("RS256") => KeyAlgorithm::RS256,
                Some("RS384") => KeyAlgorithm::RS384,
                Some("PS256") => KeyAlgorithm::PS256,
                Some(other) => bail!("{prefix}_KEY_ALGORITHM is {other}.\n  → Use RS256, RS384 or PS256."),
            },
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

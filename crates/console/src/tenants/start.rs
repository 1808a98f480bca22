use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use directories::ProjectDirs;
use futures_util::{StreamExt, stream};
use lintel_oidc::{Clock, Secret, http::Fetcher, sign_in::World};
use lintel_practice::{Practice, PracticeConfig};
use lintel_tenant::{Bound, Folder, KeySource, OpenError, PortError, Server, Tenant, TenantConfig};
use serde::Deserialize;

use super::{
    Tenants,
    roster::{BUILT_IN, Kind, Roster},
    seen::Seen,
    start_error::StartError,
    vault::Vault,
};
use crate::{
    Console, console::Common, provider::last_check::LastCheck, tickets::Tickets, trial::PATIENCE, view::Problem,
};

/// Tenants that are opened at once: each stretches its passphrase with a salt of its own, which takes 19 MiB for as long.
const AT_ONCE: usize = 4;

#[derive(Debug)]
pub struct StartConfig {
    /// Without one the program works in a temporary folder that leaves nothing behind.
    pub folder: Option<PathBuf>,
    pub key: KeySource,
    /// How long a person may take in the window of a trial.
    pub patience: Duration,
}

impl StartConfig {
    /// The folder, sealed as the person chose.
    pub fn chosen(folder: PathBuf, choice: StartChoice) -> Self {
        let (folder, key) = match choice {
            StartChoice::Environment => (Some(folder), KeySource::from_environment()),
            StartChoice::Passphrase { passphrase } => (Some(folder), KeySource::Passphrase(passphrase)),
            StartChoice::Temporary => (None, KeySource::random()),
        };
        StartConfig { folder, key, patience: PATIENCE }
    }
}

/// Where the key comes from that seals what Lintel keeps.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StartChoice {
    /// `LINTEL_KEY` where it is set, else the keychain.
    Environment,
    Passphrase {
        passphrase: Secret,
    },
    /// Nothing is kept once the program ends.
    Temporary,
}

/// The platform's data folder for Lintel, or `LINTEL_DATA` where it is set.
pub fn default_folder() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("LINTEL_DATA").filter(|folder| !folder.is_empty()) {
        return Some(PathBuf::from(folder));
    }
    ProjectDirs::from("dev", "lintel", "Lintel").map(|folders| folders.data_local_dir().to_owned())
}

impl Tenants {
    /// Opens the folder, starts its tenant and the practice provider on the ports that belong to it, then every other local
    /// tenant and the one that was in front last. Those that do not open are listed with why: the folder's own tenant as well where
    /// its port is taken, and no more than that.
    pub async fn start(config: StartConfig) -> Result<Tenants, StartError> {
        let world = World::new(Fetcher::new()?, Clock::system());
        let temporary = config.folder.is_none();
        let held = tokio::task::spawn_blocking(move || {
            let folder = config.folder.map_or_else(Folder::temporary, Folder::open)?;
            let path = folder.path().to_owned();
            let roster = match temporary {
                true => Roster::of_one("Temporary tenant"),
                false => Roster::read(&path).map_err(|source| StartError::Roster { folder: path.clone(), source })?,
            };
            let bound = folder.bind(Server::Practice, None);
            Ok::<_, StartError>((folder, path, roster, bound))
        });
        let (folder, path, roster, bound) = held.await??;
        let vault = Vault::beside(&config.key);
        let key = config.key.clone();
        let opening = TenantConfig { folder: folder.clone(), port: None, key: config.key, world: world.clone() };
        let (practice, tenant) = tokio::join!(practising(bound), Tenant::open(opening));
        let common = Arc::new(Common {
            world,
            practice: practice.map_err(|error| Problem { code: "practice-port".to_owned(), ..Problem::from(error) }),
            tickets: Tickets::default(),
            last_check: LastCheck::default(),
            patience: config.patience,
            temporary,
        });
        let mut seen = Seen { roster: roster.clone(), open: HashMap::new(), problems: HashMap::new(), temporary };
        let sealer = match tenant {
            Ok(tenant) => {
                let sealer = tenant.sealer();
                let console = Console::local(Arc::clone(&common), tenant, &path).await?;
                let built_in = roster.entry(BUILT_IN);
                console.client.set_read_only(built_in.is_some_and(|entry| entry.options.read_only));
                seen.open.insert(BUILT_IN.to_owned(), console);
                sealer
            }
            // The others need its key and not its port.
            Err(error @ OpenError::Port(_)) => {
                seen.problems.insert(BUILT_IN.to_owned(), Problem::from(StartError::from(error)));
                Tenant::sealer_of(&folder, key.clone()).await?
            }
            Err(error) => return Err(error.into()),
        };
        let tenants = Tenants {
            common,
            folder,
            key,
            sealer,
            vault,
            roster: tokio::sync::Mutex::new(roster.clone()),
            seen: Mutex::new(seen),
        };
        let others = roster.tenants.into_iter().filter(|entry| entry.id != BUILT_IN);
        let others = others.filter(|entry| entry.kind == Kind::Local || entry.id == roster.chosen).map(|entry| {
            let tenants = &tenants;
            async move {
                if let Err(problem) = tenants.opened(&entry).await {
                    tracing::warn!(tenant = entry.name, problem = problem.message, "a tenant was not opened");
                }
            }
        });
        stream::iter(others).buffer_unordered(AT_ONCE).collect::<()>().await;
        Ok(tenants)
    }
}

async fn practising(bound: Result<Bound, PortError>) -> Result<Practice, StartError> {
    Ok(Practice::start_on(bound?, PracticeConfig::default()).await?)
}

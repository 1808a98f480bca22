use std::{path::PathBuf, sync::Arc, time::Duration};

use directories::ProjectDirs;
use lintel_management::{Client, client::Credentials};
use lintel_oidc::{
    Clock,
    discovery::{Fetcher, FetcherError},
    sign_in::World,
};
use lintel_practice::{Practice, PracticeConfig};
use lintel_tenant::{
    Bound, Folder, FolderError, KeySource, OpenError, PortError, ServeError, Server, Serving, Tenant, TenantConfig,
};
use url::Url;

use crate::{
    journal::{Journal, JournalError},
    provider_check::LastCheck,
    saving::Loaded,
    tickets::Tickets,
    trials::{PATIENCE, Trials},
    view::{Desk, TenantView},
};

const JOURNAL: &str = "journal.sqlite3";

/// Everything a person works with: the built-in tenant, the practice provider, and what is under way.
#[derive(Debug)]
pub struct Console {
    pub(crate) world: World,
    pub(crate) tenant: Tenant,
    pub(crate) client: Client,
    pub(crate) practice: Practice,
    pub(crate) tickets: Tickets,
    pub(crate) last_check: LastCheck,
    pub(crate) loaded: Loaded,
    pub(crate) journal: Journal,
    pub(crate) trials: Trials,
    pub(crate) patience: Duration,
    serving: Serving,
}

#[derive(Debug)]
pub struct StartConfig {
    pub folder: PathBuf,
    pub key: KeySource,
    /// How long a person may take in the window of a trial.
    pub patience: Duration,
}

impl StartConfig {
    /// The folder, sealed with `LINTEL_KEY` where it is set, else with a key from the keychain.
    pub fn from_environment(folder: PathBuf) -> Self {
        StartConfig { folder, key: KeySource::from_environment(), patience: PATIENCE }
    }
}

/// The program cannot start on this folder. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error(transparent)]
    Fetcher(#[from] FetcherError),
    #[error(transparent)]
    Tenant(#[from] OpenError),
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error(transparent)]
    PracticePort(#[from] PortError),
    #[error(transparent)]
    Practice(#[from] lintel_practice::StartError),
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error("The local tenant's address is not a URL.")]
    Address(#[from] url::ParseError),
    #[error(transparent)]
    Client(#[from] lintel_management::ClientError),
}

/// The platform's data folder for Lintel, or `LINTEL_DATA` where it is set.
pub fn default_folder() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("LINTEL_DATA").filter(|folder| !folder.is_empty()) {
        return Some(PathBuf::from(folder));
    }
    ProjectDirs::from("dev", "lintel", "Lintel").map(|folders| folders.data_local_dir().to_owned())
}

impl Console {
    /// Opens the folder and starts tenant and practice provider on the ports that belong to it.
    pub async fn start(config: StartConfig) -> Result<Arc<Console>, StartError> {
        let world = World { fetcher: Fetcher::new()?, clock: Clock::system() };
        let folder = Folder::open(config.folder)?;
        let journal = folder.path().join(JOURNAL);
        let Bound { port, listeners } = folder.bind(Server::Practice, None)?;
        let practice = Practice::start_on(port, listeners, PracticeConfig::default());
        let tenant = Tenant::open(TenantConfig { folder, port: None, key: config.key, world: world.clone() });
        let (practice, tenant) = tokio::join!(practice, tenant);
        let (practice, tenant) = (practice?, tenant?);
        let journal = Journal::open(&journal, tenant.sealer()).await?;
        let serving = tenant.serve().await?;
        let (client_id, client_secret) = tenant.management_client();
        let client = Client::new(
            Url::parse(tenant.url())?,
            Credentials::new(client_id, client_secret.expose(), tenant.audience()),
        )?;
        tracing::info!(tenant = tenant.url(), practice = practice.issuer(), "started");
        let console = Arc::new(Console {
            world,
            tenant,
            client,
            practice,
            tickets: Tickets::default(),
            last_check: LastCheck::default(),
            loaded: Loaded::default(),
            journal,
            trials: Trials::default(),
            patience: config.patience,
            serving,
        });
        if let Err(problem) = console.settle_changes().await {
            tracing::warn!(problem = problem.message, "changes from before the last end stay open");
        }
        Ok(console)
    }

    /// What the first screen needs.
    pub fn desk(&self) -> Desk {
        Desk {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            tenant: TenantView {
                name: "Local tenant".to_owned(),
                place: "On this computer".to_owned(),
                url: self.tenant.url().to_owned(),
                callback_url: self.tenant.callback_url().to_string(),
            },
        }
    }

    /// Ends what is under way under this ticket; nothing happens when it has ended already.
    pub fn cancel(&self, ticket: &str) {
        self.tickets.cancel(ticket);
    }

    /// Stops answering, in good order.
    pub async fn stop(self) {
        self.serving.shutdown().await;
        self.practice.shutdown().await;
    }
}

//! The work on one tenant.

use std::{
    path::Path,
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use lintel_management::{Client, client::Credentials};
use lintel_oidc::sign_in::World;
use lintel_practice::Practice;
use lintel_tenant::{Folder, Sealer, Serving, Tenant};
use tokio::sync::Mutex;
use url::Url;

use crate::{
    StartError,
    change::{journal::Journal, loaded::Loaded, turns::Turns},
    connection::{draft_store::Drafts, list_cache::ListCache},
    experience::claims::Claims,
    metadata::ProviderMemory,
    provider::{last_check::LastCheck, preflights::Preflights},
    scim::Plays,
    tickets::Tickets,
    transfer::{Exports, Plans},
    trial::{Results, Trials},
    view::{AtStake, Problem},
};

/// Of every connection that Lintel works on.
pub(crate) const STRATEGY: &str = "oidc";
const TESTS: &str = "tests.sqlite3";

/// One tenant, reached through its Management API, with what is under way on it.
#[derive(Debug)]
pub struct Console {
    pub(crate) common: Arc<Common>,
    pub(crate) home: Home,
    pub(crate) client: Client,
    pub(crate) loaded: Loaded,
    pub(crate) journal: Journal,
    /// None on a temporary tenant.
    pub(crate) drafts: Option<Drafts>,
    /// None on a temporary tenant.
    pub(crate) list_cache: Option<ListCache>,
    pub(crate) trials: Arc<Trials>,
    pub(crate) plays: Plays,
    pub(crate) results: Results,
    pub(crate) providers: ProviderMemory,
    pub(crate) turns: Turns,
    pub(crate) plans: Plans,
    pub(crate) exports: Exports,
    pub(crate) preflights: Preflights,
    pub(crate) claims: Claims,
    /// The list of connections was one page when it was read last.
    pub(crate) is_one_page: AtomicBool,
}

/// What all tenants share.
#[derive(Debug)]
pub(crate) struct Common {
    pub(crate) world: World,
    /// Or why it does not answer: it needs its own port, and nothing else needs it.
    pub(crate) practice: Result<Practice, Problem>,
    pub(crate) tickets: Tickets,
    pub(crate) last_check: LastCheck,
    pub(crate) patience: Duration,
    /// The data folder goes when the program ends.
    pub(crate) temporary: bool,
}

/// Where the tenant is.
#[derive(Debug)]
pub(crate) enum Home {
    Local(Box<Local>),
    Auth0 {
        /// `https://DOMAIN`, or a local tenant that another process serves.
        url: Url,
        callback: Url,
        /// For what is kept of the work that is done from here.
        _folder: Folder,
    },
}

/// A tenant that this process serves.
#[derive(Debug)]
pub(crate) struct Local {
    pub(crate) tenant: Tenant,
    serving: Mutex<Option<Serving>>,
}

impl Console {
    /// Opens the tenant's folder and lets it answer.
    pub(crate) async fn local(common: Arc<Common>, tenant: Tenant, folder: &Path) -> Result<Arc<Console>, StartError> {
        let serving = tenant.serve().await?;
        let (client_id, client_secret) = tenant.management_client();
        let client = Client::new(
            Url::parse(tenant.url())?,
            Credentials::new(client_id, client_secret.expose(), tenant.audience()),
        )?;
        let sealer = tenant.sealer();
        tracing::info!(tenant = tenant.url(), "serving a local tenant");
        let home = Home::Local(Box::new(Local { tenant, serving: Mutex::new(Some(serving)) }));
        let journal = Journal::open(folder, sealer.clone(), common.world.clock.clone()).await?;
        let console = Console::open(common, home, client, folder, sealer, journal).await?;
        console.settle().await;
        console.watch_sign_ins();
        Ok(console)
    }

    /// Reaches the tenant at `url`. It is not waited for.
    pub(crate) async fn auth0(
        common: Arc<Common>,
        url: Url,
        client: Client,
        folder: Folder,
        sealer: Sealer,
        journal: Journal,
    ) -> Result<Arc<Console>, StartError> {
        let (callback, path) = (url.join("/login/callback")?, folder.path().to_owned());
        let home = Home::Auth0 { url, callback, _folder: folder };
        let console = Console::open(common, home, client, &path, sealer, journal).await?;
        let settling = Arc::clone(&console);
        tokio::spawn(async move { settling.settle().await });
        Ok(console)
    }

    async fn open(
        common: Arc<Common>,
        home: Home,
        client: Client,
        folder: &Path,
        sealer: Sealer,
        journal: Journal,
    ) -> Result<Arc<Console>, StartError> {
        let clock = common.world.clock.clone();
        let results = Results::open(&folder.join(TESTS), sealer.clone()).await;
        let providers = ProviderMemory::open(folder, sealer.clone()).await;
        let list_cache = (!common.temporary).then(|| ListCache::new(folder, sealer.clone(), clock.clone()));
        let drafts = if common.temporary { None } else { Drafts::open(folder, sealer, clock).await };
        let (loaded, trials, plays, turns) = (Loaded::default(), Arc::default(), Plays::default(), Turns::default());
        Ok(Arc::new(Console {
            common,
            home,
            client,
            loaded,
            journal,
            drafts,
            list_cache,
            trials,
            plays,
            results,
            providers,
            turns,
            plans: Plans::default(),
            exports: Exports::default(),
            preflights: Preflights::default(),
            claims: Claims::default(),
            is_one_page: AtomicBool::default(),
        }))
    }

    pub(crate) async fn settle(&self) {
        if let Err(error) = self.settle_changes().await {
            tracing::warn!(%error, "changes from before the last end stay open");
        }
    }

    /// Ends its tests and stops answering, in good order.
    pub(crate) async fn stop(&self) {
        tokio::join!(self.trials.close(), self.plays.close());
        if let Home::Local(local) = &self.home
            && let Some(serving) = local.serving.lock().await.take()
        {
            serving.shutdown().await;
        }
    }

    /// Ends what is under way under this ticket; nothing happens when it has ended already.
    pub fn cancel(&self, ticket: &str) {
        self.common.tickets.cancel(ticket);
    }

    pub(crate) fn url(&self) -> &str {
        match &self.home {
            Home::Local(local) => local.tenant.url(),
            Home::Auth0 { url, .. } => url.as_str().trim_end_matches('/'),
        }
    }

    /// The redirect URI to register at a provider.
    pub(crate) fn callback_url(&self) -> &Url {
        match &self.home {
            Home::Local(local) => local.tenant.callback_url(),
            Home::Auth0 { callback, .. } => callback,
        }
    }

    /// The tenant itself, where this process serves it.
    pub(crate) fn served(&self) -> Option<&Tenant> {
        match &self.home {
            Home::Local(local) => Some(&local.tenant),
            Home::Auth0 { .. } => None,
        }
    }

    /// What a person or logins made on a tenant that this process serves.
    pub(crate) async fn holdings(&self) -> Result<AtStake, Problem> {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let own = |client_id: &str| self.served().is_some_and(|tenant| tenant.purpose(client_id).is_some());
        let (connections, applications, users) =
            tokio::join!(self.client.connection_ids(STRATEGY), self.client.clients(), self.client.find_users(None, 0));
        Ok(AtStake {
            connections: number(connections?.len()),
            applications: number(applications?.iter().filter(|application| !own(&application.client_id)).count()),
            users: number(users?.total),
            auth0_tenants: 0,
        })
    }
}

//! Tenants that are on no list: reached as long as the program runs, with credentials that are kept nowhere.

use std::{path::Path, sync::Arc};

use lintel_oidc::{Clock, Secret, http::Fetcher, sign_in::World};
use lintel_tenant::{Folder, Sealer};

use super::{
    StartError, Tenants,
    address::tenant_url,
    credentials::{client, network, trimmed},
    seen::place_of,
};
use crate::{
    Console,
    change::journal::Journal,
    console::Common,
    provider::last_check::LastCheck,
    tickets::Tickets,
    trial::PATIENCE,
    view::{Problem, TenantAccess},
};

#[derive(Debug)]
pub struct Visits {
    common: Arc<Common>,
    sealer: Sealer,
}

impl Tenants {
    /// Beside the tenants of the folder.
    pub fn visits(&self) -> Visits {
        Visits { common: Arc::clone(&self.common), sealer: self.sealer.clone() }
    }
}

impl Visits {
    /// Without a data folder, and without anything that answers here: no port is taken, be it a tenant's or the practice provider's.
    pub fn alone() -> Result<Visits, StartError> {
        let common = Common {
            world: World::new(Fetcher::new()?, Clock::system()),
            practice: Err(Problem::new("practice-away", "The practice provider does not run beside a visit.")),
            tickets: Tickets::default(),
            last_check: LastCheck::default(),
            patience: PATIENCE,
            temporary: true,
        };
        Ok(Visits { common: Arc::new(common), sealer: Sealer::random() })
    }

    /// What is done there is written down in a folder that goes with the program.
    pub async fn visit(&self, access: &TenantAccess) -> Result<Arc<Console>, Problem> {
        self.visited(access, None).await
    }

    /// What is done there is written down in this file, which is sealed with the passphrase.
    pub async fn visit_with(
        &self,
        access: &TenantAccess,
        journal: &Path,
        passphrase: Secret,
    ) -> Result<Arc<Console>, Problem> {
        self.visited(access, Some((journal, passphrase))).await
    }

    async fn visited(&self, access: &TenantAccess, journal: Option<(&Path, Secret)>) -> Result<Arc<Console>, Problem> {
        let url = tenant_url(&access.domain)?;
        let way = network(&access.proxy, &access.authorities)?;
        let (common, sealer) = (Arc::clone(&self.common), self.sealer.clone());
        let clock = &common.world.clock;
        let client = client(&url, &trimmed(&access.credentials), &way, clock)?;
        let folder = tokio::task::spawn_blocking(Folder::temporary).await.map_err(StartError::from)?;
        let folder = folder.map_err(StartError::from)?;
        let journal = match journal {
            Some((file, passphrase)) => Journal::in_file(file, passphrase, &place_of(&url), clock.clone()).await?,
            None => Journal::open(folder.path(), sealer.clone(), clock.clone()).await.map_err(StartError::from)?,
        };
        Ok(Console::auth0(common, url, client, folder, sealer, journal).await?)
    }
}

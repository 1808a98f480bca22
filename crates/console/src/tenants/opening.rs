//! A tenant is opened and closed, wherever it is.

use std::sync::Arc;

use lintel_tenant::{Folder, Tenant, TenantConfig};

use super::{
    StartError, Tenants,
    credentials::{client, network},
    opened::opened_folder,
    roster::{BUILT_IN, Entry, Kind, home_of},
};
use crate::{Console, change::journal::Journal, view::Problem};

impl Tenants {
    /// Opens the tenant unless it is open, and remembers why it could not be. Whether it was opened just now.
    pub(super) async fn opened(&self, entry: &Entry) -> Result<bool, Problem> {
        self.opened_at(entry, None).await
    }

    pub(super) async fn opened_at(&self, entry: &Entry, port: Option<u16>) -> Result<bool, Problem> {
        if self.seen().open.contains_key(&entry.id) {
            return Ok(false);
        }
        let opened = self.open(entry, port).await;
        let mut seen = self.seen();
        match opened {
            Ok(console) => {
                console.client.set_read_only(entry.options.read_only);
                seen.problems.remove(&entry.id);
                seen.open.insert(entry.id.clone(), console);
                Ok(true)
            }
            Err(problem) => {
                seen.problems.insert(entry.id.clone(), problem.clone());
                Err(problem)
            }
        }
    }

    async fn open(&self, entry: &Entry, port: Option<u16>) -> Result<Arc<Console>, Problem> {
        let path = home_of(self.folder(), &entry.id);
        match &entry.kind {
            Kind::Local => {
                let folder = self.folder_of(entry).await?;
                let world = self.common.world.clone();
                let config = TenantConfig { folder, port, key: self.key.clone(), world };
                let tenant = Tenant::open(config).await.map_err(StartError::from)?;
                Ok(Console::local(Arc::clone(&self.common), tenant, &path).await?)
            }
            Kind::Auth0 { url } => {
                let access = self.vault.access(&entry.id).await?.ok_or_else(|| no_credentials(entry))?;
                let way = network(&entry.options.proxy, &entry.options.authorities)?;
                let client = client(url, &access, &way, &self.common.world.clock)?;
                let folder = opened_folder(&path).await?;
                let (common, sealer) = (Arc::clone(&self.common), self.sealer.clone());
                let journal = Journal::open(&path, sealer.clone(), common.world.clock.clone());
                let journal = journal.await.map_err(StartError::from)?;
                Ok(Console::auth0(common, url.clone(), client, folder, sealer, journal).await?)
            }
        }
    }

    pub(super) async fn folder_of(&self, entry: &Entry) -> Result<Folder, StartError> {
        match entry.id.as_str() {
            BUILT_IN => Ok(self.folder.clone()),
            id => opened_folder(&home_of(self.folder(), id)).await,
        }
    }

    pub(super) async fn close(&self, id: &str) {
        let console = self.seen().open.remove(id);
        if let Some(console) = console {
            console.stop().await;
        }
    }
}

fn no_credentials(entry: &Entry) -> Problem {
    Problem::new("credentials-missing", format!("The keychain holds no credentials for “{}”.", entry.name))
        .remedy("Enter the credentials of its machine-to-machine application again.")
}

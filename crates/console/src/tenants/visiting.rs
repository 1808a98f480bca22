//! A tenant that is on no list: reached as long as the program runs, with credentials that are kept nowhere.

use std::{path::Path, sync::Arc};

use lintel_tenant::{Folder, KeySource, Sealer, Tenant};

use super::{
    StartError, Tenants,
    address::tenant_url,
    credentials::{client, network, trimmed},
    opened::opened_folder,
};
use crate::{
    Console,
    view::{Problem, TenantAccess},
};

impl Tenants {
    /// What is done there is written down in a folder that goes with the program.
    pub async fn visit(&self, access: &TenantAccess) -> Result<Arc<Console>, Problem> {
        let folder = tokio::task::spawn_blocking(Folder::temporary).await.map_err(StartError::from)?;
        self.visited(access, folder.map_err(StartError::from)?, self.sealer.clone()).await
    }

    /// What is done there is written down in this folder, which is sealed with the key.
    pub async fn visit_with(
        &self,
        access: &TenantAccess,
        journal: &Path,
        key: KeySource,
    ) -> Result<Arc<Console>, Problem> {
        let folder = opened_folder(journal).await?;
        let sealer = Tenant::sealer_of(&folder, key).await.map_err(StartError::from)?;
        self.visited(access, folder, sealer).await
    }

    async fn visited(&self, access: &TenantAccess, folder: Folder, sealer: Sealer) -> Result<Arc<Console>, Problem> {
        let url = tenant_url(&access.domain)?;
        let way = network(&access.proxy, &access.authorities)?;
        let client = client(&url, &trimmed(&access.credentials), &way, &self.common.world.clock)?;
        Ok(Console::auth0(Arc::clone(&self.common), url, client, folder, sealer).await?)
    }
}

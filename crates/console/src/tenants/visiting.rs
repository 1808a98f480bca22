//! A tenant that is on no list: reached as long as the program runs, with credentials that are kept nowhere.

use std::sync::Arc;

use lintel_tenant::Folder;

use super::{StartError, Tenants, address::tenant_url};
use crate::{
    Console,
    console::management_client,
    view::{Problem, TenantAccess},
};

impl Tenants {
    /// What is done there is written down in a folder that goes with the program.
    pub async fn visit(&self, access: &TenantAccess) -> Result<Arc<Console>, Problem> {
        let url = tenant_url(&access.domain)?;
        let client = management_client(&url, access.client_id.trim(), &access.client_secret)?;
        let folder = tokio::task::spawn_blocking(Folder::temporary).await.map_err(StartError::from)?;
        let folder = folder.map_err(StartError::from)?;
        Ok(Console::auth0(Arc::clone(&self.common), url, client, folder, self.sealer.clone()).await?)
    }
}

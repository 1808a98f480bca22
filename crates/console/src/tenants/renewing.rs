//! New credentials of an Auth0 tenant.

use super::{
    Tenants,
    credentials::{end_of, trimmed, usable},
    roster::Kind,
    seen::unknown,
};
use crate::view::{DeskView, Problem, TenantAccess};

impl Tenants {
    /// New credentials for an Auth0 tenant, which is put in front. Its domain is the one it has.
    pub async fn renew_credentials(&self, id: &str, access: &TenantAccess) -> Result<DeskView, Problem> {
        let mut roster = self.roster.lock().await;
        let entry = roster.entry(id).cloned().ok_or_else(|| unknown(id))?;
        let Kind::Auth0 { url } = &entry.kind else {
            return Err(Problem::new("tenant-local", "A local tenant needs no credentials."));
        };
        let access = TenantAccess {
            domain: url.to_string(),
            proxy: entry.options.proxy.clone(),
            authorities: entry.options.authorities.clone(),
            credentials: trimmed(&access.credentials),
        };
        self.sound_access(&access).await?;
        let (before, now) = (self.vault.access(id).await?, access.credentials);
        let credentials = usable(url, &now, &self.common.world.clock)?;
        let open = self.seen().open.get(id).cloned();
        self.vault.keep(id, now.clone()).await?;
        if let Some(listed) = roster.tenants.iter_mut().find(|listed| listed.id == id) {
            listed.token_ends = end_of(url, &now);
        }
        // What is under way on it goes on.
        let held = match &open {
            Some(console) => Some((console, console.client.change_credentials(credentials).await)),
            None => None,
        };
        let renewed = match self.opened(&entry).await {
            Ok(_) => self.front(&mut roster, id).await,
            Err(problem) => Err(problem),
        };
        if let Err(problem) = renewed {
            match held {
                Some((console, credentials)) => drop(console.client.change_credentials(credentials).await),
                None => self.close(id).await,
            }
            let taken_back = match before {
                Some(before) => self.vault.keep(id, before).await,
                None => self.vault.forget(id).await,
            };
            if let Err(problem) = taken_back {
                tracing::warn!(tenant = id, problem = problem.message, "new credentials were left in the keychain");
            }
            return Err(problem);
        }
        Ok(self.desk())
    }
}

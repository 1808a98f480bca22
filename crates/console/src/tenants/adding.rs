//! Tenants that are added to the list, and what they are called.

use lintel_oidc::issuing;

use super::{
    Tenants,
    address::tenant_url,
    credentials::{end_of, trimmed},
    roster::{Entry, Kind, Roster},
    seen::{place_of, unknown},
};
use crate::view::{DeskView, Problem, TenantAccess, TenantOptions};

impl Tenants {
    /// A further local tenant, empty, put in front.
    pub async fn create_local(&self, name: &str) -> Result<DeskView, Problem> {
        let mut roster = self.roster.lock().await;
        let name = free_name(&roster, None, name)?;
        let entry = Entry::new(issuing::token(12).to_lowercase(), name, Kind::Local);
        self.add(&mut roster, entry).await
    }

    /// An Auth0 tenant, once its credentials have been found to work; its name is its domain's where none is given.
    pub async fn connect_auth0(&self, name: &str, access: &TenantAccess) -> Result<DeskView, Problem> {
        let url = tenant_url(&access.domain)?;
        self.sound_access(access).await?;
        let mut roster = self.roster.lock().await;
        let same = roster.tenants.iter().find(|entry| entry.kind == Kind::Auth0 { url: url.clone() });
        if let Some(same) = same {
            return Err(Problem::new(
                "tenant-known",
                format!("{} is here already, as “{}”.", place_of(&url), same.name),
            )
            .at("domain")
            .remedy("Choose it in the list of tenants. New credentials are entered there."));
        }
        let wanted = match name.trim() {
            "" => url.host_str().unwrap_or_default().split('.').next().unwrap_or_default(),
            name => name,
        };
        let name = free_name(&roster, None, wanted)?;
        let credentials = trimmed(&access.credentials);
        let token_ends = end_of(&url, &credentials);
        let options = TenantOptions {
            proxy: access.proxy.trim().to_owned(),
            authorities: access.authorities.trim().to_owned(),
            ..TenantOptions::default()
        };
        let entry = Entry::new(issuing::token(12).to_lowercase(), name, Kind::Auth0 { url });
        let entry = Entry { options, token_ends, ..entry };
        self.vault.keep(&entry.id, credentials).await?;
        self.add(&mut roster, entry).await
    }

    pub async fn rename(&self, id: &str, name: &str) -> Result<DeskView, Problem> {
        let mut roster = self.roster.lock().await;
        let name = free_name(&roster, Some(id), name)?;
        let entry = roster.tenants.iter_mut().find(|entry| entry.id == id).ok_or_else(|| unknown(id))?;
        entry.name = name;
        self.keep(&mut roster).await?;
        Ok(self.desk())
    }

    /// Opens a new tenant, puts it in front and writes it down, or leaves nothing of it.
    async fn add(&self, roster: &mut Roster, entry: Entry) -> Result<DeskView, Problem> {
        let added = match self.opened(&entry).await {
            Ok(_) => {
                roster.tenants.push(entry.clone());
                self.front(roster, &entry.id).await
            }
            Err(problem) => Err(problem),
        };
        if let Err(problem) = added {
            if let Err(left) = self.leave_nothing_of(&entry).await {
                tracing::warn!(tenant = entry.name, problem = left.message, "something of a tenant was left behind");
            }
            return Err(problem);
        }
        Ok(self.desk())
    }
}

fn free_name(roster: &Roster, own: Option<&str>, name: &str) -> Result<String, Problem> {
    let name = name.trim();
    let problem = |message: String| Problem::new("tenant-name", message).at("name").remedy("Choose another name.");
    if name.is_empty() {
        return Err(problem("The tenant’s name is empty.".to_owned()));
    }
    let length = name.chars().count();
    if length > 64 {
        return Err(problem(format!("The tenant’s name has {length} characters; up to 64 are shown.")));
    }
    if roster.tenants.iter().any(|entry| entry.name == name && Some(entry.id.as_str()) != own) {
        return Err(problem(format!("A tenant named “{name}” is here already.")));
    }
    Ok(name.to_owned())
}

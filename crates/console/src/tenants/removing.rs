//! Tenants that leave the list, and what leaves this computer with them.

use lintel_tenant::forget_key;

use super::{
    Tenants,
    roster::{BUILT_IN, Entry, Kind, home_of},
    seen::unknown,
};
use crate::view::{DeskView, Problem};

impl Tenants {
    /// Takes a tenant off the list, once its name was typed. A local one goes with everything in it; an Auth0 tenant stays as it
    /// is, and its credentials and the journal of its changes go from this computer.
    pub async fn remove(&self, id: &str, typed_name: &str) -> Result<DeskView, Problem> {
        let mut roster = self.roster.lock().await;
        let entry = roster.entry(id).cloned().ok_or_else(|| unknown(id))?;
        if id == BUILT_IN {
            return Err(Problem::new(
                "tenant-built-in",
                "The first local tenant belongs to Lintel’s data folder and stays.",
            )
            .remedy("Delete its connections one by one, or start Lintel with another folder in LINTEL_DATA."));
        }
        if entry.name != typed_name {
            return Err(Problem::new("name-differs", format!("“{typed_name}” is not the name of this tenant."))
                .at("typed_name")
                .remedy(format!("Type {}.", entry.name)));
        }
        roster.tenants.retain(|other| other.id != id);
        if roster.chosen == id {
            BUILT_IN.clone_into(&mut roster.chosen);
        }
        self.keep(&mut roster).await?;
        self.leave_nothing_of(&entry).await?;
        Ok(self.desk())
    }

    /// Closes the tenant, and takes its credentials and its folder from this computer.
    pub(super) async fn leave_nothing_of(&self, entry: &Entry) -> Result<(), Problem> {
        self.close(&entry.id).await;
        self.seen().problems.remove(&entry.id);
        let forgotten = match entry.kind {
            Kind::Local => Ok(()),
            Kind::Auth0 { .. } => self.vault.forget(&entry.id).await,
        };
        let deleted = self.delete_folder(&entry.id).await;
        forgotten.and(deleted)
    }

    async fn delete_folder(&self, id: &str) -> Result<(), Problem> {
        let path = home_of(self.folder(), id);
        let deleted = tokio::task::spawn_blocking(move || {
            forget_key(&path).map_err(std::io::Error::other)?;
            match std::fs::remove_dir_all(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            }
        })
        .await;
        let failed = |error: &dyn std::error::Error| {
            Problem::new(
                "folder-not-deleted",
                format!("The tenant is off the list, but its folder could not be deleted: {error}."),
            )
        };
        match deleted {
            Ok(outcome) => outcome.map_err(|error| failed(&error)),
            Err(error) => Err(failed(&error)),
        }
    }
}

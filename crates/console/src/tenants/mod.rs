//! The tenants a person works on: the built-in one, further local ones, and Auth0 tenants. One of them is in front, and what
//! the screens do is done on that one.

mod access;
mod adding;
mod address;
mod choosing;
mod credentials;
mod ending;
mod federation;
mod given_token;
mod named;
mod opened;
mod opening;
mod options;
mod removing;
mod renewing;
mod roster;
mod seen;
mod start;
mod start_error;
mod vault;
mod visiting;

use std::{
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use lintel_tenant::{Folder, KeySource, Sealer};

pub use self::{
    federation::other_tenant,
    start::{StartChoice, StartConfig, default_folder},
    start_error::StartError,
    visiting::Visits,
};
use self::{
    roster::Roster,
    seen::{Seen, unknown},
    vault::Vault,
};
use crate::{
    Console,
    console::Common,
    view::{DeskView, KeptTrial, Problem, ReportReader, TrialStop},
};

#[derive(Debug)]
pub struct Tenants {
    common: Arc<Common>,
    /// Held from the start to the end, whether its tenant is open or not.
    folder: Folder,
    key: KeySource,
    /// Of the built-in tenant; it seals the journals of Auth0 tenants too.
    sealer: Sealer,
    vault: Vault,
    /// Held while tenants are added, changed and removed.
    roster: tokio::sync::Mutex<Roster>,
    seen: Mutex<Seen>,
}

impl Tenants {
    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The tenant in front, or why it is not open.
    pub fn console(&self) -> Result<Arc<Console>, Problem> {
        let seen = self.seen();
        let id = seen.in_front();
        seen.open.get(id).cloned().ok_or_else(|| seen.problems.get(id).cloned().unwrap_or_else(|| unknown(id)))
    }

    /// What the first screen needs.
    pub fn desk(&self) -> DeskView {
        let seen = self.seen();
        DeskView {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            tenant: seen.view(seen.in_front()),
            tenants: seen.roster.tenants.iter().map(|entry| seen.row(entry)).collect(),
            keeps_credentials: matches!(self.vault, Vault::Keychain),
        }
    }

    /// Ends a trial, on whichever tenant it runs.
    pub fn cancel_trial(&self, id: &str, why: TrialStop) {
        for console in self.seen().open.values() {
            console.cancel_trial(id, why);
        }
    }

    /// The trials of a connection that are known, on whichever tenant it is, newest first.
    pub fn kept_trials(&self, connection_id: &str) -> Vec<KeptTrial> {
        self.seen().open.values().flat_map(|console| console.kept_trials(connection_id)).collect()
    }

    /// A trial whose steps are kept still, told to this reader.
    pub fn trial_report(&self, id: &str, reader: ReportReader) -> Result<String, Problem> {
        let seen = self.seen();
        let name = |id: &str| seen.roster.entry(id).map(|entry| entry.name.as_str()).unwrap_or_default();
        let told = seen.open.iter().find_map(|(tenant, console)| console.trial_report(id, reader, name(tenant)));
        told.ok_or_else(|| {
            Problem::new("trial-not-kept", "The steps of that test are not kept any more, so there is no report of it.")
                .remedy("Test again.")
        })
    }

    /// Writes the changed roster down and shows it. What cannot be written is taken back, or the next change would bring it along.
    async fn keep(&self, roster: &mut Roster) -> Result<(), Problem> {
        for entry in &mut roster.tenants {
            entry.contact = self.seen().contact(entry);
        }
        if let Err(error) = roster.keep(self.folder()).await {
            self.seen().roster.clone_into(roster);
            tracing::error!(%error, "the list of tenants was not kept");
            return Err(Problem::new(
                "tenants-not-kept",
                format!("The list of tenants could not be written: {error}."),
            )
            .remedy("Check the space and the permissions of Lintel's data folder."));
        }
        roster.clone_into(&mut self.seen().roster);
        Ok(())
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

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
    trial::steps_not_kept,
    view::{DeskView, KeptFacts, KeptTrial, Problem, ReportFormat, ReportReader, TrialStop, TrialView},
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
    pub async fn kept_trials(&self, connection_id: &str) -> Vec<KeptTrial> {
        let mut kept = Vec::new();
        for (_, console) in self.open_ones() {
            kept.extend(console.kept_trials(connection_id).await);
        }
        kept
    }

    /// A trial with its steps, on whichever tenant it was.
    pub async fn kept_trial(&self, id: &str) -> Result<TrialView, Problem> {
        for (_, console) in self.open_ones() {
            if let Some(view) = console.kept_trial(id).await {
                return Ok(view);
            }
        }
        Err(steps_not_kept())
    }

    /// What can be done with a kept trial, on whichever tenant it was.
    pub async fn kept_facts(&self, id: &str) -> Result<KeptFacts, Problem> {
        for (_, console) in self.open_ones() {
            if let Some(facts) = console.kept_facts(id).await {
                return Ok(facts);
            }
        }
        Err(steps_not_kept())
    }

    /// A trial whose steps are kept still, told to this reader.
    pub async fn trial_report(&self, id: &str, reader: ReportReader, format: ReportFormat) -> Result<String, Problem> {
        for (name, console) in self.open_ones() {
            if let Some(report) = console.trial_report(id, reader, format, &name).await {
                return Ok(report);
            }
        }
        Err(steps_not_kept())
    }

    /// The consoles that are open, each with its tenant's name.
    fn open_ones(&self) -> Vec<(String, Arc<Console>)> {
        let seen = self.seen();
        let name = |id: &str| seen.roster.entry(id).map(|entry| entry.name.clone()).unwrap_or_default();
        seen.open.iter().map(|(id, console)| (name(id), Arc::clone(console))).collect()
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

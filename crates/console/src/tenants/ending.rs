//! The end of the program.

use std::{path::Path, time::Duration};

use futures_util::future::join_all;

use super::{Tenants, roster::Kind};
use crate::view::{AtStake, Problem};

impl Tenants {
    /// What the end of the program takes with it; nothing where the data folder stays.
    pub async fn at_stake(&self) -> Result<AtStake, Problem> {
        let mut at_stake = AtStake::default();
        let (open, roster) = match &*self.seen() {
            seen if self.common.temporary => (seen.open.values().cloned().collect::<Vec<_>>(), seen.roster.clone()),
            _ => return Ok(at_stake),
        };
        for console in open.iter().filter(|console| console.served().is_some()) {
            let held = console.holdings().await?;
            at_stake.connections += held.connections;
            at_stake.applications += held.applications;
            at_stake.users += held.users;
        }
        let elsewhere = roster.tenants.iter().filter(|entry| entry.kind != Kind::Local);
        at_stake.auth0_tenants = u32::try_from(elsewhere.count()).unwrap_or(u32::MAX);
        Ok(at_stake)
    }

    /// Ends tests and long calls and stops answering, in good order; a temporary folder goes. A call that is under way may still
    /// hold a console.
    pub async fn stop(&self) {
        self.common.tickets.cancel_all();
        let open: Vec<_> = self.seen().open.values().cloned().collect();
        join_all(open.iter().map(|console| console.stop())).await;
        if let Ok(practice) = &self.common.practice {
            practice.shutdown().await;
        }
        let temporary = self.common.temporary;
        if temporary && let Err(error) = removed(self.folder()).await {
            tracing::warn!(%error, "the temporary folder was left behind");
        } else if !temporary && let Ok(mut roster) = self.roster.try_lock() {
            drop(self.keep(&mut roster).await);
        }
    }
}

/// What is under way can still write a file while the others go.
async fn removed(folder: &Path) -> std::io::Result<()> {
    let mut outcome = Ok(());
    for pause in [0, 50, 200] {
        tokio::time::sleep(Duration::from_millis(pause)).await;
        outcome = tokio::fs::remove_dir_all(folder).await;
        if !folder.exists() {
            return Ok(());
        }
    }
    outcome
}

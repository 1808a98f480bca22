//! What was seen of the provider of each connection, in the data folder: a sealed row for each connection.

use std::{
    collections::HashSet,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::TimeDelta;
use lintel_tenant::Sealer;
use rusqlite::{OptionalExtension, params};

use super::seen::Seen;
use crate::database::{self, MOST_CONNECTIONS};

const FILE: &str = "providers.sqlite3";
const MIGRATIONS: [&str; 1] = ["CREATE TABLE provider (connection_id TEXT PRIMARY KEY, seen BLOB NOT NULL) STRICT;"];

#[derive(Debug, Clone)]
pub(crate) struct ProviderMemory {
    /// None where it could not be opened: nothing is remembered.
    database: Option<Arc<Mutex<rusqlite::Connection>>>,
    sealer: Sealer,
}

impl ProviderMemory {
    /// Never fails: a file that cannot be read costs what it held.
    pub(crate) async fn open(folder: &Path, sealer: Sealer) -> Self {
        let path = folder.join(FILE);
        let opened =
            tokio::task::spawn_blocking(move || database::open(&path, &MIGRATIONS).map_err(|error| error.to_string()));
        let database = match opened.await.map_err(|error| error.to_string()).and_then(|opened| opened) {
            Ok(database) => Some(Arc::new(Mutex::new(database))),
            Err(error) => {
                tracing::warn!(error, "what was seen of providers cannot be read, and is not remembered");
                None
            }
        };
        ProviderMemory { database, sealer }
    }

    /// What was seen; nothing where that cannot be read.
    pub(crate) async fn of(&self, connection_id: &str) -> Seen {
        let id = connection_id.to_owned();
        self.call(move |database, sealer| read(database, sealer, &id)).await.unwrap_or_default()
    }

    /// Takes more, and gives what is known then. Nothing is written within the hour where nothing but the time is another.
    pub(crate) async fn take(&self, connection_id: &str, more: impl FnOnce(&mut Seen) + Send + 'static) -> Seen {
        let id = connection_id.to_owned();
        let taken = self.call(move |database, sealer| {
            let before = read(database, sealer, &id)?;
            let mut seen = before.clone();
            more(&mut seen);
            if !is_worth_writing(&before, &seen) {
                return Ok(seen);
            }
            let sealed = sealer.seal(&serde_json::to_vec(&seen).unwrap_or_default(), &place(&id));
            database.execute("INSERT OR REPLACE INTO provider VALUES (?1, ?2)", params![id, sealed])?;
            database::forget_oldest(database, "provider", MOST_CONNECTIONS)?;
            Ok(seen)
        });
        taken.await.unwrap_or_default()
    }

    /// The connection is gone.
    pub(crate) async fn forget(&self, connection_id: &str) {
        let id = connection_id.to_owned();
        self.call(move |database, _| database.execute("DELETE FROM provider WHERE connection_id = ?1", [id])).await;
    }

    /// All others are gone.
    pub(crate) async fn keep_only(&self, connection_ids: HashSet<String>) {
        self.call(move |database, _| {
            let mut query = database.prepare("SELECT connection_id FROM provider")?;
            let known = query.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
            for id in known.into_iter().filter(|id| !connection_ids.contains(id)) {
                database.execute("DELETE FROM provider WHERE connection_id = ?1", [id])?;
            }
            Ok(())
        })
        .await;
    }

    async fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&rusqlite::Connection, &Sealer) -> Result<T, rusqlite::Error> + Send + 'static,
    ) -> Option<T> {
        let (database, sealer) = (self.database.clone()?, self.sealer.clone());
        let work = move || work(&database.lock().unwrap_or_else(PoisonError::into_inner), &sealer);
        match tokio::task::spawn_blocking(work).await {
            Ok(Ok(done)) => Some(done),
            Ok(Err(error)) => {
                tracing::warn!(%error, "what was seen of a provider is not remembered");
                None
            }
            Err(error) => {
                tracing::error!(%error, "remembering a provider broke down");
                None
            }
        }
    }
}

/// A row that cannot be read is begun anew.
fn read(database: &rusqlite::Connection, sealer: &Sealer, id: &str) -> Result<Seen, rusqlite::Error> {
    let sealed: Option<Vec<u8>> =
        database.query_row("SELECT seen FROM provider WHERE connection_id = ?1", [id], |row| row.get(0)).optional()?;
    let opened = sealed.and_then(|sealed| sealer.unseal(&sealed, &place(id)).ok());
    Ok(opened.and_then(|opened| serde_json::from_slice(&opened).ok()).unwrap_or_default())
}

fn is_worth_writing(before: &Seen, now: &Seen) -> bool {
    let rows = |seen: &Seen| seen.keys.iter().chain(&seen.metadata).cloned().collect::<Vec<_>>();
    let (before, now) = (rows(before), rows(now));
    before.len() != now.len()
        || before.iter().zip(&now).any(|(before, now)| {
            (&before.name, &before.value, before.gone) != (&now.name, &now.value, now.gone)
                || now.last - before.last >= TimeDelta::hours(1)
        })
}

fn place(connection_id: &str) -> String {
    format!("providers/{connection_id}")
}

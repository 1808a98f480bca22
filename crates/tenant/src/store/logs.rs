use std::{sync::Arc, time::Duration};

use rusqlite::{OptionalExtension, params};
use serde_json::{Map, Value};

use super::{
    Store, StoreError, number,
    unreadable::{document, stored},
};
use crate::log_entry::LogEntry;

/// How long an entry waits at most.
const WAIT: Duration = Duration::from_millis(100);
/// How many wait at most: of their size, 192 KiB each at most, the memory is the limit.
const MOST_WAITING: usize = 64;

/// An entry as `GET /api/v2/logs` shows it.
pub(crate) type LogDocument = Map<String, Value>;

/// A part of the log, with how many fit in all.
#[derive(Debug)]
pub(crate) struct LogPage {
    pub(crate) entries: Vec<LogDocument>,
    pub(crate) total: usize,
}

impl Store {
    /// Takes the entry, which whoever reads the log from now on finds. It is on the disk within 100 ms, or when the store is closed.
    pub async fn log(&self, entry: LogEntry) -> Result<(), StoreError> {
        let waiting = self.shared.logs.add(entry);
        if waiting >= MOST_WAITING {
            return self.write_logs_down().await;
        }
        if waiting == 1 {
            // Not the store itself, which is closed with its last owner.
            let (shared, sealer) = (Arc::downgrade(&self.shared), self.sealer.clone());
            tokio::spawn(async move {
                tokio::time::sleep(WAIT).await;
                let Some(shared) = shared.upgrade() else { return };
                if let Err(error) = (Store { shared, sealer }).write_logs_down().await {
                    tracing::error!("entries of the log were not written: {error}");
                }
            });
        }
        Ok(())
    }

    async fn write_logs_down(&self) -> Result<(), StoreError> {
        self.with_log(|_| Ok(())).await
    }

    /// A call for which no entry waits.
    pub(super) async fn with_log<T: Send + 'static>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let shared = self.shared.clone();
        self.call(move |database, _| {
            shared.logs.write_down(database)?;
            work(database)
        })
        .await
    }

    pub(crate) async fn log_entry(&self, log_id: &str) -> Result<Option<LogDocument>, StoreError> {
        let id = log_id.to_owned();
        self.with_log(move |database| {
            let mut query = database.prepare_cached("SELECT document FROM log WHERE id = ?1")?;
            let found = query.query_row([id], |row| stored(row, 0)).optional()?;
            Ok(found.and_then(|text| document(&text).ok()))
        })
        .await
    }

    /// A part of those that can be read, the newest first unless `oldest_first`; how many they are where that is asked.
    pub(crate) async fn newest_logs(
        &self,
        oldest_first: bool,
        skip: usize,
        take: usize,
        with_total: bool,
    ) -> Result<LogPage, StoreError> {
        self.with_log(move |database| {
            let order = if oldest_first { "ASC" } else { "DESC" };
            let mut query = database.prepare_cached(&format!(
                "SELECT document FROM log WHERE json_valid(document) ORDER BY position {order} LIMIT ?1 OFFSET ?2"
            ))?;
            let rows = query.query_map(params![number(take), number(skip)], |row| stored(row, 0))?;
            let rows = rows.collect::<Result<Vec<_>, _>>()?;
            let entries = rows.iter().filter_map(|text| document(text).ok()).collect();
            let count = "SELECT count(*) FROM log WHERE json_valid(document)";
            let total: i64 = if with_total { database.query_row(count, [], |row| row.get(0))? } else { 0 };
            Ok(LogPage { entries, total: usize::try_from(total).unwrap_or_default() })
        })
        .await
    }

    /// Those that fit, the newest first unless `oldest_first`. One that cannot be read fits nothing.
    pub(crate) async fn logs(
        &self,
        oldest_first: bool,
        skip: usize,
        take: usize,
        fits: impl Fn(&LogDocument) -> bool + Send + 'static,
    ) -> Result<LogPage, StoreError> {
        self.with_log(move |database| {
            let order = if oldest_first { "ASC" } else { "DESC" };
            let mut query = database.prepare_cached(&format!("SELECT document FROM log ORDER BY position {order}"))?;
            let (mut entries, mut total, mut rows) = (Vec::new(), 0, query.query([])?);
            while let Some(row) = rows.next()? {
                let entry: Option<LogDocument> = document(&stored(row, 0)?).ok();
                if let Some(entry) = entry.filter(|entry| fits(entry)) {
                    total += 1;
                    if total > skip && entries.len() < take {
                        entries.push(entry);
                    }
                }
            }
            Ok(LogPage { entries, total })
        })
        .await
    }

    /// Those that were written after the entry, the oldest first; `None` where there is no such entry.
    pub(crate) async fn logs_after(&self, log_id: &str, take: usize) -> Result<Option<Vec<LogDocument>>, StoreError> {
        let id = log_id.to_owned();
        self.with_log(move |database| {
            let from = "SELECT position FROM log WHERE id = ?1";
            let Some(from) = database.query_row(from, [id], |row| row.get::<_, i64>(0)).optional()? else {
                return Ok(None);
            };
            let mut query =
                database.prepare_cached("SELECT document FROM log WHERE position > ?1 ORDER BY position LIMIT ?2")?;
            let rows = query.query_map(params![from, number(take)], |row| stored(row, 0))?;
            let rows = rows.collect::<Result<Vec<_>, _>>()?;
            Ok(Some(rows.iter().filter_map(|text| document(text).ok()).collect()))
        })
        .await
    }
}

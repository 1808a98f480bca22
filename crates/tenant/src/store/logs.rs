use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};
use serde_json::{Map, Value};

use super::{
    Store, StoreError,
    unreadable::{document, stored},
};
use crate::scim_log::ScimLogEntry;

/// The entries that the tenant keeps.
const KEPT: i64 = 5000;

/// An entry as `GET /api/v2/logs` shows it.
pub(crate) type LogDocument = Map<String, Value>;

/// A part of the log, with how many fit in all.
#[derive(Debug)]
pub(crate) struct LogPage {
    pub(crate) entries: Vec<LogDocument>,
    pub(crate) total: usize,
}

impl Store {
    /// Writes the entry down and forgets the oldest beyond the newest 5,000. A connection that is gone has no log.
    pub async fn log(&self, entry: ScimLogEntry, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.call(move |database, _| {
            let transaction = database.transaction()?;
            insert_log(&transaction, entry, now)?;
            transaction.commit()?;
            Ok(())
        })
        .await
    }

    pub(crate) async fn log_entry(&self, log_id: &str) -> Result<Option<LogDocument>, StoreError> {
        let id = log_id.to_owned();
        self.call(move |database, _| {
            let mut query = database.prepare_cached("SELECT document FROM log WHERE id = ?1")?;
            let found = query.query_row([id], |row| stored(row, 0)).optional()?;
            Ok(found.and_then(|text| document(&text).ok()))
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
        self.call(move |database, _| {
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
        self.call(move |database, _| {
            let from = "SELECT position FROM log WHERE id = ?1";
            let Some(from) = database.query_row(from, [id], |row| row.get::<_, i64>(0)).optional()? else {
                return Ok(None);
            };
            let mut query =
                database.prepare_cached("SELECT document FROM log WHERE position > ?1 ORDER BY position LIMIT ?2")?;
            let rows = query.query_map(params![from, i64::try_from(take).unwrap_or(i64::MAX)], |row| stored(row, 0))?;
            let rows = rows.collect::<Result<Vec<_>, _>>()?;
            Ok(Some(rows.iter().filter_map(|text| document(text).ok()).collect()))
        })
        .await
    }
}

/// As [`Store::log`], within a transaction that writes more.
pub(super) fn insert_log(
    database: &rusqlite::Connection,
    entry: ScimLogEntry,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (connection_id, kind) = (entry.connection_id.clone(), entry.kind());
    let (log_id, document) = entry.document(now);
    database
        .prepare_cached(
            "INSERT INTO log (id, connection_id, type, document) SELECT ?1, id, ?3, ?4 FROM connection WHERE id = ?2",
        )?
        .execute(params![log_id, connection_id, kind, document.to_string()])?;
    database
        .prepare_cached("DELETE FROM log WHERE position <= (SELECT max(position) FROM log) - ?1")?
        .execute([KEPT])?;
    Ok(())
}

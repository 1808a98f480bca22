//! Log entries that wait for their place on the disk: an answer does not wait for it.

use std::{
    mem,
    sync::{Mutex, PoisonError},
};

use rusqlite::{Connection, params};

use crate::log_entry::LogEntry;

/// The entries that the tenant keeps.
const KEPT: i64 = 5000;

#[derive(Debug, Default)]
pub(super) struct WaitingLogs(Mutex<Vec<LogEntry>>);

impl WaitingLogs {
    /// How many wait now.
    pub(super) fn add(&self, row: LogEntry) -> usize {
        let mut rows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        rows.push(row);
        rows.len()
    }

    /// Writes down those that wait, and forgets the oldest beyond the newest 5,000. A connection that is gone has no log.
    pub(super) fn write_down(&self, database: &mut Connection) -> Result<(), rusqlite::Error> {
        let rows = mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        if rows.is_empty() {
            return Ok(());
        }
        let transaction = database.transaction()?;
        let mut insert = transaction.prepare_cached(
            "INSERT INTO log (id, connection_id, type, document) SELECT ?1, ?2, ?3, ?4 \
             WHERE ?2 IS NULL OR EXISTS (SELECT 1 FROM connection WHERE id = ?2)",
        )?;
        for row in rows {
            insert.execute(params![row.id, row.connection_id, row.kind, row.document.to_string()])?;
        }
        drop(insert);
        transaction
            .prepare_cached("DELETE FROM log WHERE position <= (SELECT max(position) FROM log) - ?1")?
            .execute([KEPT])?;
        transaction.commit()
    }
}

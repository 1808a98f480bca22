use lintel_oidc::trace::Trace;
use rusqlite::{OptionalExtension, params};

use super::{
    Store, StoreError, Unreadable,
    unreadable::{document, readable, stored},
};

/// The traces kept of one connection.
const KEPT: u32 = 200;

impl Store {
    /// Adds a trace, or replaces the one with its ID, and forgets the oldest beyond the newest 200 of the connection. A connection that is
    /// gone keeps none.
    pub async fn insert_trace(&self, connection_id: &str, client_id: &str, trace: &Trace) -> Result<(), StoreError> {
        let (connection_id, client_id, trace) = (connection_id.to_owned(), client_id.to_owned(), trace.clone());
        self.write(move |database| insert(database, &connection_id, &client_id, &trace)).await
    }

    /// A trace with the IDs of its connection and of the application, where it is kept and can be read.
    pub async fn trace(&self, trace_id: &str) -> Result<Option<(String, String, Trace)>, StoreError> {
        let id = trace_id.to_owned();
        self.call(move |database, _| {
            let mut query =
                database.prepare_cached("SELECT connection_id, client_id, document FROM trace WHERE id = ?1")?;
            let found = query.query_row([id], |row| Ok((row.get(0)?, row.get(1)?, stored(row, 2)?))).optional()?;
            Ok(found.and_then(|(connection_id, client_id, text): (String, String, Vec<u8>)| {
                Some((connection_id, client_id, document(&text).ok()?))
            }))
        })
        .await
    }

    /// The newest traces of the connection that can be read, newest first. The others go with time.
    pub async fn traces(&self, connection_id: &str, limit: u32) -> Result<Vec<Trace>, StoreError> {
        let id = connection_id.to_owned();
        self.call(move |database, _| {
            let mut query = database.prepare_cached(
                "SELECT id, document FROM trace WHERE connection_id = ?1 ORDER BY position DESC LIMIT ?2",
            )?;
            let rows = query.query_map(params![id, limit], |row| Ok((row.get(0)?, stored(row, 1)?)))?;
            let rows = rows.collect::<Result<Vec<(String, Vec<u8>)>, _>>()?;
            let read = |(id, text): (String, Vec<u8>)| {
                document(&text).map_err(|why| Unreadable { kind: "trace", name: id.clone(), id, why })
            };
            Ok(readable(rows.into_iter().map(read).collect()))
        })
        .await
    }
}

/// In a transaction of the caller's.
pub(super) fn insert(
    database: &rusqlite::Connection,
    connection_id: &str,
    client_id: &str,
    trace: &Trace,
) -> Result<(), StoreError> {
    let document = serde_json::to_string(trace)?;
    database
        .prepare_cached(
            "INSERT INTO trace (id, connection_id, client_id, document) \
             SELECT ?1, id, ?3, ?4 FROM connection WHERE id = ?2 \
             ON CONFLICT (id) DO UPDATE SET document = excluded.document",
        )?
        .execute(params![trace.id, connection_id, client_id, document])?;
    database
        .prepare_cached(
            "DELETE FROM trace WHERE connection_id = ?1 AND position <= \
             (SELECT position FROM trace WHERE connection_id = ?1 ORDER BY position DESC LIMIT 1 OFFSET ?2)",
        )?
        .execute(params![connection_id, KEPT])?;
    Ok(())
}

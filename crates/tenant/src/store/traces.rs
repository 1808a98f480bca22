use lintel_oidc::trace::Trace;
use rusqlite::{OptionalExtension, params};

use super::{
    Store, StoreError, Unreadable,
    unreadable::{document, readable, stored},
};

/// The traces kept of one connection.
const KEPT: u32 = 200;
/// And of the tenant: those of its newest logins.
const KEPT_OF_ALL: u32 = 5000;

impl Store {
    /// Adds a trace, or replaces the one with its ID, and forgets the oldest beyond the newest 200 of the connection and those of all but
    /// the newest 5,000 logins. A connection that is gone keeps none.
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
    database
        .prepare_cached("DELETE FROM trace WHERE position <= (SELECT max(position) FROM trace) - ?1")?
        .execute([KEPT_OF_ALL])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use lintel_oidc::Channel;
    use tempfile::TempDir;

    use super::*;
    use crate::sealing::Sealer;

    fn trace(number: u32) -> Trace {
        Trace::begin(format!("trace_{number}"), Channel::BackChannel, DateTime::UNIX_EPOCH)
    }

    async fn of_two_connections(folder: &TempDir) -> Store {
        let store = Store::open(&folder.path().join("tenant.sqlite3"), Sealer::random()).expect("a store");
        let insert =
            "INSERT INTO connection (id, name, document) VALUES ('con_1', 'one', '{}'), ('con_2', 'two', '{}')";
        let made: Result<(), StoreError> = store.call(|database, _| Ok(database.execute_batch(insert)?)).await;
        made.expect("written");
        store
    }

    async fn kept(store: &Store) -> Vec<(String, i64)> {
        let counts: Result<_, StoreError> = store
            .call(|database, _| {
                let mut query = database.prepare("SELECT connection_id, count(*) FROM trace GROUP BY 1 ORDER BY 1")?;
                Ok(query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
            })
            .await;
        counts.expect("read")
    }

    #[tokio::test]
    async fn a_connection_keeps_its_newest_traces_and_a_tenant_those_of_its_newest_logins() {
        let folder = TempDir::new().expect("a folder");
        let store = of_two_connections(&folder).await;
        store.insert_trace("con_1", "app", &trace(0)).await.expect("written");
        for number in 1..=KEPT + 3 {
            store.insert_trace("con_2", "app", &trace(number)).await.expect("written");
        }
        assert_eq!(kept(&store).await, [("con_1".to_owned(), 1), ("con_2".to_owned(), i64::from(KEPT))]);
        assert_eq!(store.trace("trace_3").await.expect("read"), None);
        assert!(store.trace("trace_4").await.expect("read").is_some());
        let later: Result<(), StoreError> = store
            .call(|database, _| Ok(database.execute_batch(&format!("UPDATE sqlite_sequence SET seq = {KEPT_OF_ALL}"))?))
            .await;
        later.expect("written");
        store.insert_trace("con_2", "app", &trace(KEPT + 4)).await.expect("written");
        assert_eq!(
            kept(&store).await,
            [("con_2".to_owned(), i64::from(KEPT))],
            "the one of con_1 is of 5,000 logins ago"
        );
    }
}

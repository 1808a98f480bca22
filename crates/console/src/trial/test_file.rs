//! Tests in the data folder: a sealed row for each, with what came of it and the whole of it apart, so that a list reads no steps.

use std::{
    collections::HashSet,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, SecondsFormat, Utc};
use lintel_tenant::{Sealer, UnsealError, migrations};
use rusqlite::{OptionalExtension, params};
use serde_json::Value;

use super::{
    person::is_about,
    test::{Test, TestOutcome, Whole},
};
use crate::{
    database::{self, OpenError},
    view::KeptTrial,
};

/// In front are the tests that the list of connections goes by: of each connection its newest verdict, and a newer test without one.
const MIGRATIONS: [&str; 3] = [
    "CREATE TABLE test ( \
        id TEXT PRIMARY KEY, \
        connection_id TEXT NOT NULL, \
        at TEXT NOT NULL, \
        result BLOB NOT NULL \
    ) STRICT; \
    CREATE INDEX test_of_connection ON test (connection_id, at);",
    "ALTER TABLE test ADD COLUMN front INTEGER NOT NULL DEFAULT 1; \
    ALTER TABLE test ADD COLUMN whole BLOB; \
    CREATE INDEX test_in_front ON test (connection_id) WHERE front = 1; \
    CREATE INDEX test_at ON test (at);",
    "CREATE INDEX test_with_steps ON test (at) WHERE whole IS NOT NULL;",
];

/// So many tests of a connection are kept.
pub(super) const OF_CONNECTION: u32 = 50;
/// And so many of all, of which the list of connections can tell; the oldest give way.
const MOST: u32 = 100_000;
/// The whole of a test is kept of so many, the newest of all.
const MOST_WITH_STEPS: u32 = 5000;
/// Bytes of the whole of a test. Of one that is larger the steps are left out.
const MOST_OF_WHOLE: usize = 1024 * 1024;

#[derive(Debug, Clone)]
pub(super) struct TestFile {
    database: Arc<Mutex<rusqlite::Connection>>,
    sealer: Sealer,
}

/// What the list of connections needs of a test.
#[derive(Debug)]
pub(super) struct InFront {
    pub id: String,
    pub connection_id: String,
    /// Or when it was, where it cannot be read.
    pub outcome: Result<TestOutcome, DateTime<Utc>>,
}

#[derive(Debug, thiserror::Error)]
pub(super) enum TestError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Database(#[from] rusqlite::Error),
    #[error(transparent)]
    Sealed(#[from] UnsealError),
    #[error(transparent)]
    Written(#[from] serde_json::Error),
    #[error(transparent)]
    Interrupted(#[from] tokio::task::JoinError),
}

impl TestFile {
    /// With the tests in front, oldest first.
    pub(super) async fn open(path: &Path, sealer: Sealer) -> Result<(TestFile, Vec<InFront>), TestError> {
        let path = path.to_owned();
        let opening = tokio::task::spawn_blocking(move || {
            let database = database::open(&path, &MIGRATIONS)?;
            let front = in_front(&database, &sealer)?;
            Ok((TestFile { database: Arc::new(Mutex::new(database)), sealer }, front))
        });
        opening.await?
    }

    /// In memory, until the program ends.
    pub(super) fn nowhere(sealer: Sealer) -> Result<TestFile, TestError> {
        let mut database = rusqlite::Connection::open_in_memory()?;
        migrations::apply(&mut database, &MIGRATIONS).map_err(OpenError::from)?;
        Ok(TestFile { database: Arc::new(Mutex::new(database)), sealer })
    }

    /// Writes the test in front of all others of its connection but `stays`, and takes away what is too many.
    pub(super) async fn write(&self, connection_id: String, test: &Arc<Test>, stays: String) -> Result<(), TestError> {
        let test = Arc::clone(test);
        self.call(move |database, sealer| {
            let result = sealer.seal(&serde_json::to_vec(&test.outcome)?, &place(&connection_id, &test.id));
            let whole = serde_json::to_vec(&test.whole)?;
            let whole =
                (whole.len() <= MOST_OF_WHOLE).then(|| sealer.seal(&whole, &place_of_whole(&connection_id, &test.id)));
            let at = test.outcome.finished_at.to_rfc3339_opts(SecondsFormat::Millis, true);
            let all = database.unchecked_transaction()?;
            all.execute(
                "UPDATE test SET front = 0 WHERE connection_id = ?1 AND front = 1 AND id <> ?2",
                [&connection_id, &stays],
            )?;
            all.execute(
                "INSERT OR REPLACE INTO test (id, connection_id, at, result, whole) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![test.id, connection_id, at, result, whole],
            )?;
            all.execute(
                "DELETE FROM test WHERE id IN (SELECT id FROM test WHERE connection_id = ?1 \
                 ORDER BY front DESC, at DESC, rowid DESC LIMIT -1 OFFSET ?2)",
                params![connection_id, OF_CONNECTION],
            )?;
            prune(&all)?;
            Ok(all.commit()?)
        })
        .await
    }

    /// The tests of a connection, newest first.
    pub(super) async fn of_connection(&self, connection_id: String) -> Result<Vec<KeptTrial>, TestError> {
        self.call(move |database, sealer| {
            let mut query = database.prepare_cached(
                "SELECT id, at, result, whole IS NOT NULL FROM test WHERE connection_id = ?1 ORDER BY at DESC, rowid DESC",
            )?;
            let mut rows = query.query([&connection_id])?;
            let mut tests = Vec::new();
            while let Some(row) = rows.next()? {
                let (id, at, sealed): (String, String, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
                let told = match opened::<TestOutcome>(&sealed, sealer, &place(&connection_id, &id)) {
                    Ok(outcome) => outcome.told(id, row.get(3)?),
                    Err(_) => KeptTrial::unreadable(id, at.parse().unwrap_or_default()),
                };
                tests.push(told);
            }
            Ok(tests)
        })
        .await
    }

    /// The newest tests of a connection whose steps are kept and can be read.
    pub(super) async fn newest(&self, connection_id: String, limit: u32) -> Result<Vec<Whole>, TestError> {
        self.call(move |database, sealer| {
            let mut query = database.prepare_cached(
                "SELECT id, whole FROM test WHERE connection_id = ?1 AND whole IS NOT NULL \
                 ORDER BY at DESC, rowid DESC LIMIT ?2",
            )?;
            let rows = query.query_map(params![connection_id, limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let rows = rows.collect::<Result<Vec<(String, Vec<u8>)>, _>>()?;
            let read =
                |(id, sealed): (String, Vec<u8>)| opened(&sealed, sealer, &place_of_whole(&connection_id, &id)).ok();
            Ok(rows.into_iter().filter_map(read).collect())
        })
        .await
    }

    /// None where there is no such test, or its steps are not kept; an error where they cannot be read.
    pub(super) async fn whole(&self, id: String) -> Result<Option<Whole>, TestError> {
        self.call(move |database, sealer| {
            let found = database
                .query_row("SELECT connection_id, whole FROM test WHERE id = ?1", [&id], |row| {
                    Ok((row.get::<_, String>(0)?, row.get::<_, Option<Vec<u8>>>(1)?))
                })
                .optional()?;
            let Some((connection_id, Some(sealed))) = found else { return Ok(None) };
            Ok(Some(opened(&sealed, sealer, &place_of_whole(&connection_id, &id))?))
        })
        .await
    }

    pub(super) async fn forget(&self, connection_ids: Vec<String>) -> Result<(), TestError> {
        self.call(move |database, _| {
            let all = database.unchecked_transaction()?;
            for id in connection_ids {
                all.execute("DELETE FROM test WHERE connection_id = ?1", [id])?;
            }
            Ok(all.commit()?)
        })
        .await
    }

    /// Takes a person out: of a test that names them stays what it came to. The tests that did, and how many cannot be read.
    pub(super) async fn forget_person(&self, person: String) -> Result<(HashSet<String>, u32), TestError> {
        self.call(move |database, sealer| {
            let all = database.unchecked_transaction()?;
            let mut query = all.prepare("SELECT id, connection_id, result, whole FROM test")?;
            let (mut changed, mut unread, mut rows) = (Vec::new(), 0, query.query([])?);
            while let Some(row) = rows.next()? {
                let (id, connection_id): (String, String) = (row.get(0)?, row.get(1)?);
                let (result, whole): (Vec<u8>, Option<Vec<u8>>) = (row.get(2)?, row.get(3)?);
                let result = opened::<Value>(&result, sealer, &place(&connection_id, &id));
                let whole = whole.map(|whole| opened::<Value>(&whole, sealer, &place_of_whole(&connection_id, &id)));
                unread += u32::from(result.is_err() || matches!(whole, Some(Err(_))));
                let about = |read: &Result<Value, TestError>| read.as_ref().is_ok_and(|read| is_about(read, &person));
                if about(&result) || whole.as_ref().is_some_and(about) {
                    changed.push((id, connection_id, result.ok()));
                }
            }
            drop(rows);
            drop(query);
            for (id, connection_id, result) in &changed {
                all.execute("UPDATE test SET whole = NULL WHERE id = ?1", [id])?;
                let Some(mut outcome) = result.clone().and_then(|it| serde_json::from_value::<TestOutcome>(it).ok())
                else {
                    continue;
                };
                outcome.without_person();
                let sealed = sealer.seal(&serde_json::to_vec(&outcome)?, &place(connection_id, id));
                all.execute("UPDATE test SET result = ?2 WHERE id = ?1", params![id, sealed])?;
            }
            all.commit()?;
            // What was there is gone from the file as well, and not only out of use.
            database.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);")?;
            Ok((changed.into_iter().map(|(id, ..)| id).collect(), unread))
        })
        .await
    }

    async fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&rusqlite::Connection, &Sealer) -> Result<T, TestError> + Send + 'static,
    ) -> Result<T, TestError> {
        let (database, sealer) = (Arc::clone(&self.database), self.sealer.clone());
        let work = move || work(&database.lock().unwrap_or_else(PoisonError::into_inner), &sealer);
        tokio::task::spawn_blocking(work).await?
    }
}

/// Of all connections.
fn prune(database: &rusqlite::Connection) -> Result<(), rusqlite::Error> {
    database.execute(
        "DELETE FROM test WHERE id IN (SELECT id FROM test ORDER BY front DESC, at DESC LIMIT -1 OFFSET ?1)",
        [MOST],
    )?;
    database.execute(
        "UPDATE test SET whole = NULL WHERE whole IS NOT NULL AND rowid IN \
         (SELECT rowid FROM test WHERE whole IS NOT NULL ORDER BY at DESC LIMIT -1 OFFSET ?1)",
        [MOST_WITH_STEPS],
    )?;
    Ok(())
}

/// Row by row: one that cannot be read takes no other with it.
fn in_front(database: &rusqlite::Connection, sealer: &Sealer) -> Result<Vec<InFront>, TestError> {
    let mut query = database.prepare("SELECT id, connection_id, at, result FROM test WHERE front = 1 ORDER BY at")?;
    let mut rows = query.query([])?;
    let mut front = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, connection_id): (String, String) = (row.get(0)?, row.get(1)?);
        let (at, sealed): (String, Vec<u8>) = (row.get(2)?, row.get(3)?);
        let outcome = opened(&sealed, sealer, &place(&connection_id, &id)).map_err(|error| {
            tracing::warn!(connection = connection_id, %error, "the result of a test cannot be read");
            at.parse().unwrap_or_default()
        });
        front.push(InFront { id, connection_id, outcome });
    }
    Ok(front)
}

fn opened<T: serde::de::DeserializeOwned>(sealed: &[u8], sealer: &Sealer, place: &str) -> Result<T, TestError> {
    Ok(serde_json::from_slice(&sealer.unseal(sealed, place)?)?)
}

/// What a row is sealed for.
fn place(connection_id: &str, id: &str) -> String {
    format!("tests/{connection_id}/{id}")
}

fn place_of_whole(connection_id: &str, id: &str) -> String {
    format!("tests/{connection_id}/{id}/whole")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_give_way_with_their_steps_first() {
        let mut database = rusqlite::Connection::open_in_memory().expect("a database");
        migrations::apply(&mut database, &MIGRATIONS).expect("a table");
        let rows = "WITH RECURSIVE n (at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at < ?1) \
            INSERT INTO test (id, connection_id, at, result, whole) \
            SELECT 'test_' || at, 'con_' || at, printf('%08d', at), x'00', x'00' FROM n";
        database.execute(rows, [MOST + 3]).expect("written");
        prune(&database).expect("pruned");
        let count = |what: &str| database.query_row(what, [], |row| row.get::<_, u32>(0)).expect("read");
        assert_eq!(count("SELECT count(*) FROM test"), MOST);
        assert_eq!(count("SELECT count(*) FROM test WHERE id IN ('test_1', 'test_3')"), 0);
        assert_eq!(count("SELECT count(*) FROM test WHERE whole IS NOT NULL"), MOST_WITH_STEPS);
        let oldest = count("SELECT CAST(min(at) AS INTEGER) FROM test WHERE whole IS NOT NULL");
        assert_eq!(oldest, MOST + 3 - MOST_WITH_STEPS + 1);
    }
}

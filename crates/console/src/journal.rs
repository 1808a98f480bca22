//! Every change that Lintel makes to a connection, written down before it is sent. What it was and what it was to become are
//! sealed with the key of the data folder.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, Utc};
use lintel_tenant::{Sealer, UnsealError, owner};
use rusqlite::params;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A JSON object with what a person can change of a connection.
pub(crate) type Document = Map<String, Value>;

#[derive(Debug, Clone)]
pub(crate) struct Journal {
    database: Arc<Mutex<rusqlite::Connection>>,
    sealer: Sealer,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub id: i64,
    pub connection_id: String,
    pub at: DateTime<Utc>,
    pub kind: ChangeKind,
    pub state: ChangeState,
    /// Empty before a creation.
    pub before: Document,
    /// Empty after a deletion.
    pub after: Document,
    /// Why it cannot be read; `before` and `after` are empty then.
    pub damage: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    Created,
    Saved,
    /// An earlier state was brought back.
    Restored,
    Deleted,
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ChangeState {
    /// Sent, and not read back yet.
    Sent,
    /// Read back from the tenant.
    Done,
    /// The tenant holds what it held before.
    NotDone,
    /// The tenant holds neither: somebody else changed the connection meanwhile, or it is gone.
    Overtaken,
}

#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    #[error("The journal of changes could not be read or written.")]
    Database(#[from] rusqlite::Error),
    #[error("The file of the journal could not be opened.")]
    File(#[source] std::io::Error),
    #[error("An entry of the journal could not be opened.")]
    Sealed(#[from] UnsealError),
    #[error("An entry of the journal is not what was written.")]
    Document(#[from] serde_json::Error),
    #[error("The journal was written by a newer version of Lintel (its version {version}). Update Lintel.")]
    TooNew { version: i64 },
    #[error("A call on the journal did not run to its end.")]
    Interrupted(#[from] tokio::task::JoinError),
}

impl JournalError {
    /// What is wrong with an entry.
    fn why(&self) -> String {
        match self {
            JournalError::Sealed(why) => why.to_string(),
            _ => "it is not what was written".to_owned(),
        }
    }
}

const VERSION: i64 = 1;
const SCHEMA: &str = "\
    CREATE TABLE change ( \
        id INTEGER PRIMARY KEY, \
        connection_id TEXT NOT NULL, \
        at TEXT NOT NULL, \
        kind TEXT NOT NULL, \
        state TEXT NOT NULL, \
        before BLOB NOT NULL, \
        after BLOB NOT NULL \
    ) STRICT; \
    CREATE INDEX change_of_connection ON change (connection_id, id);";

impl Journal {
    pub(crate) async fn open(path: &Path, sealer: Sealer) -> Result<Self, JournalError> {
        let path = path.to_owned();
        tokio::task::spawn_blocking(move || {
            owner::database(&path).map_err(JournalError::File)?;
            let database = rusqlite::Connection::open(path)?;
            database.pragma_update(None, "journal_mode", "WAL")?;
            // An entry has to outlive a power cut: what it is about is about to be sent.
            database.pragma_update(None, "synchronous", "FULL")?;
            match database.pragma_query_value(None, "user_version", |row| row.get(0))? {
                0 => {
                    database.execute_batch(&format!("BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;"))?;
                }
                VERSION => {}
                version => return Err(JournalError::TooNew { version }),
            }
            Ok(Journal { database: Arc::new(Mutex::new(database)), sealer })
        })
        .await?
    }

    /// Writes a change down as sent; call it before sending.
    pub(crate) async fn begin(
        &self,
        connection_id: &str,
        kind: ChangeKind,
        before: &Document,
        after: &Document,
    ) -> Result<i64, JournalError> {
        let connection_id = connection_id.to_owned();
        let seal = |document: &Document| -> Result<_, JournalError> {
            Ok(self.sealer.seal(&serde_json::to_vec(document)?, &place(&connection_id)))
        };
        let (before, after) = (seal(before)?, seal(after)?);
        self.call(move |database, _| {
            database.execute(
                "INSERT INTO change (connection_id, at, kind, state, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![connection_id, Utc::now().to_rfc3339(), word(&kind)?, word(&ChangeState::Sent)?, before, after],
            )?;
            Ok(database.last_insert_rowid())
        })
        .await
    }

    pub(crate) async fn settle(&self, id: i64, state: ChangeState) -> Result<(), JournalError> {
        self.call(move |database, _| {
            database.execute("UPDATE change SET state = ?2 WHERE id = ?1", params![id, word(&state)?])?;
            Ok(())
        })
        .await
    }

    /// The changes of a connection, newest first.
    pub(crate) async fn of_connection(&self, connection_id: &str) -> Result<Vec<Entry>, JournalError> {
        self.entries("connection_id = ?1", connection_id.to_owned()).await
    }

    pub(crate) async fn entry(&self, id: i64) -> Result<Option<Entry>, JournalError> {
        Ok(self.entries("id = ?1", id).await?.pop())
    }

    /// Changes that were sent and never read back, newest first.
    pub(crate) async fn unsettled(&self) -> Result<Vec<Entry>, JournalError> {
        self.entries("state = ?1", word(&ChangeState::Sent)?).await
    }

    async fn entries(
        &self,
        condition: &'static str,
        value: impl rusqlite::ToSql + Send + 'static,
    ) -> Result<Vec<Entry>, JournalError> {
        self.call(move |database, sealer| {
            let mut query = database.prepare_cached(&format!(
                "SELECT id, connection_id, at, kind, state, before, after FROM change WHERE {condition} ORDER BY id DESC"
            ))?;
            let mut rows = query.query([value])?;
            let mut entries = Vec::new();
            while let Some(row) = rows.next()? {
                let connection_id: String = row.get(1)?;
                let open = |sealed: Vec<u8>| -> Result<Document, JournalError> {
                    Ok(serde_json::from_slice(&sealer.unseal(&sealed, &place(&connection_id))?)?)
                };
                let (before, after) = (row.get(5)?, row.get(6)?);
                let (before, after, damage) = match open(before).and_then(|before| Ok((before, open(after)?))) {
                    Ok((before, after)) => (before, after, None),
                    Err(error) => (Document::new(), Document::new(), Some(error.why())),
                };
                entries.push(Entry {
                    id: row.get(0)?,
                    at: of_word(row.get(2)?).unwrap_or_default(),
                    kind: of_word(row.get(3)?).unwrap_or(ChangeKind::Saved),
                    state: of_word(row.get(4)?).unwrap_or(ChangeState::Overtaken),
                    before,
                    after,
                    damage,
                    connection_id,
                });
            }
            Ok(entries)
        })
        .await
    }

    async fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&rusqlite::Connection, &Sealer) -> Result<T, JournalError> + Send + 'static,
    ) -> Result<T, JournalError> {
        let journal = self.clone();
        tokio::task::spawn_blocking(move || {
            let database = journal.database.lock().unwrap_or_else(PoisonError::into_inner);
            work(&database, &journal.sealer)
        })
        .await?
    }
}

/// What an entry is sealed for: it opens for its own connection only.
fn place(connection_id: &str) -> String {
    format!("journal/{connection_id}")
}

fn word(value: &impl Serialize) -> Result<String, serde_json::Error> {
    serde_json::to_value(value).map(|value| value.as_str().unwrap_or_default().to_owned())
}

fn of_word<T: for<'de> Deserialize<'de>>(word: String) -> Result<T, serde_json::Error> {
    serde_json::from_value(Value::String(word))
}

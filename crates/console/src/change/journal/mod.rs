//! Every change that Lintel makes to a connection, written down before it is sent, and what it sees that others changed. What it was
//! and what it was to become are sealed with the key of the data folder. One process at a time has the folder, and so the journal.

mod entries;
mod entry;
mod error;
mod file;
mod pruning;
mod readings;
mod underway;
mod word;

use std::{
    collections::HashSet,
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use chrono::{DateTime, Utc};
use lintel_oidc::Clock;
use lintel_tenant::Sealer;
use serde::{Serialize, de::DeserializeOwned};

use crate::database;

pub(crate) use self::{
    entry::{About, Document, Entry, Subject},
    error::in_words,
    file::JournalFileError,
    underway::Underway,
};
pub use self::{
    entry::{ChangeKind, ChangeState, RestoreWay, Restored, SwitchedFor, TestAddress},
    error::JournalError,
};

#[derive(Debug, Clone)]
pub(crate) struct Journal {
    database: Arc<Mutex<rusqlite::Connection>>,
    sealer: Sealer,
    clock: Clock,
    /// The entries that are [`Underway`].
    live: Arc<Mutex<HashSet<i64>>>,
    changes: Arc<AtomicU64>,
}

const FILE: &str = "journal.sqlite3";

/// Each brings the journal to the next version.
const MIGRATIONS: [&str; 4] = [
    "CREATE TABLE change ( \
        id INTEGER PRIMARY KEY, \
        connection_id TEXT NOT NULL, \
        at TEXT NOT NULL, \
        kind TEXT NOT NULL, \
        state TEXT NOT NULL, \
        before BLOB NOT NULL, \
        after BLOB NOT NULL \
    ) STRICT; \
    CREATE INDEX change_of_connection ON change (connection_id, id);",
    // Of a connection that was to be created, as long as its ID is not known and connection_id empty.
    "ALTER TABLE change ADD COLUMN name TEXT;",
    // What a reading showed last, until Lintel sends a change.
    "ALTER TABLE change ADD COLUMN about BLOB; \
    CREATE TABLE known ( \
        connection_id TEXT PRIMARY KEY, \
        state BLOB NOT NULL \
    ) STRICT;",
    // Connections on their way here from elsewhere, and what is remembered of two tenants.
    "CREATE TABLE transfer (id TEXT PRIMARY KEY, at TEXT NOT NULL, head BLOB NOT NULL) STRICT; \
    CREATE TABLE transfer_item ( \
        transfer TEXT NOT NULL, \
        number INTEGER NOT NULL, \
        item BLOB NOT NULL, \
        PRIMARY KEY (transfer, number) \
    ) STRICT; \
    CREATE TABLE pairing (source TEXT PRIMARY KEY, at TEXT NOT NULL, sealed BLOB NOT NULL) STRICT;",
];

impl Journal {
    /// The journal of a tenant's folder.
    pub(crate) async fn open(folder: &Path, sealer: Sealer, clock: Clock) -> Result<Self, JournalError> {
        let path = folder.join(FILE);
        tokio::task::spawn_blocking(move || Ok(Journal::over(database::open(&path, &MIGRATIONS)?, sealer, clock)))
            .await?
    }

    fn over(database: rusqlite::Connection, sealer: Sealer, clock: Clock) -> Self {
        Journal {
            database: Arc::new(Mutex::new(database)),
            sealer,
            clock,
            live: Arc::default(),
            changes: Arc::default(),
        }
    }

    fn seal(&self, subject: &Subject, value: &impl Serialize) -> Result<Vec<u8>, JournalError> {
        self.sealed(value, &subject.place())
    }

    pub(crate) fn sealed(&self, value: &impl Serialize, place: &str) -> Result<Vec<u8>, JournalError> {
        Ok(self.sealer.seal(&serde_json::to_vec(value)?, place))
    }

    pub(crate) fn unseal<T: DeserializeOwned>(&self, place: &str, sealed: Vec<u8>) -> Result<T, JournalError> {
        Ok(serde_json::from_slice(&self.sealer.unseal(&sealed, place)?)?)
    }

    pub(crate) async fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Journal, &rusqlite::Connection) -> Result<T, JournalError> + Send + 'static,
    ) -> Result<T, JournalError> {
        let journal = self.clone();
        tokio::task::spawn_blocking(move || {
            let database = journal.database.lock().unwrap_or_else(PoisonError::into_inner);
            work(&journal, &database)
        })
        .await?
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// How many changes were begun or ended so far: what was read while it was the same shows each of them.
    pub(crate) fn changes(&self) -> u64 {
        self.changes.load(Ordering::SeqCst)
    }

    fn live(&self) -> MutexGuard<'_, HashSet<i64>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use lintel_oidc::{http::Fetcher, sign_in::World};
    use lintel_tenant::{Folder, KeySource, Tenant, TenantConfig};
    use serde_json::json;
    use tempfile::TempDir;

    use super::*;

    fn document(scope: &str) -> Document {
        Document::from_iter([("options".to_owned(), json!({ "scope": scope }))])
    }

    async fn sealer() -> Sealer {
        let world = World::new(Fetcher::new().expect("a fetcher"), Clock::system());
        let folder = Folder::temporary().expect("a folder");
        let config = TenantConfig { folder, port: Some(0), key: KeySource::random(), world };
        Tenant::open(config).await.expect("a tenant").sealer()
    }

    async fn journal(folder: &TempDir, sealer: &Sealer) -> Result<Journal, JournalError> {
        let clock = Clock::at(DateTime::UNIX_EPOCH);
        Journal::open(folder.path(), sealer.clone(), clock).await
    }

    async fn empty() -> (TempDir, Journal) {
        let folder = TempDir::new().expect("a folder");
        let journal = journal(&folder, &sealer().await).await.expect("a journal");
        (folder, journal)
    }

    #[tokio::test]
    async fn an_entry_that_is_under_way_is_nobody_elses_to_settle() {
        let (_folder, journal) = empty().await;
        let subject = || Subject::Connection("con_1".to_owned());
        let begin = async || {
            let about = About::default();
            journal.begin(subject(), ChangeKind::Saved, &document("a"), &document("b"), &about).await
        };
        let (left, live) = (begin().await.expect("written"), begin().await.expect("written"));
        assert_eq!(journal.unsettled().await.expect("read"), []);
        drop(left);
        let open = journal.unsettled().await.expect("read");
        assert_eq!(open.iter().map(|entry| entry.id).collect::<Vec<_>>(), [1]);
        assert_eq!(open[0].at, DateTime::UNIX_EPOCH, "by the clock that is passed in");
        live.settle(ChangeState::Done).await;
        assert_eq!(journal.unsettled().await.expect("read").len(), 1);
        assert!(journal.live().is_empty());
    }

    #[tokio::test]
    async fn a_creation_gets_its_id_when_it_is_known() {
        let (_folder, journal) = empty().await;
        let subject = Subject::New("acme".to_owned());
        let about = About { by: Some("lintel".to_owned()), ..About::default() };
        let entry = journal.begin(subject.clone(), ChangeKind::Created, &Document::new(), &document("a"), &about).await;
        assert_eq!(journal.entry(1).await.expect("read").map(|entry| entry.subject), Some(subject));
        entry.expect("written").settle_created("con_1").await;
        let history = journal.of_connection("con_1").await.expect("read");
        assert_eq!((history[0].state, &history[0].after), (ChangeState::Done, &document("a")));
        assert_eq!(history[0].about, about);
    }

    #[tokio::test]
    async fn what_is_known_is_not_known_any_more_once_a_change_is_about_to_be_sent() {
        let (_folder, journal) = empty().await;
        journal.know("con_1", &document("a")).await.expect("written");
        let begin = async |kind| {
            let subject = Subject::Connection("con_1".to_owned());
            journal.begin(subject, kind, &document("a"), &document("b"), &About::default()).await.expect("written")
        };
        let switch = begin(ChangeKind::Applications).await;
        assert_eq!(journal.known("con_1").await.expect("read"), Some(document("a")), "no setting is touched");
        switch.settle(ChangeState::Done).await;
        assert!(!journal.has_open("con_1").await.expect("read"));
        let _save = begin(ChangeKind::Saved).await;
        assert_eq!(journal.known("con_1").await.expect("read"), None);
        assert!(journal.has_open("con_1").await.expect("read"));
    }

    #[tokio::test]
    async fn a_journal_of_the_first_version_is_read_on() {
        let folder = TempDir::new().expect("a folder");
        let database = rusqlite::Connection::open(folder.path().join(FILE)).expect("a database");
        database.execute_batch(&format!("{} PRAGMA user_version = 1;", MIGRATIONS[0])).expect("the first version");
        let sealer = sealer().await;
        let sealed = |scope| sealer.seal(document(scope)["options"].to_string().as_bytes(), "journal/con_1");
        let insert = "INSERT INTO change (connection_id, at, kind, state, before, after) \
            VALUES ('con_1', '2026-11-01T00:00:00+00:00', 'saved', 'sent', ?1, ?2)";
        database.execute(insert, rusqlite::params![sealed("a"), sealed("b")]).expect("an entry");
        drop(database);
        let open = journal(&folder, &sealer).await.expect("a journal").unsettled().await.expect("read");
        assert_eq!(
            (&open[0].subject, &open[0].after["scope"]),
            (&Subject::Connection("con_1".to_owned()), &json!("b"))
        );
        journal(&folder, &sealer).await.expect("it is opened once more");
        let database = rusqlite::Connection::open(folder.path().join(FILE)).expect("a database");
        database.execute_batch("PRAGMA user_version = 99").expect("a newer version");
        let newer = journal(&folder, &sealer).await;
        assert!(matches!(newer, Err(JournalError::TooNew { version: 99 })));
    }
}

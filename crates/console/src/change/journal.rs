//! Every change that Lintel makes to a connection, written down before it is sent, and what it sees that others changed. What it was
//! and what it was to become are sealed with the key of the data folder. One process at a time has the folder, and so the journal.

use std::{
    collections::HashSet,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Utc};
use lintel_oidc::Clock;
use lintel_tenant::{Sealer, UnsealError};
use rusqlite::{ErrorCode, OptionalExtension, params};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::database::{self, OpenError};

/// A JSON object with what a person can change of a connection.
pub(crate) type Document = Map<String, Value>;

#[derive(Debug, Clone)]
pub(crate) struct Journal {
    database: Arc<Mutex<rusqlite::Connection>>,
    sealer: Sealer,
    clock: Clock,
    /// The entries that are [`Underway`].
    live: Arc<Mutex<HashSet<i64>>>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub id: i64,
    pub subject: Subject,
    pub at: DateTime<Utc>,
    pub kind: ChangeKind,
    pub state: ChangeState,
    /// Empty before a creation.
    pub before: Document,
    /// Empty after a deletion.
    pub after: Document,
    pub about: About,
    /// Why it cannot be read; `before`, `after` and `about` are empty then.
    pub damage: Option<String>,
}

/// What is to be known of a change beside what it changed. Empty in entries of versions that did not write it down.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct About {
    /// The client ID by which Lintel wrote.
    pub by: Option<String>,
    /// Of a restore.
    pub restored: Option<Restored>,
    /// Of a change of applications.
    pub switched: Option<SwitchedFor>,
}

/// What a restore took back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Restored {
    /// The entry of that change.
    pub entry: i64,
    /// When that change was made.
    pub at: DateTime<Utc>,
    pub way: RestoreWay,
}

/// How much of the past is brought back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum RestoreWay {
    /// Everything as it was before the change.
    StateBefore,
    /// What the change itself changed; what was changed since in other fields stays.
    OnlyThisChange,
}

/// The applications that a connection was enabled or disabled for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct SwitchedFor {
    pub client_ids: Vec<String>,
    pub enabled: bool,
}

/// What an entry is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Subject {
    /// The connection with this ID.
    Connection(String),
    /// One that is to be created under this name. Its ID is the tenant's to give.
    New(String),
}

/// An entry whose change is on its way. As long as it is held, nobody else settles it; dropped, it stays open for the next start.
#[derive(Debug)]
pub(crate) struct Underway {
    journal: Journal,
    entry: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    Created,
    Saved,
    /// An earlier state was brought back.
    Restored,
    Deleted,
    /// Enabled or disabled for applications.
    Applications,
    /// Inbound SCIM: turned on or off, its mapping, its user ID attribute.
    Scim,
    /// Not by Lintel: a reading differed from the one before. `at` is when that was seen.
    Elsewhere,
    /// The same for a connection that was not there any more.
    Gone,
}

impl ChangeKind {
    /// Whether Lintel read the connection right before it, and sent it as a whole.
    pub(crate) fn was_sent_whole(self) -> bool {
        matches!(self, ChangeKind::Created | ChangeKind::Saved | ChangeKind::Restored | ChangeKind::Deleted)
    }
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
    #[error("The journal of changes could not be read or written: {}.", in_words(.0))]
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

impl From<OpenError> for JournalError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::File(error) => JournalError::File(error),
            OpenError::Database(error) => JournalError::Database(error),
            OpenError::TooNew { version } => JournalError::TooNew { version },
        }
    }
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

/// The changes made elsewhere that are kept of one connection: whoever changes it with each reading fills no disk.
const KEPT_ELSEWHERE: u32 = 100;

/// Each brings the journal to the next version.
const MIGRATIONS: [&str; 3] = [
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
];

impl Journal {
    pub(crate) async fn open(path: &Path, sealer: Sealer, clock: Clock) -> Result<Self, JournalError> {
        let path = path.to_owned();
        tokio::task::spawn_blocking(move || {
            let database = database::open(&path, &MIGRATIONS)?;
            Ok(Journal { database: Arc::new(Mutex::new(database)), sealer, clock, live: Arc::default() })
        })
        .await?
    }

    /// Writes a change down as sent; call it before sending.
    pub(crate) async fn begin(
        &self,
        subject: Subject,
        kind: ChangeKind,
        before: &Document,
        after: &Document,
        about: &About,
    ) -> Result<Underway, JournalError> {
        let (before, after) = (self.seal(&subject, before)?, self.seal(&subject, after)?);
        let about = self.seal(&subject, about)?;
        let at = self.clock.now().to_rfc3339();
        self.call(move |journal, database| {
            let (connection_id, name) = match subject {
                Subject::Connection(id) => (id, None),
                Subject::New(name) => (String::new(), Some(name)),
            };
            let writing = database.unchecked_transaction()?;
            if kind.was_sent_whole() {
                // From here on a reading that differs may show this very change.
                writing.execute("DELETE FROM known WHERE connection_id = ?1", [&connection_id])?;
            }
            writing.execute(
                "INSERT INTO change (connection_id, name, at, kind, state, before, after, about) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![connection_id, name, at, word(&kind)?, word(&ChangeState::Sent)?, before, after, about],
            )?;
            let entry = writing.last_insert_rowid();
            writing.commit()?;
            // Before anybody else gets to read the database.
            journal.live().insert(entry);
            Ok(Underway { journal: journal.clone(), entry })
        })
        .await
    }

    pub(crate) async fn settle(&self, entry: i64, state: ChangeState) -> Result<(), JournalError> {
        self.call(move |_, database| {
            database.execute("UPDATE change SET state = ?2 WHERE id = ?1", params![entry, word(&state)?])?;
            Ok(())
        })
        .await
    }

    /// The connection was switched for these applications, whichever were asked for.
    pub(crate) async fn settle_switched(&self, entry: i64, switched: SwitchedFor) -> Result<(), JournalError> {
        let Some(Entry { subject, about, .. }) = self.entry(entry).await? else { return Ok(()) };
        let about = self.seal(&subject, &About { switched: Some(switched), ..about })?;
        self.call(move |_, database| {
            let done = word(&ChangeState::Done)?;
            database.execute("UPDATE change SET state = ?2, about = ?3 WHERE id = ?1", params![entry, done, about])?;
            Ok(())
        })
        .await
    }

    /// The creation is done, and this is the ID of what it made.
    pub(crate) async fn settle_created(&self, entry: i64, connection_id: &str) -> Result<(), JournalError> {
        let subject = Subject::Connection(connection_id.to_owned());
        let Some(Entry { before, after, about, .. }) = self.entry(entry).await? else { return Ok(()) };
        // An entry opens for its own connection only.
        let (before, after) = (self.seal(&subject, &before)?, self.seal(&subject, &after)?);
        let about = self.seal(&subject, &about)?;
        let connection_id = connection_id.to_owned();
        self.call(move |_, database| {
            database.execute(
                "UPDATE change SET connection_id = ?2, name = NULL, state = ?3, before = ?4, after = ?5, about = ?6 WHERE id = ?1",
                params![entry, connection_id, word(&ChangeState::Done)?, before, after, about],
            )?;
            Ok(())
        })
        .await
    }

    /// What a reading showed last; none where Lintel sent a change since, or never read it. One that does not open is none.
    pub(crate) async fn known(&self, connection_id: &str) -> Result<Option<Document>, JournalError> {
        let id = connection_id.to_owned();
        self.call(move |journal, database| {
            let state: Option<Vec<u8>> = database
                .query_row("SELECT state FROM known WHERE connection_id = ?1", [&id], |row| row.get(0))
                .optional()?;
            Ok(state.and_then(|state| journal.unseal(&known_place(&id), state).ok()))
        })
        .await
    }

    /// What a reading shows, for the next to be compared with.
    pub(crate) async fn know(&self, connection_id: &str, state: &Document) -> Result<(), JournalError> {
        let (id, state) = (connection_id.to_owned(), self.sealed(state, &known_place(connection_id))?);
        self.call(move |_, database| Ok(remember(database, &id, &state)?)).await
    }

    /// Writes down what others changed since the last reading: `after` is empty where the connection is gone.
    pub(crate) async fn seen(
        &self,
        connection_id: &str,
        before: &Document,
        after: &Document,
    ) -> Result<(), JournalError> {
        let (id, subject) = (connection_id.to_owned(), Subject::Connection(connection_id.to_owned()));
        let kind = if after.is_empty() { ChangeKind::Gone } else { ChangeKind::Elsewhere };
        let state = (!after.is_empty()).then(|| self.sealed(after, &known_place(connection_id))).transpose()?;
        let (before, after) = (self.seal(&subject, before)?, self.seal(&subject, after)?);
        let at = self.clock.now().to_rfc3339();
        self.call(move |_, database| {
            let (kind, elsewhere, done) = (word(&kind)?, word(&ChangeKind::Elsewhere)?, word(&ChangeState::Done)?);
            let writing = database.unchecked_transaction()?;
            writing.execute(
                "INSERT INTO change (connection_id, at, kind, state, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![id, at, kind, done, before, after],
            )?;
            writing.execute(
                "DELETE FROM change WHERE connection_id = ?1 AND kind = ?2 AND id NOT IN \
                 (SELECT id FROM change WHERE connection_id = ?1 AND kind = ?2 ORDER BY id DESC LIMIT ?3)",
                params![id, elsewhere, KEPT_ELSEWHERE],
            )?;
            match state {
                Some(state) => remember(&writing, &id, &state)?,
                None => drop(writing.execute("DELETE FROM known WHERE connection_id = ?1", [&id])?),
            }
            Ok(writing.commit()?)
        })
        .await
    }

    /// Whether a change of the connection is not read back yet.
    pub(crate) async fn has_open(&self, connection_id: &str) -> Result<bool, JournalError> {
        let (id, sent) = (connection_id.to_owned(), word(&ChangeState::Sent)?);
        self.call(move |_, database| {
            let mut query = database.prepare_cached("SELECT 1 FROM change WHERE connection_id = ?1 AND state = ?2")?;
            Ok(query.exists([id, sent])?)
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

    /// Changes that were sent and never read back, newest first, without those that are on their way.
    pub(crate) async fn unsettled(&self) -> Result<Vec<Entry>, JournalError> {
        let sent = word(&ChangeState::Sent)?;
        self.call(move |journal, database| {
            let mut open = journal.read(database, "state = ?1", sent)?;
            // As long as nobody else gets to the database: neither begins an entry, nor is one settled.
            let live = journal.live();
            open.retain(|entry| !live.contains(&entry.id));
            Ok(open)
        })
        .await
    }

    async fn entries(
        &self,
        condition: &'static str,
        value: impl rusqlite::ToSql + Send + 'static,
    ) -> Result<Vec<Entry>, JournalError> {
        self.call(move |journal, database| journal.read(database, condition, value)).await
    }

    fn read(
        &self,
        database: &rusqlite::Connection,
        condition: &str,
        value: impl rusqlite::ToSql,
    ) -> Result<Vec<Entry>, JournalError> {
        let mut query = database.prepare_cached(&format!(
                "SELECT id, connection_id, name, at, kind, state, before, after, about FROM change WHERE {condition} ORDER BY id DESC"
            ))?;
        let mut rows = query.query([value])?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next()? {
            let subject = match row.get(2)? {
                Some(name) => Subject::New(name),
                None => Subject::Connection(row.get(1)?),
            };
            let (before, after) = (row.get(6)?, row.get(7)?);
            let (before, after, about, damage) = match self.opened(&subject.place(), before, after, row.get(8)?) {
                Ok((before, after, about)) => (before, after, about, None),
                Err(error) => (Document::new(), Document::new(), About::default(), Some(error.why())),
            };
            entries.push(Entry {
                id: row.get(0)?,
                at: of_word(row.get(3)?).unwrap_or_default(),
                kind: of_word(row.get(4)?).unwrap_or(ChangeKind::Saved),
                state: of_word(row.get(5)?).unwrap_or(ChangeState::Overtaken),
                before,
                after,
                about,
                damage,
                subject,
            });
        }
        Ok(entries)
    }

    fn opened(
        &self,
        place: &str,
        before: Vec<u8>,
        after: Vec<u8>,
        about: Option<Vec<u8>>,
    ) -> Result<(Document, Document, About), JournalError> {
        let about = about.map(|about| self.unseal(place, about)).transpose()?;
        Ok((self.unseal(place, before)?, self.unseal(place, after)?, about.unwrap_or_default()))
    }

    fn seal(&self, subject: &Subject, value: &impl Serialize) -> Result<Vec<u8>, JournalError> {
        self.sealed(value, &subject.place())
    }

    fn sealed(&self, value: &impl Serialize, place: &str) -> Result<Vec<u8>, JournalError> {
        Ok(self.sealer.seal(&serde_json::to_vec(value)?, place))
    }

    fn unseal<T: DeserializeOwned>(&self, place: &str, sealed: Vec<u8>) -> Result<T, JournalError> {
        Ok(serde_json::from_slice(&self.sealer.unseal(&sealed, place)?)?)
    }

    async fn call<T: Send + 'static>(
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

    fn live(&self) -> MutexGuard<'_, HashSet<i64>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What was sent is sent: a journal that fails now is logged and keeps nobody from the answer. The next start settles the entry.
impl Underway {
    pub(crate) async fn settle(self, state: ChangeState) {
        self.logged(self.journal.settle(self.entry, state).await);
    }

    /// The connection was switched for these applications, whichever were asked for.
    pub(crate) async fn settle_switched(self, switched: SwitchedFor) {
        self.logged(self.journal.settle_switched(self.entry, switched).await);
    }

    /// The creation is done, and this is the ID of what it made.
    pub(crate) async fn settle_created(self, connection_id: &str) {
        self.logged(self.journal.settle_created(self.entry, connection_id).await);
    }

    fn logged(&self, settled: Result<(), JournalError>) {
        if let Err(error) = settled {
            tracing::error!(%error, entry = self.entry, "a change that was sent could not be settled; the next start does");
        }
    }
}

impl Drop for Underway {
    fn drop(&mut self) {
        self.journal.live().remove(&self.entry);
    }
}

impl Subject {
    /// What an entry is sealed for.
    fn place(&self) -> String {
        match self {
            Subject::Connection(id) => format!("journal/{id}"),
            Subject::New(name) => format!("journal/name/{name}"),
        }
    }
}

/// What the last reading is sealed for.
fn known_place(connection_id: &str) -> String {
    format!("known/{connection_id}")
}

fn remember(database: &rusqlite::Connection, connection_id: &str, state: &[u8]) -> rusqlite::Result<()> {
    database.execute(
        "INSERT OR REPLACE INTO known (connection_id, state) VALUES (?1, ?2)",
        params![connection_id, state],
    )?;
    Ok(())
}

/// What a person can do something about.
pub(crate) fn in_words(error: &rusqlite::Error) -> &'static str {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the disk is full",
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
            "its file may not be opened or written"
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => "its file is damaged",
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "another program holds its file",
        _ => "its file does not do what was asked",
    }
}

fn word(value: &impl Serialize) -> Result<String, serde_json::Error> {
    serde_json::to_value(value).map(|value| value.as_str().unwrap_or_default().to_owned())
}

fn of_word<T: for<'de> Deserialize<'de>>(word: String) -> Result<T, serde_json::Error> {
    serde_json::from_value(Value::String(word))
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
        Journal::open(&folder.path().join("journal.sqlite3"), sealer.clone(), clock).await
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
    async fn what_others_change_with_each_reading_fills_no_disk_and_keeps_what_lintel_changed() {
        let (_folder, journal) = empty().await;
        let subject = Subject::Connection("con_1".to_owned());
        let about = About::default();
        let own = journal.begin(subject, ChangeKind::Saved, &document("a"), &document("b"), &about).await;
        own.expect("written").settle(ChangeState::Done).await;
        for number in 0..KEPT_ELSEWHERE + 3 {
            let state = |number: u32| document(&number.to_string());
            journal.seen("con_1", &state(number), &state(number + 1)).await.expect("written");
        }
        let history = journal.of_connection("con_1").await.expect("read");
        assert_eq!(history.len(), KEPT_ELSEWHERE as usize + 1);
        assert_eq!(history[0].after, document(&(KEPT_ELSEWHERE + 3).to_string()));
        assert_eq!(history.last().map(|entry| entry.kind), Some(ChangeKind::Saved));
        assert_eq!(journal.known("con_1").await.expect("read"), Some(history[0].after.clone()));
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
        let database = rusqlite::Connection::open(folder.path().join("journal.sqlite3")).expect("a database");
        database.execute_batch(&format!("{} PRAGMA user_version = 1;", MIGRATIONS[0])).expect("the first version");
        let sealer = sealer().await;
        let sealed = |scope| sealer.seal(document(scope)["options"].to_string().as_bytes(), "journal/con_1");
        let insert = "INSERT INTO change (connection_id, at, kind, state, before, after) \
            VALUES ('con_1', '2026-11-01T00:00:00+00:00', 'saved', 'sent', ?1, ?2)";
        database.execute(insert, params![sealed("a"), sealed("b")]).expect("an entry");
        drop(database);
        let open = journal(&folder, &sealer).await.expect("a journal").unsettled().await.expect("read");
        assert_eq!(
            (&open[0].subject, &open[0].after["scope"]),
            (&Subject::Connection("con_1".to_owned()), &json!("b"))
        );
        journal(&folder, &sealer).await.expect("it is opened once more");
        let database = rusqlite::Connection::open(folder.path().join("journal.sqlite3")).expect("a database");
        database.execute_batch("PRAGMA user_version = 99").expect("a newer version");
        let newer = journal(&folder, &sealer).await;
        assert!(matches!(newer, Err(JournalError::TooNew { version: 99 })));
    }
}

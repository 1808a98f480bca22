//! A journal that is one file, wherever somebody wants it: of one tenant, and sealed with a passphrase. One process at a time has it.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    time::Duration,
};

use lintel_oidc::{Clock, Secret};
use lintel_tenant::{Sealer, SealingKeyError, migrations, owner};
use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use super::{Journal, JournalError, MIGRATIONS};
use crate::database::OpenError;

/// `LnJl`, by which a database says that it is a journal of Lintel's (SQLite, database file format, section 1.3.14).
const APPLICATION: i32 = 0x4C6E_4A6C;
const APPLICATION_AT: usize = 68;
/// What says of whom the journal is, sealed for this place. It opens with the right key alone.
const TENANT_PLACE: &str = "journal/tenant";

#[derive(Debug, thiserror::Error)]
pub(crate) enum JournalFileError {
    #[error("{path} is a folder, and a journal is one file.")]
    Folder { path: PathBuf },
    #[error("{path} is not a journal of Lintel’s. It was left as it is.")]
    Another { path: PathBuf },
    #[error("LINTEL_KEY is not what {path} is sealed with. It was left as it is.")]
    OtherKey { path: PathBuf },
    #[error("{path} is the journal of {tenant}, and not of {wanted}. It was left as it is.")]
    OtherTenant { path: PathBuf, tenant: String, wanted: String },
    #[error("Another process has {path} open.")]
    Held { path: PathBuf },
    #[error("{path} could not be opened: {source}.")]
    File { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Key(#[from] SealingKeyError),
    #[error(transparent)]
    Journal(#[from] JournalError),
}

impl Journal {
    /// Opens the journal of the tenant at this host and port, or makes it where there is nothing yet. Any other file stays as it is.
    pub(crate) async fn in_file(
        path: &Path,
        passphrase: Secret,
        tenant: &str,
        clock: Clock,
    ) -> Result<Self, JournalFileError> {
        let (path, tenant) = (path.to_owned(), tenant.to_owned());
        let opening = tokio::task::spawn_blocking(move || {
            may_be_opened(&path)?;
            let (database, sealer) = open(&path, &passphrase, &tenant)?;
            Ok(Journal::over(database, sealer, clock))
        });
        opening.await.map_err(JournalError::from)?
    }
}

/// Nothing is there, or something that calls itself a journal. An empty file is nothing yet.
fn may_be_opened(path: &Path) -> Result<(), JournalFileError> {
    let failed = |source| JournalFileError::File { path: path.to_owned(), source };
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(failed(source)),
        Ok(metadata) if metadata.is_dir() => return Err(JournalFileError::Folder { path: path.to_owned() }),
        Ok(metadata) if metadata.len() == 0 => return Ok(()),
        Ok(_) => {}
    }
    let mut head = Vec::new();
    let application = APPLICATION_AT..APPLICATION_AT + 4;
    File::open(path).and_then(|file| file.take(application.end as u64).read_to_end(&mut head)).map_err(failed)?;
    let calls_itself_one =
        head.starts_with(b"SQLite format 3\0") && head.get(application) == Some(&APPLICATION.to_be_bytes());
    if calls_itself_one { Ok(()) } else { Err(JournalFileError::Another { path: path.to_owned() }) }
}

/// Without a log beside it (WAL): whatever ends the process, what was written down is in the file itself.
fn open(path: &Path, passphrase: &Secret, tenant: &str) -> Result<(Connection, Sealer), JournalFileError> {
    let failed = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => JournalFileError::Held { path: path.to_owned() },
        _ => JournalError::from(error).into(),
    };
    owner::database(path).map_err(|source| JournalFileError::File { path: path.to_owned(), source })?;
    let mut database = Connection::open(path).map_err(failed)?;
    let settings = || {
        database.busy_timeout(Duration::ZERO)?;
        database.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        database.pragma_update(None, "journal_mode", "DELETE")?;
        database.pragma_update(None, "synchronous", "FULL")
    };
    settings().map_err(failed)?;
    let sealer = sealer(&mut database, passphrase, tenant).map_err(|error| match error {
        Unopened::Database(error) => failed(error),
        Unopened::Key(error) => error.into(),
        Unopened::OtherKey => JournalFileError::OtherKey { path: path.to_owned() },
        Unopened::OtherTenant(other) => {
            JournalFileError::OtherTenant { path: path.to_owned(), tenant: other, wanted: tenant.to_owned() }
        }
    })?;
    migrations::apply(&mut database, &MIGRATIONS).map_err(|error| JournalError::from(OpenError::from(error)))?;
    Ok((database, sealer))
}

enum Unopened {
    Database(rusqlite::Error),
    Key(SealingKeyError),
    OtherKey,
    OtherTenant(String),
}

impl From<rusqlite::Error> for Unopened {
    fn from(error: rusqlite::Error) -> Self {
        Unopened::Database(error)
    }
}

/// What the journal is sealed with; of a new one that is written down, whole or not at all.
fn sealer(database: &mut Connection, passphrase: &Secret, tenant: &str) -> Result<Sealer, Unopened> {
    let writing = database.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    let application: i32 = writing.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let stretched = |salt: &[u8]| Sealer::of_passphrase(passphrase, salt).map_err(Unopened::Key);
    if application != APPLICATION {
        let salt = Sealer::fresh_salt();
        let sealer = stretched(&salt)?;
        writing.pragma_update(None, "application_id", APPLICATION)?;
        writing.execute_batch("CREATE TABLE file (salt BLOB NOT NULL, tenant BLOB NOT NULL) STRICT")?;
        let tenant = sealer.seal(tenant.as_bytes(), TENANT_PLACE);
        writing.execute("INSERT INTO file (salt, tenant) VALUES (?1, ?2)", rusqlite::params![salt, tenant])?;
        writing.commit()?;
        return Ok(sealer);
    }
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let (salt, sealed): (Vec<u8>, Vec<u8>) = writing.query_row("SELECT salt, tenant FROM file", [], read)?;
    let sealer = stretched(&salt)?;
    let known = sealer.unseal(&sealed, TENANT_PLACE).map_err(|_| Unopened::OtherKey)?;
    match known == tenant.as_bytes() {
        true => Ok(sealer),
        false => Err(Unopened::OtherTenant(String::from_utf8_lossy(&known).into_owned())),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::json;
    use tempfile::TempDir;

    use super::*;
    use crate::change::journal::{About, ChangeKind, Document, Subject};

    const TENANT: &str = "prod.eu.auth0.com";

    async fn opened(path: &Path, key: &str, tenant: &str) -> Result<Journal, JournalFileError> {
        Journal::in_file(path, Secret::new(key), tenant, Clock::at(DateTime::UNIX_EPOCH)).await
    }

    fn files(folder: &TempDir) -> Vec<String> {
        let names = fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("an entry").file_name());
        names.map(|name| name.to_string_lossy().into_owned()).collect()
    }

    async fn written(folder: &TempDir) -> PathBuf {
        let path = folder.path().join("a journal");
        let journal = opened(&path, "sesame", TENANT).await.expect("a journal");
        let subject = Subject::Connection("con_1".to_owned());
        let (before, after) = (Document::new(), Document::from_iter([("x".to_owned(), json!("in clear text"))]));
        let entry = journal.begin(subject, ChangeKind::Saved, &before, &after, &About::default()).await;
        drop(entry.expect("written"));
        path
    }

    #[tokio::test]
    async fn it_is_one_file_that_opens_with_its_key_for_its_tenant_and_shows_nothing() {
        let folder = TempDir::new().expect("a folder");
        let path = written(&folder).await;
        assert_eq!(files(&folder), ["a journal"]);
        let bytes = fs::read(&path).expect("read");
        for told in ["in clear text", TENANT, "sesame"] {
            assert!(!bytes.windows(told.len()).any(|window| window == told.as_bytes()), "{told}");
        }
        let journal = opened(&path, "sesame", TENANT).await.expect("a journal");
        assert_eq!(journal.unsettled().await.expect("read").len(), 1);
        assert!(matches!(opened(&path, "sesame", TENANT).await, Err(JournalFileError::Held { .. })));
    }

    #[tokio::test]
    async fn another_key_and_another_tenant_are_refused_by_name_and_change_nothing() {
        let folder = TempDir::new().expect("a folder");
        let path = written(&folder).await;
        let bytes = fs::read(&path).expect("read");
        let key = opened(&path, "open", TENANT).await.expect_err("another key").to_string();
        assert!(key.contains("LINTEL_KEY") && key.contains(&*path.to_string_lossy()), "{key}");
        let tenant = opened(&path, "sesame", "dev.eu.auth0.com").await.expect_err("another tenant").to_string();
        assert!(tenant.contains(TENANT) && tenant.contains("dev.eu.auth0.com"), "{tenant}");
        assert_eq!(fs::read(&path).expect("read"), bytes);
        assert_eq!(files(&folder), ["a journal"]);
    }

    #[tokio::test]
    async fn what_is_no_journal_is_refused_and_stays_and_an_empty_file_becomes_one() {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join("a file");
        let database = folder.path().join("database");
        Connection::open(&database).and_then(|it| it.execute_batch("CREATE TABLE t (a)")).expect("a database");
        for bytes in [b"{}".to_vec(), vec![0; 100], fs::read(&database).expect("read")] {
            fs::write(&path, &bytes).expect("written");
            assert!(matches!(opened(&path, "sesame", TENANT).await, Err(JournalFileError::Another { .. })));
            assert_eq!(fs::read(&path).expect("read"), bytes);
        }
        assert!(matches!(opened(folder.path(), "sesame", TENANT).await, Err(JournalFileError::Folder { .. })));
        let nowhere = folder.path().join("nowhere/journal");
        assert!(matches!(opened(&nowhere, "sesame", TENANT).await, Err(JournalFileError::File { .. })));
        fs::write(&path, "").expect("written");
        assert!(opened(&path, "sesame", TENANT).await.is_ok());
        let mut cut = fs::read(&path).expect("read");
        cut.truncate(5000);
        fs::write(&path, cut).expect("written");
        assert!(matches!(opened(&path, "sesame", TENANT).await, Err(JournalFileError::Journal(_))));
    }
}

//! Databases of a data folder that the console keeps beside the tenant's own.

use std::path::Path;

use lintel_tenant::owner;

/// A database of the data folder cannot be opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenError {
    #[error("its file could not be opened: {0}")]
    File(#[from] std::io::Error),
    #[error(transparent)]
    Database(#[from] rusqlite::Error),
    #[error("it was written by a newer version of Lintel (its version {version})")]
    TooNew { version: i64 },
}

/// Opens the database, makes it where it is not there, and brings it to the newest version: each migration to the next one.
pub(crate) fn open(path: &Path, migrations: &[&str]) -> Result<rusqlite::Connection, OpenError> {
    owner::database(path)?;
    let database = rusqlite::Connection::open(path)?;
    database.pragma_update(None, "journal_mode", "WAL")?;
    // What is written down has to outlive a power cut.
    database.pragma_update(None, "synchronous", "FULL")?;
    let version: i64 = database.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let done = usize::try_from(version).ok().filter(|done| *done <= migrations.len());
    let done = done.ok_or(OpenError::TooNew { version })?;
    for (number, migration) in migrations.iter().enumerate().skip(done) {
        let version = number + 1;
        database.execute_batch(&format!("BEGIN; {migration} PRAGMA user_version = {version}; COMMIT;"))?;
    }
    Ok(database)
}

//! Databases of a data folder that the console keeps beside the tenant's own.

use std::path::Path;

use lintel_tenant::{
    durable,
    migrations::{self, MigrateError},
    owner,
};

/// The connections of which a database keeps one row each, where nobody hears that one was deleted elsewhere: those written last.
pub(crate) const MOST_CONNECTIONS: u32 = 20_000;

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
pub(crate) fn open(path: &Path, steps: &[&str]) -> Result<rusqlite::Connection, OpenError> {
    owner::database(path)?;
    let mut database = rusqlite::Connection::open(path)?;
    durable(&database)?;
    migrations::apply(&mut database, steps)?;
    Ok(database)
}

impl From<MigrateError> for OpenError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::TooNew { version } => OpenError::TooNew { version },
            MigrateError::Database(error) => error.into(),
        }
    }
}

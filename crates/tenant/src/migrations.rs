//! The versions of a database, counted by `PRAGMA user_version`.

/// The database could not be brought to this version of Lintel.
#[derive(Debug)]
pub enum MigrateError {
    /// A newer version of Lintel wrote it.
    TooNew {
        version: i64,
    },
    Database(rusqlite::Error),
}

impl From<rusqlite::Error> for MigrateError {
    fn from(source: rusqlite::Error) -> Self {
        MigrateError::Database(source)
    }
}

/// Applies the migrations that the database has not had, each whole or not at all. There is one for each version.
pub fn apply(database: &mut rusqlite::Connection, migrations: &[&str]) -> Result<(), MigrateError> {
    let version: i64 = database.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let done = usize::try_from(version).ok().filter(|done| *done <= migrations.len());
    let done = done.ok_or(MigrateError::TooNew { version })?;
    for (version, migration) in (1_i64..).zip(migrations).skip(done) {
        let transaction = database.transaction()?;
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "user_version", version)?;
        transaction.commit()?;
    }
    Ok(())
}

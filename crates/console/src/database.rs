//! Databases of a data folder that the console keeps beside the tenant's own.

use std::path::Path;

use lintel_tenant::{
    durable,
    migrations::{self, MigrateError},
    owner,
};

/// The connections of which a database keeps one row each, where nobody hears that one was deleted elsewhere: those written last.
pub(crate) const MOST_CONNECTIONS: u32 = 20_000;

/// Takes away what was written longest ago, beyond the newest `most` rows: a row that is written anew is a new one.
pub(crate) fn forget_oldest(database: &rusqlite::Connection, table: &str, most: u32) -> rusqlite::Result<usize> {
    let sql = format!(
        "DELETE FROM {table} WHERE rowid IN \
         (SELECT rowid FROM {table} ORDER BY rowid LIMIT max(0, (SELECT count(*) FROM {table}) - ?1))"
    );
    database.prepare_cached(&sql)?.execute([most])
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_often_takes_nothing_else_away() {
        let database = rusqlite::Connection::open_in_memory().expect("a database");
        database.execute_batch("CREATE TABLE seen (id TEXT PRIMARY KEY, value INTEGER) STRICT").expect("a table");
        let write = |id: &str| database.execute("INSERT OR REPLACE INTO seen VALUES (?1, 0)", [id]).expect("written");
        let kept = || -> Vec<String> {
            let mut query = database.prepare("SELECT id FROM seen ORDER BY id").expect("a query");
            let rows = query.query_map([], |row| row.get(0)).expect("rows");
            rows.collect::<Result<_, _>>().expect("read")
        };
        for id in ["a", "b", "c"].into_iter().chain(std::iter::repeat_n("a", 100)) {
            write(id);
        }
        forget_oldest(&database, "seen", 3).expect("forgotten");
        assert_eq!(kept(), ["a", "b", "c"]);
        forget_oldest(&database, "seen", 2).expect("forgotten");
        assert_eq!(kept(), ["a", "c"], "b was written longest ago");
    }
}

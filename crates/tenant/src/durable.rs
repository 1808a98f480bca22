//! How the databases of a data folder are written.

/// Bytes that the log beside a database (WAL) keeps on the disk when it begins anew. SQLite writes it into the database at about as many;
/// what one large change needed beyond that is given back.
const LARGEST_LOG: u32 = 4 * 1024 * 1024;

/// Sets an open database up so that what it was told outlives a power cut, and its log is bounded. Pages that are freed are used again.
pub fn durable(database: &rusqlite::Connection) -> Result<(), rusqlite::Error> {
    database.pragma_update(None, "journal_mode", "WAL")?;
    database.pragma_update(None, "synchronous", "FULL")?;
    database.pragma_update(None, "journal_size_limit", LARGEST_LOG)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    #[test]
    fn the_log_of_a_large_change_is_given_back_and_what_is_deleted_makes_room() {
        let folder = TempDir::new().expect("a folder");
        let size = |name: &str| fs::metadata(folder.path().join(name)).expect("a file").len();
        let database = rusqlite::Connection::open(folder.path().join("a")).expect("a database");
        durable(&database).expect("set up");
        database.execute_batch("CREATE TABLE t (value BLOB NOT NULL)").expect("a table");
        let large = format!("INSERT INTO t VALUES (zeroblob({}))", 4 * LARGEST_LOG);
        database.execute_batch(&large).expect("written");
        assert!(size("a-wal") > u64::from(LARGEST_LOG));
        database.execute_batch("DELETE FROM t; INSERT INTO t VALUES ('')").expect("written");
        assert!(size("a-wal") <= u64::from(LARGEST_LOG));
        let before = size("a");
        for _ in 0..3 {
            database.execute_batch(&format!("{large}; DELETE FROM t")).expect("written");
        }
        assert!(size("a") <= before + u64::from(LARGEST_LOG) / 100, "{} after {before}", size("a"));
    }
}

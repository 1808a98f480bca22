/// The schema, one file a version; `PRAGMA user_version` says how many have been applied.
const MIGRATIONS: [&str; 3] = [
    include_str!("migrations/001_tenant.sql"),
    include_str!("migrations/002_keys_and_domains.sql"),
    include_str!("migrations/003_grants_and_logins.sql"),
];

#[derive(Debug)]
pub(super) enum MigrateError {
    TooNew { version: i64 },
    Database(rusqlite::Error),
}

impl From<rusqlite::Error> for MigrateError {
    fn from(source: rusqlite::Error) -> Self {
        MigrateError::Database(source)
    }
}

pub(super) fn apply(database: &mut rusqlite::Connection) -> Result<(), MigrateError> {
    let version: i64 = database.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let mut known: i64 = 0;
    for migration in MIGRATIONS {
        known += 1;
        if known > version {
            let transaction = database.transaction()?;
            transaction.execute_batch(migration)?;
            transaction.pragma_update(None, "user_version", known)?;
            transaction.commit()?;
        }
    }
    if version > known { Err(MigrateError::TooNew { version }) } else { Ok(()) }
}

use lintel_management::Connection;
use rusqlite::{OptionalExtension, params};
use serde_json::Value;

use super::StoreError;

/// A realm belongs to one connection.
#[derive(Debug, thiserror::Error)]
#[error("The realm {realm} belongs to the connection {owner}")]
pub struct RealmTaken {
    pub realm: String,
    pub owner: String,
}

/// Gives the connection the realms that it names and no others, unless another one owns one of them.
pub(super) fn claim(
    database: &rusqlite::Connection,
    connection: &Connection,
) -> Result<Result<(), RealmTaken>, StoreError> {
    let mut query = database.prepare_cached(
        "SELECT realm, name FROM json_each(?2) JOIN connection_realm ON realm = value \
         JOIN connection ON connection.id = connection_id \
         WHERE connection_id <> ?1 ORDER BY connection.position LIMIT 1",
    )?;
    let taken = query.query_row(params![connection.id, named(connection)], |row| {
        Ok(RealmTaken { realm: row.get(0)?, owner: row.get(1)? })
    });
    match taken.optional()? {
        Some(taken) => Ok(Err(taken)),
        None => set(database, connection).map(Ok),
    }
}

/// Writes those that are new, and forgets those that are gone.
pub(super) fn set(database: &rusqlite::Connection, connection: &Connection) -> Result<(), StoreError> {
    let values = params![connection.id, named(connection)];
    database
        .prepare_cached(
            "DELETE FROM connection_realm WHERE connection_id = ?1 AND realm NOT IN (SELECT value FROM json_each(?2) WHERE type = 'text')",
        )?
        .execute(values)?;
    database
        .prepare_cached(
            "INSERT OR IGNORE INTO connection_realm (realm, connection_id) SELECT value, ?1 FROM json_each(?2) WHERE type = 'text'",
        )?
        .execute(values)?;
    Ok(())
}

/// As JSON.
fn named(connection: &Connection) -> String {
    connection.other.get("realms").unwrap_or(&Value::Null).to_string()
}

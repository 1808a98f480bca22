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

/// A realm of the connection that another one owns.
pub(super) fn taken(
    database: &rusqlite::Connection,
    connection: &Connection,
) -> Result<Option<RealmTaken>, StoreError> {
    let realms = connection.other.get("realms").unwrap_or(&Value::Null).to_string();
    // A document that is not JSON claims nothing.
    let mut query = database.prepare_cached(
        "SELECT realm.value, connection.name FROM connection, \
         json_each(iif(json_valid(document), document, '{}'), '$.realms') AS realm \
         WHERE connection.id <> ?1 AND realm.value IN (SELECT value FROM json_each(?2)) LIMIT 1",
    )?;
    let taken = query
        .query_row(params![connection.id, realms], |row| Ok(RealmTaken { realm: row.get(0)?, owner: row.get(1)? }));
    Ok(taken.optional()?)
}

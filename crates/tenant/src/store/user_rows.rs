//! How a user is written: the document, and with it the values that filters find it by.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Map, Value};

use super::{StoreError, unreadable, user_values};

/// Writes the user whole and gives its position. `None` where the ID is a user's of another connection: nothing is written then.
pub(super) fn write(
    database: &Connection,
    connection_id: &str,
    user_id: &str,
    user: &Map<String, Value>,
) -> Result<Option<i64>, StoreError> {
    let document = serde_json::to_string(user)?;
    let position = database
        .prepare_cached(
            "INSERT INTO user (user_id, connection_id, document) VALUES (?1, ?2, ?3) \
             ON CONFLICT (user_id) DO UPDATE SET document = excluded.document \
             WHERE connection_id = excluded.connection_id RETURNING position",
        )?
        .query_row(params![user_id, connection_id, document], |row| row.get(0))
        .optional()?;
    if let Some(position) = position
        && provisioned(database, connection_id)?
    {
        user_values::enter(database, connection_id, position, user)?;
    }
    Ok(position)
}

/// Enters the users that a connection had before it got a configuration of SCIM. Who cannot be read is found by no filter.
pub(super) fn enter_all(database: &Connection, connection_id: &str) -> Result<(), StoreError> {
    let mut query = database.prepare("SELECT position, document FROM user WHERE connection_id = ?1")?;
    let mut rows = query.query([connection_id])?;
    while let Some(row) = rows.next()? {
        if let Ok(user) = unreadable::document::<Map<String, Value>>(&unreadable::stored(row, 1)?) {
            user_values::enter(database, connection_id, row.get(0)?, &user)?;
        }
    }
    Ok(())
}

fn provisioned(database: &Connection, connection_id: &str) -> Result<bool, StoreError> {
    Ok(database.prepare_cached("SELECT 1 FROM scim_configuration WHERE connection_id = ?1")?.exists([connection_id])?)
}

//! What filters find users by: each value of a user under its path in the profile, such as `app_metadata.department`.

use std::collections::BTreeSet;

use lintel_scim::schema::fold;
use rusqlite::{Connection, params};
use serde_json::{Map, Value};

use super::StoreError;

/// Characters of a value that are kept. Whoever looks for a longer one finds what begins like it.
pub(super) const LONGEST: usize = 256;

/// What says nothing of the person, or is found by its own column.
const LEFT_OUT: [&str; 5] = ["user_id", "identities", "last_login", "last_ip", "logins_count"];

/// Replaces what the user was found by; what stays is not touched.
pub(super) fn enter(
    database: &Connection,
    connection_id: &str,
    position: i64,
    user: &Map<String, Value>,
) -> Result<(), StoreError> {
    let mut found_by = BTreeSet::new();
    for (name, value) in user.iter().filter(|(name, _)| !LEFT_OUT.contains(&name.as_str())) {
        collect(name, value, &mut found_by);
    }
    let had: BTreeSet<(String, String)> = database
        .prepare_cached("SELECT path, exact FROM user_value WHERE user = ?1")?
        .query_map([position], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut delete = database.prepare_cached(
        "DELETE FROM user_value WHERE connection_id = ?1 AND path = ?2 AND folded = ?3 AND exact = ?4 AND user = ?5",
    )?;
    for (path, exact) in had.difference(&found_by) {
        delete.execute(params![connection_id, path, folded(exact), exact, position])?;
    }
    let mut insert = database.prepare_cached(
        "INSERT OR IGNORE INTO user_value (connection_id, path, folded, exact, user) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (path, exact) in found_by.difference(&had) {
        insert.execute(params![connection_id, path, folded(exact), exact, position])?;
    }
    Ok(())
}

/// Without case, as it is kept: no longer than [`LONGEST`].
pub(super) fn folded(value: &str) -> String {
    cut(&fold(value))
}

fn collect(path: &str, value: &Value, found_by: &mut BTreeSet<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            for (name, value) in members {
                collect(&format!("{path}.{name}"), value, found_by);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(path, item, found_by)),
        Value::String(text) => drop(found_by.insert((path.to_owned(), cut(text)))),
        Value::Bool(_) | Value::Number(_) => drop(found_by.insert((path.to_owned(), value.to_string()))),
    }
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

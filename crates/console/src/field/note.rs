//! What Lintel notes in a connection's `metadata`, a text for each name (Management API, `ConnectionsMetadata`).

use lintel_management::Connection;
use serde_json::{Map, Value};

pub(super) const CLIENT_SECRET_ENDS: &str = "lintel_client_secret_ends";

const METADATA: &str = "metadata";

/// Empty where it is not there.
pub(super) fn read<'a>(connection: &'a Connection, name: &str) -> &'a str {
    connection.other.get(METADATA).and_then(|metadata| metadata.get(name)?.as_str()).unwrap_or_default()
}

/// Where nothing is to be noted, the note goes; what others note stays.
pub(super) fn put(connection: &mut Map<String, Value>, name: &str, text: &str) {
    let held = connection.get(METADATA).and_then(|metadata| metadata.get(name)?.as_str()).unwrap_or_default();
    if held == text {
        return;
    }
    let metadata = connection.entry(METADATA).or_insert_with(|| Value::Object(Map::new()));
    if !metadata.is_object() {
        *metadata = Value::Object(Map::new());
    }
    if let Value::Object(metadata) = metadata {
        match text {
            "" => drop(metadata.shift_remove(name)),
            text => drop(metadata.insert(name.to_owned(), text.into())),
        }
    }
}

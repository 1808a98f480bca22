use lintel_management::Connection;
use serde_json::Value;

use crate::{api::error::ApiError, store::Store};

/// A realm belongs to one connection.
pub(super) async fn check_free(store: &Store, connection: &Connection) -> Result<(), ApiError> {
    let own = realms(connection);
    for other in store.connections().await?.iter().filter(|other| other.id != connection.id) {
        if let Some(taken) = own.iter().find(|realm| realms(other).contains(realm)) {
            return Err(ApiError::conflict(format!("The realm {taken} belongs to the connection {}", other.name)));
        }
    }
    Ok(())
}

fn realms(connection: &Connection) -> Vec<&str> {
    let realms = connection.other.get("realms").and_then(Value::as_array);
    realms.into_iter().flatten().filter_map(Value::as_str).collect()
}

use chrono::{DateTime, SecondsFormat, Utc};
use lintel_oidc::issuing;
use serde_json::{Map, Value, json};

/// The tenant's name, where the API tells one.
pub(crate) const TENANT_NAME: &str = "local";

/// The most that is kept of one value of an entry, in bytes.
pub(crate) const LARGEST: usize = 64 * 1024;

/// One event of the tenant's log, as it is stored.
#[derive(Debug)]
pub struct LogEntry {
    pub(crate) id: String,
    /// Absent where the event is of no connection. An entry goes with its connection.
    pub(crate) connection_id: Option<String>,
    /// Auth0's name of the event: `s`, `fscim`.
    pub(crate) kind: &'static str,
    /// As `GET /api/v2/logs` shows it.
    pub(crate) document: Value,
}

impl LogEntry {
    /// With what every event has before and after its own members.
    pub(crate) fn new(
        now: DateTime<Utc>,
        kind: &'static str,
        connection_id: Option<String>,
        members: Map<String, Value>,
    ) -> Self {
        let id = issuing::token(24);
        let mut document = json!({ "date": now.to_rfc3339_opts(SecondsFormat::Millis, true), "type": kind });
        if let Some(document) = document.as_object_mut() {
            document.extend(members);
            document.insert("tenant_name".to_owned(), TENANT_NAME.into());
            document.insert("environment_name".to_owned(), TENANT_NAME.into());
            document.insert("log_id".to_owned(), id.clone().into());
        }
        LogEntry { id, connection_id, kind, document }
    }
}

/// The value, or how large it is.
pub(crate) fn within_bounds(value: Value) -> Value {
    match value.to_string().len() {
        bytes if bytes > LARGEST => {
            json!({ "left_out": format!("{bytes} bytes, of which the log keeps {LARGEST} at most") })
        }
        _ => value,
    }
}

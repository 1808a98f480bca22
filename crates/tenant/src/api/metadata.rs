use serde_json::{Map, Value};

/// The metadata under `member` with `changes` in it. Null deletes a key.
pub(super) fn merged(document: &Map<String, Value>, member: &str, changes: Map<String, Value>) -> Value {
    let mut metadata = document.get(member).and_then(Value::as_object).cloned().unwrap_or_default();
    metadata.extend(changes);
    metadata.retain(|_, value| !value.is_null());
    metadata.into()
}

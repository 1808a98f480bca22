//! How a kind and a state stand in the database: as they are called in JSON.

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(super) fn word(value: &impl Serialize) -> Result<String, serde_json::Error> {
    serde_json::to_value(value).map(|value| value.as_str().unwrap_or_default().to_owned())
}

pub(super) fn of_word<T: for<'de> Deserialize<'de>>(word: String) -> Result<T, serde_json::Error> {
    serde_json::from_value(Value::String(word))
}

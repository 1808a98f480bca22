use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::json::{self, Json, JsonError};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Sent,
    Received,
}

/// A request sent or a response received, masked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Message {
    pub direction: Direction,
    /// `GET`, `POST`; absent on a response.
    pub method: Option<String>,
    pub url: Option<String>,
    pub status: Option<u16>,
    pub fields: Vec<Field>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Field {
    pub name: String,
    /// The value, or for a masked one its length and a short hash.
    pub value: String,
    pub masked: bool,
}

impl Message {
    /// The answer of an endpoint: the members of its JSON object, each masked unless its name is known to be open.
    pub fn answer(status: u16, body: &[u8]) -> Self {
        let fields = match json::parse(body) {
            Ok(Json { value: Value::Object(members), .. }) => {
                members.iter().map(|(name, value)| Field::of_answer(name, value)).collect()
            }
            Err(error @ JsonError::TooDeep { .. }) => {
                vec![Field::shown("body", format!("{} bytes of JSON: {error}", body.len()))]
            }
            _ => vec![Field::shown("body", format!("{} bytes that are not a JSON object", body.len()))],
        };
        Message { direction: Direction::Received, method: None, url: None, status: Some(status), fields }
    }
}

impl Field {
    pub fn shown(name: impl Into<String>, value: impl Into<String>) -> Self {
        Field { name: name.into(), value: value.into(), masked: false }
    }

    /// A field whose value is told apart by length and a short hash, never shown.
    pub fn masked(name: impl Into<String>, value: &str) -> Self {
        Field { name: name.into(), value: mask(value), masked: true }
    }

    /// A masked field that first says what it is.
    pub fn summarised(name: impl Into<String>, summary: &str, value: &str) -> Self {
        Field { name: name.into(), value: format!("{summary}; {}", mask(value)), masked: true }
    }

    /// What a provider says under `name`.
    pub(crate) fn of_provider(name: &str, value: &str) -> Self {
        if is_open(name) { Field::shown(name, value) } else { Field::masked(name, value) }
    }

    fn of_answer(name: &str, value: &Value) -> Self {
        match value {
            Value::String(text) => Field::of_provider(name, text),
            Value::Null => Field::shown(name, "null"),
            _ if is_open(name) => Field::shown(name, value.to_string()),
            // A one-time code may be a number.
            Value::Bool(_) | Value::Number(_) => Field::masked(name, &value.to_string()),
            Value::Array(_) => Field::summarised(name, "an array", &value.to_string()),
            Value::Object(_) => Field::summarised(name, "an object", &value.to_string()),
        }
    }
}

/// Whether what a provider says under this name is no secret: by the specifications, and by Microsoft's of its errors. Anything
/// else may be one, such as `device_secret` or a member of the provider's own.
fn is_open(name: &str) -> bool {
    const OPEN: [&str; 14] = [
        "correlation_id",
        "error",
        "error_codes",
        "error_description",
        "error_uri",
        "expires_in",
        "iss",
        "issued_token_type",
        "scope",
        "session_state",
        "state",
        "timestamp",
        "token_type",
        "trace_id",
    ];
    OPEN.contains(&name)
}

/// Length and the first four bytes of SHA-256: enough to see whether two are the same, useless to an attacker.
pub fn mask(value: &str) -> String {
    let digest = Sha256::digest(value.as_bytes());
    let short: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{} characters, sha256 {short}…", value.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_any_kind_is_masked_unless_its_name_is_open() {
        let body = br#"{ "expires_in": 3600, "error_codes": [50126], "pin": 493817, "known": true, "none": null, "words": ["w"] }"#;
        let message = Message::answer(200, body);
        let told: Vec<_> = message.fields.iter().map(|field| (field.name.as_str(), field.masked)).collect();
        let expected = [
            ("expires_in", false),
            ("error_codes", false),
            ("pin", true),
            ("known", true),
            ("none", false),
            ("words", true),
        ];
        assert_eq!(told, expected);
        assert!(message.fields.iter().all(|field| !field.value.contains("493817")));
    }
}

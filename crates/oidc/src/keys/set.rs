use serde_json::Value;

use super::key::Key;
use crate::json::{self, BYTE_ORDER_MARK, Json, JsonError, NoJson, a_json_type};

/// A JWK set as it was served (RFC 7517), every key listed, also those that no library would read.
#[derive(Debug, Clone, PartialEq)]
pub struct KeySet {
    keys: Vec<Key>,
    byte_order_mark: bool,
}

/// Why a text is no key set.
#[derive(Debug, thiserror::Error)]
pub enum KeySetError {
    #[error("{}{}", if matches!(.0, NoJson::Refused { error: JsonError::TooDeep { .. } | JsonError::Repeated(_), .. }) { "" } else { "The key set cannot be read. " }, .0)]
    NoJson(#[from] NoJson),
    /// With what it is instead.
    #[error("The member keys is {0} and not an array.")]
    KeysNotAnArray(String),
    /// With what came instead.
    #[error("The key set has no member keys.")]
    NoKeys(String),
}

impl KeySet {
    pub fn parse(bytes: &[u8]) -> Result<Self, KeySetError> {
        let Json { value, repeated } = json::read(bytes)?;
        if let Some(repeat) = repeated.into_iter().next() {
            return Err(NoJson::from(JsonError::from(repeat)).into());
        }
        match value.get("keys") {
            Some(Value::Array(keys)) => Ok(KeySet {
                keys: keys.iter().map(Key::read).collect(),
                byte_order_mark: bytes.starts_with(BYTE_ORDER_MARK),
            }),
            Some(other) => Err(KeySetError::KeysNotAnArray(a_json_type(other))),
            None => Err(KeySetError::NoKeys(a_json_type(&value))),
        }
    }

    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// Whether it began with a byte order mark, which RFC 8259, section 8.1, forbids.
    pub(crate) fn has_byte_order_mark(&self) -> bool {
        self.byte_order_mark
    }
}

use std::fmt;

use serde::Deserialize;
use zeroize::ZeroizeOnDrop;

/// A value that must not reach a log, a trace or a report: it prints as stars, does not serialize, and is wiped when it
/// is dropped.
#[derive(Clone, PartialEq, Eq, Deserialize, specta::Type, ZeroizeOnDrop)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    pub fn new(value: impl Into<String>) -> Self {
        Secret(value.into())
    }

    /// The value itself, for the one place that sends it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

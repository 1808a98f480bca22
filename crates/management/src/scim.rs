//! Inbound SCIM of a connection, and the events of a tenant's log that tell of it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Inbound SCIM of a connection. Members not named here are in `other`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScimConfiguration {
    /// The SCIM attribute that becomes the user's ID at the provider.
    pub user_id_attribute: Option<String>,
    #[serde(default)]
    pub mapping: Vec<ScimPair>,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A SCIM path and the place in the profile where its value is kept. The API takes any text for both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScimPair {
    #[serde(default)]
    pub scim: String,
    #[serde(default)]
    pub auth0: String,
}

/// A token as the list has it. Times are RFC 3339.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScimToken {
    pub token_id: String,
    #[serde(default)]
    pub scopes: Vec<String>,
    pub created_at: Option<String>,
    /// Absent where it never ends.
    pub valid_until: Option<String>,
    pub last_used_at: Option<String>,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A new token, with its value for this once.
#[derive(Clone, Deserialize)]
pub struct CreatedScimToken {
    pub token: String,
    #[serde(flatten)]
    pub row: ScimToken,
}

impl std::fmt::Debug for CreatedScimToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("CreatedScimToken").field("row", &self.row).finish_non_exhaustive()
    }
}

/// An event of the tenant's log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogEvent {
    pub log_id: String,
    /// `sscim`, `fscim`.
    #[serde(rename = "type")]
    pub kind: String,
    pub date: Option<String>,
    pub description: Option<String>,
    #[serde(default)]
    pub details: Value,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A group that a provider made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    pub id: String,
    pub name: String,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

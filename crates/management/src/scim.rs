//! Inbound SCIM over the wire: configurations, tokens, groups, and the entries of the log.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Inbound SCIM of a connection. Members not named here are in `other`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScimConfiguration {
    #[serde(default)]
    pub connection_id: String,
    #[serde(default)]
    pub connection_name: String,
    /// The SCIM attribute that becomes the user's ID at the provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id_attribute: Option<String>,
    /// From SCIM attributes to those of the profile.
    #[serde(default)]
    pub mapping: Vec<ScimPair>,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// One SCIM path and one path in the profile. The API asks for neither.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ScimPair {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scim: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth0: Option<String>,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl ScimPair {
    pub fn new(scim: impl Into<String>, auth0: impl Into<String>) -> Self {
        ScimPair { scim: Some(scim.into()), auth0: Some(auth0.into()), other: Map::new() }
    }
}

/// A token that a provider presents, without its value. Times are RFC 3339.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScimToken {
    pub token_id: String,
    /// `get:users`, `patch:groups` and the like.
    #[serde(default)]
    pub scopes: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
    /// None where it does not expire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<String>,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A token that was made just now: its value is shown this once.
#[derive(Clone, Deserialize)]
pub struct NewScimToken {
    /// `tok_…`, a dot, and what is secret.
    pub token: String,
    #[serde(flatten)]
    pub made: ScimToken,
}

impl fmt::Debug for NewScimToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewScimToken").field("made", &self.made).finish_non_exhaustive()
    }
}

/// A group that a provider made. Members not named here are in `other`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// `grp_…`
    pub id: String,
    #[serde(default)]
    pub name: String,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// An entry of the tenant's log. Members not named here are in `other`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogEntry {
    #[serde(default)]
    pub log_id: String,
    /// `sscim` and `fscim` for what a provider sent, and many others.
    #[serde(rename = "type", default)]
    pub kind: String,
    /// RFC 3339; published as an object as well, which nobody describes.
    #[serde(default)]
    pub date: Value,
    /// What it is about, in the shape of its type.
    #[serde(default)]
    pub details: Map<String, Value>,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

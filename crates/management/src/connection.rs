use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Options, wire::unreadable};

/// A connection as `GET /api/v2/connections/{id}` shows it. Members not named here are in `other` and go back as they came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Connection {
    pub id: String,
    /// Unique in the tenant, never changeable: every `user_id` carries it.
    pub name: String,
    pub strategy: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Absent when the token lacks `read:connections_options`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<Options>,
    #[serde(default)]
    pub show_as_button: bool,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Connection {
    /// Why the tenant cannot read this row of its database, of which ID and name are all there is. Only a local tenant says so.
    pub fn unreadable(&self) -> Option<&str> {
        unreadable(&self.other)
    }
}

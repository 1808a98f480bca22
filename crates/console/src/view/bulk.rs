//! One change of many connections.

use serde::{Deserialize, Serialize};

use super::Problem;

/// What is done to each of the connections.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BulkAction {
    /// Enabled or disabled for an application.
    Application { client_id: String, enabled: bool },
    /// Offered as a button on login pages, or not.
    Button { shown: bool },
    /// Deleted with its users. `typed` is the number of connections, or `delete 12 connections`.
    Delete { typed: String },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct BulkProgress {
    pub ticket: String,
    /// Connections that are dealt with, one way or the other.
    pub done: u32,
    pub total: u32,
}

/// What became of the connections.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct BulkOutcome {
    /// The IDs of those that are another way now than before.
    pub changed: Vec<String>,
    /// Those that were so already.
    pub unchanged: u32,
    pub failed: Vec<BulkFailure>,
    /// Those that were not begun, because the person cancelled.
    pub left: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct BulkFailure {
    pub id: String,
    pub problem: Problem,
}

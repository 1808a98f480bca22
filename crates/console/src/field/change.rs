//! A change of one member.

use serde_json::Value;

/// Where a member stands: `["connection_settings", "pkce"]`.
pub(crate) type Path = Vec<String>;

/// A member that differs between two versions; `None` is absent. Objects are compared member by member, all else whole, and so is
/// one upstream parameter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Change {
    pub(crate) path: Path,
    pub(crate) before: Option<Value>,
    pub(crate) after: Option<Value>,
}

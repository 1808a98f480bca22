//! What one connection is, wherever it is: on a tenant or in a file.

use lintel_management::scim::ScimConfiguration;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Connections, and where they are from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bundle {
    /// The domain of the tenant; none where a format does not tell.
    pub tenant: Option<String>,
    /// When it was read (RFC 3339).
    pub at: Option<String>,
    pub connections: Vec<ConnectionDocument>,
}

/// All that belongs to one connection and can be written elsewhere. What is `None` is not managed by whoever wrote it: it stays as it is
/// where the document is brought.
#[derive(Clone, PartialEq)]
pub struct ConnectionDocument {
    pub name: String,
    /// The members of the API's own object, those that nobody here knows included, without `name`.
    pub members: Map<String, Value>,
    /// The applications that may use it. None of them is `Some` and empty.
    pub applications: Option<Vec<NamedApplication>>,
    /// Inbound SCIM. That it is off is `Some(None)`.
    pub scim: Option<Option<ScimConfiguration>>,
    pub organizations: Option<Vec<OrganizationUse>>,
}

/// An application by what a file may know of it. One of the two is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedApplication {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// How an organization uses the connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationUse {
    /// The organization's name, which is unique in a tenant.
    pub name: String,
    pub assign_membership_on_login: bool,
    pub show_as_button: bool,
}

impl std::fmt::Debug for ConnectionDocument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ConnectionDocument").field("name", &self.name).finish_non_exhaustive()
    }
}

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::wire::unreadable;

/// An organization: a customer whose people sign in together. Members not named here are in `other`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Organization {
    pub id: String,
    /// Unique in the tenant; `/authorize` may take it in place of the ID.
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Organization {
    /// As [`Connection::unreadable`](crate::Connection::unreadable).
    pub fn unreadable(&self) -> Option<&str> {
        unreadable(&self.other)
    }
}

/// How an organization uses a connection. Members not named here are in `other`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrganizationConnection {
    pub connection_id: String,
    /// Whoever signs in through the connection becomes a member.
    #[serde(default)]
    pub assign_membership_on_login: bool,
    /// Whether the organization's login page has a button for the connection.
    #[serde(default = "shown")]
    pub show_as_button: bool,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// What is decided of a connection that an organization uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationSwitches {
    pub assign_membership_on_login: bool,
    pub show_as_button: bool,
}

fn shown() -> bool {
    true
}

impl OrganizationConnection {
    pub fn switches(&self) -> OrganizationSwitches {
        let OrganizationConnection { assign_membership_on_login, show_as_button, .. } = *self;
        OrganizationSwitches { assign_membership_on_login, show_as_button }
    }
}

/// A user who belongs to an organization. Members not named here are in `other`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrganizationMember {
    pub user_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

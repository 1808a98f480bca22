//! Organizations, as a connection's page and as a page of their own have them.

use lintel_management::OrganizationSwitches;
use serde::{Deserialize, Serialize};

use super::Problem;

/// What an organization decides of a connection that its members sign in through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct OrganizationUseForm {
    /// Whoever signs in through the connection becomes a member.
    pub assign_membership_on_login: bool,
    /// Whether the organization's login page has a button for the connection.
    pub show_as_button: bool,
}

/// A connection's Organizations.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OrganizationsView {
    /// The credentials lack what it takes to tell.
    Hidden { lacking: Vec<String> },
    Shown {
        organizations: Vec<OrganizationRow>,
        /// What the credentials lack for changing something here.
        lacking: Vec<String>,
        /// Whether Lintel creates and deletes organizations of this tenant.
        writable: bool,
    },
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct OrganizationRow {
    pub id: String,
    pub name: String,
    /// The name where there is no other.
    pub display_name: String,
    /// How it uses the connection, if it does.
    pub uses: Option<OrganizationUseForm>,
    /// Why the tenant cannot read it.
    pub problem: Option<String>,
}

/// How an organization is to use a connection: not at all without `uses`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct OrganizationChange {
    pub id: String,
    pub name: String,
    pub uses: Option<OrganizationUseForm>,
}

/// What became of a change of many organizations: done, but for these.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct OrganizationsSwitched {
    pub refused: Vec<RefusedOrganization>,
    /// Those that were not begun, because the person cancelled.
    pub left: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct RefusedOrganization {
    pub id: String,
    pub problem: Problem,
}

impl From<OrganizationSwitches> for OrganizationUseForm {
    fn from(switches: OrganizationSwitches) -> Self {
        let OrganizationSwitches { assign_membership_on_login, show_as_button } = switches;
        OrganizationUseForm { assign_membership_on_login, show_as_button }
    }
}

impl From<OrganizationUseForm> for OrganizationSwitches {
    fn from(form: OrganizationUseForm) -> Self {
        let OrganizationUseForm { assign_membership_on_login, show_as_button } = form;
        OrganizationSwitches { assign_membership_on_login, show_as_button }
    }
}

//! Organizations, who belongs to them, and which connections their members sign in through.

use serde_json::json;

use super::{Method, Request};
use crate::organization::OrganizationSwitches;

impl Request {
    /// Of a name that `/authorize` takes, and what people read.
    pub fn create_organization(name: &str, display_name: Option<&str>) -> Self {
        let mut body = json!({ "name": name });
        if let Some(display_name) = display_name {
            body["display_name"] = display_name.into();
        }
        Request::new(Method::Post, &["organizations"]).body(body)
    }

    /// Its members stay users, and its connections stay.
    pub fn delete_organization(id: &str) -> Self {
        Request::new(Method::Delete, &["organizations", id])
    }

    /// At most ten in a call.
    pub fn add_organization_members(id: &str, user_ids: &[String]) -> Self {
        Request::new(Method::Post, &["organizations", id, "members"]).body(json!({ "members": user_ids }))
    }

    /// At most ten in a call. They stay users.
    pub fn remove_organization_members(id: &str, user_ids: &[String]) -> Self {
        Request::new(Method::Delete, &["organizations", id, "members"]).body(json!({ "members": user_ids }))
    }

    /// Enables the connection for the organization.
    pub fn enable_for_organization(organization_id: &str, connection_id: &str, switches: OrganizationSwitches) -> Self {
        let OrganizationSwitches { assign_membership_on_login, show_as_button } = switches;
        Request::new(Method::Post, &["organizations", organization_id, "enabled_connections"]).body(json!({
            "connection_id": connection_id,
            "assign_membership_on_login": assign_membership_on_login,
            "show_as_button": show_as_button,
        }))
    }

    /// Changes how the organization uses a connection that is enabled for it.
    pub fn update_organization_connection(
        organization_id: &str,
        connection_id: &str,
        switches: OrganizationSwitches,
    ) -> Self {
        let OrganizationSwitches { assign_membership_on_login, show_as_button } = switches;
        Request::new(Method::Patch, &["organizations", organization_id, "enabled_connections", connection_id])
            .body(json!({ "assign_membership_on_login": assign_membership_on_login, "show_as_button": show_as_button }))
    }

    /// The organization's members sign in through the connection no longer.
    pub fn disable_for_organization(organization_id: &str, connection_id: &str) -> Self {
        Request::new(Method::Delete, &["organizations", organization_id, "enabled_connections", connection_id])
    }
}

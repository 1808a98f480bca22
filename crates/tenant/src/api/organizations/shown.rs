use serde_json::{Map, Value, json};

use crate::{
    api::{paging::Limits, unreadable},
    store::{OrganizationConnection, OrganizationRecord, Switches, Unreadable},
};

pub(super) const LIMITS: Limits = Limits {
    member: "organizations",
    default_per_page: 50,
    min_per_page: 1,
    max_take: Some(100),
    default_take: 50,
    with_length: false,
};

pub(super) fn shown(row: Result<OrganizationRecord, Unreadable>) -> Map<String, Value> {
    match row {
        Ok(organization) => organization.document,
        Err(unreadable) => unreadable::shown(&unreadable, "id", "name"),
    }
}

/// A connection as it is enabled for an organization.
pub(super) fn connection(connection: OrganizationConnection) -> Value {
    let OrganizationConnection { connection_id, name, strategy, switches } = connection;
    json!({
        "connection_id": connection_id,
        "assign_membership_on_login": switches.assign_membership_on_login,
        "show_as_button": switches.show_as_button,
        "is_signup_enabled": switches.is_signup_enabled,
        "connection": { "name": name, "strategy": strategy },
    })
}

/// `before`, with what the object says.
pub(super) fn switches_of(asked: &Map<String, Value>, before: Switches) -> Switches {
    let flag = |member: &str, before| asked.get(member).and_then(Value::as_bool).unwrap_or(before);
    Switches {
        assign_membership_on_login: flag("assign_membership_on_login", before.assign_membership_on_login),
        show_as_button: flag("show_as_button", before.show_as_button),
        is_signup_enabled: flag("is_signup_enabled", before.is_signup_enabled),
    }
}

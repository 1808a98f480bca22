use serde_json::{Map, Value};

/// The strings in a list; what stands there besides is left out, and so is a member that is no list.
pub fn texts<'a>(members: &'a Map<String, Value>, member: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    members.get(member).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// The members of a connection that the API takes when it creates or updates one. It refuses every other.
pub const MEMBERS: [&str; 13] = [
    "name",
    "strategy",
    "display_name",
    "options",
    "enabled_clients",
    "is_domain_connection",
    "show_as_button",
    "realms",
    "metadata",
    "authentication",
    "connected_accounts",
    "cross_app_access_requesting_app",
    "cross_app_access_resource_app",
];

/// The members that the API makes itself and takes from nobody: a connection that is written elsewhere leaves them behind.
pub const SERVER_MADE: [&str; 2] = ["id", "provisioning_ticket_url"];

/// Those of `options`.
pub const SERVER_MADE_OPTIONS: [&str; 1] = ["schema_version"];

/// The secrets among the members of `options`.
pub const SECRET_OPTIONS: [&str; 1] = ["client_secret"];

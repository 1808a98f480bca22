use serde_json::{Map, Value};

use super::{
    oidc_options,
    shape::{Invalid, Member, Shape, check_members, check_not_empty},
};
use crate::api::error::ApiError;

const NAME: Shape = Shape::Text { min: 1, max: 128, rule: Some(is_name) };
const ACTIVE: Member = Member::required("active", Shape::Flag, "Whether it is on");

const OPTIONS: Member = Member::optional("options", Shape::Open(oidc_options::MEMBERS), "Options of the connection");
const DISPLAY_NAME: Member =
    Member::optional("display_name", Shape::Text { min: 1, max: 128, rule: None }, "Name on the login screen");
const IS_DOMAIN_CONNECTION: Member = Member::optional("is_domain_connection", Shape::Flag, "Domain-level connection");
const SHOW_AS_BUTTON: Member = Member::optional("show_as_button", Shape::Flag, "Button on the login screen");
const REALMS: Member = Member::optional(
    "realms",
    Shape::List { min: 0, max: 10, item: &Shape::Text { min: 1, max: 255, rule: None } },
    "Realms of the connection",
);
const METADATA: Member = Member::optional(
    "metadata",
    Shape::Map { max: 10, value: &Shape::Nullable(&Shape::Text { min: 0, max: 255, rule: None }) },
    "Metadata of the connection",
);
const AUTHENTICATION: Member = Member::optional("authentication", Shape::Closed(&[ACTIVE]), "Use for sign-in");
const CONNECTED_ACCOUNTS_MEMBERS: &[Member] =
    &[ACTIVE, Member::optional("cross_app_access", Shape::Flag, "Cross App Access")];
const CONNECTED_ACCOUNTS: Member =
    Member::optional("connected_accounts", Shape::Closed(CONNECTED_ACCOUNTS_MEMBERS), "Use for connected accounts");
const REQUESTING_APP: Member =
    Member::optional("cross_app_access_requesting_app", Shape::Closed(&[ACTIVE]), "Cross App Access, requesting");
const RESOURCE_APP: Member = Member::optional(
    "cross_app_access_resource_app",
    Shape::Nullable(&Shape::Closed(&[Member::required("status", Shape::OneOf(&["enabled", "disabled"]), "Status")])),
    "Cross App Access, resource",
);

const ALL_ENABLED_CLIENTS: Member = Member::optional(
    "enabled_clients",
    Shape::List { min: 0, max: usize::MAX, item: &Shape::Text { min: 1, max: 255, rule: None } },
    "Applications that may use the connection",
);

const CREATE: &[Member] = &[
    Member::required("name", NAME, "Name of the connection"),
    Member::required("strategy", Shape::OneOf(&["oidc"]), "Strategy of the connection"),
    OPTIONS,
    DISPLAY_NAME,
    ALL_ENABLED_CLIENTS,
    IS_DOMAIN_CONNECTION,
    SHOW_AS_BUTTON,
    REALMS,
    METADATA,
    AUTHENTICATION,
    CONNECTED_ACCOUNTS,
    REQUESTING_APP,
    RESOURCE_APP,
];

/// What a PATCH may hold, and one that comes as before July 2026.
const UPDATE: &[Member] = UPDATE_BEFORE_2026_07.split_at(1).1;
const UPDATE_BEFORE_2026_07: &[Member] = &[
    ALL_ENABLED_CLIENTS,
    OPTIONS,
    DISPLAY_NAME,
    IS_DOMAIN_CONNECTION,
    SHOW_AS_BUTTON,
    REALMS,
    METADATA,
    AUTHENTICATION,
    CONNECTED_ACCOUNTS,
    REQUESTING_APP,
    RESOURCE_APP,
];

const ENABLED_CLIENTS: Shape = Shape::List {
    min: 1,
    max: 50,
    item: &Shape::Closed(&[
        Member::required("client_id", Shape::Text { min: 1, max: 255, rule: None }, "Client ID"),
        Member::required("status", Shape::Flag, "Whether the connection is enabled"),
    ]),
};

const KEYS: Shape = Shape::Nullable(&Shape::Closed(&[Member::optional(
    "signing_alg",
    oidc_options::SIGNING_ALGORITHMS,
    "Algorithm that the keys sign with",
)]));

pub(in crate::api) fn check_create(body: &Map<String, Value>) -> Result<(), ApiError> {
    // `options` is optional in the generic schema, and without it there is no client ID.
    client_id_given(body.get("options").unwrap_or(&Value::Object(Map::new())))?;
    Ok(check_members(body, CREATE, true, "", "")?)
}

pub(in crate::api) fn check_update(body: &Map<String, Value>, before_2026_07: bool) -> Result<(), ApiError> {
    check_not_empty(body)?;
    if let Some(options) = body.get("options") {
        client_id_given(options)?;
    }
    Ok(check_members(body, if before_2026_07 { UPDATE_BEFORE_2026_07 } else { UPDATE }, true, "", "")?)
}

pub(in crate::api) fn check_metadata(metadata: &Value) -> Result<(), Invalid> {
    METADATA.shape.check(metadata, METADATA.name, METADATA.description)
}

pub(in crate::api) fn check_enabled_clients(body: &Value) -> Result<(), Invalid> {
    ENABLED_CLIENTS.check(body, "", "Applications to enable or disable")
}

/// The body that asks for keys, which may be null.
pub(in crate::api) fn check_keys(body: &Value) -> Result<(), Invalid> {
    KEYS.check(body, "", "Keys of the connection")
}

fn client_id_given(options: &Value) -> Result<(), ApiError> {
    match options {
        Value::Object(options) if options.get("client_id").is_none_or(|id| id.is_null() || id == "") => {
            Err(ApiError::invalid_body("options.client_id is required"))
        }
        _ => Ok(()),
    }
}

/// `^[a-zA-Z0-9](-[a-zA-Z0-9]|[a-zA-Z0-9])*$`
fn is_name(name: &str) -> Result<(), String> {
    let edge = |end: Option<char>| end.is_some_and(|end| end.is_ascii_alphanumeric());
    let inside = name.chars().all(|inner| inner.is_ascii_alphanumeric() || inner == '-');
    if inside && edge(name.chars().next()) && edge(name.chars().last()) && !name.contains("--") {
        Ok(())
    } else {
        Err(format!("String does not match pattern ^[a-zA-Z0-9](-[a-zA-Z0-9]|[a-zA-Z0-9])*$: {name}"))
    }
}

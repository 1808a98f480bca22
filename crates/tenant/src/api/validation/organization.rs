use serde_json::{Map, Value};
use url::Url;

use super::shape::{self, Invalid, Member, Shape, check_not_empty};

const NAME: Shape = Shape::Text { min: 1, max: 50, rule: Some(is_name) };
const NAME_DESCRIPTION: &str = "The name of this organization.";

const METADATA: Member = Member::optional(
    "metadata",
    Shape::Map { max: 25, value: &Shape::Nullable(&Shape::Text { min: 0, max: 255, rule: None }) },
    "Metadata associated with the organization",
);

const COLOR: Shape = Shape::Text { min: 4, max: 9, rule: Some(is_color) };

/// What both writes take.
const MEMBERS: &[Member] = &[
    Member::optional(
        "display_name",
        Shape::Text { min: 1, max: 255, rule: None },
        "Friendly name of this organization.",
    ),
    Member::optional(
        "branding",
        Shape::Closed(&[
            Member::optional(
                "logo_url",
                Shape::Nullable(&Shape::Text { min: 1, max: 2048, rule: Some(is_https) }),
                "URL of logo to display on login page.",
            ),
            Member::optional(
                "colors",
                Shape::Closed(&[
                    Member::required("primary", COLOR, "HEX Color for primary elements."),
                    Member::required("page_background", COLOR, "HEX Color for background."),
                ]),
                "Color scheme used to customize the login pages.",
            ),
        ]),
        "Theme defines how to style the login pages.",
    ),
    METADATA,
    // Kept, and of no effect here.
    Member::optional("token_quota", Shape::Nullable(&Shape::Open(&[])), "Token quota"),
    Member::optional("third_party_client_access", Shape::OneOf(&["allow", "block"]), "Access of third-party clients"),
    Member::optional("is_app_entitlement_active", Shape::Flag, "Whether app entitlement is active"),
];

const SWITCHES: [Member; 3] = [
    Member::optional("assign_membership_on_login", Shape::Flag, "Whether a login grants membership"),
    Member::optional("is_signup_enabled", Shape::Flag, "Whether organization signup is enabled"),
    Member::optional("show_as_button", Shape::Flag, "Whether the login prompt shows the connection"),
];

const CONNECTION_ID: Member = Member::required(
    "connection_id",
    Shape::Text { min: 1, max: 50, rule: None },
    "Single connection ID to add to the organization.",
);

const ENABLE: &[Member] = &[CONNECTION_ID, SWITCHES[0], SWITCHES[1], SWITCHES[2]];

/// Users that one call adds or removes.
const MOST_MEMBERS: usize = 10;

pub(in crate::api) fn check_create(body: &Map<String, Value>) -> Result<(), Invalid> {
    let own = [
        Member::required("name", NAME, NAME_DESCRIPTION),
        Member::optional(
            "enabled_connections",
            Shape::List { min: 0, max: 10, item: &Shape::Closed(ENABLE) },
            "Connections that will be enabled for this organization",
        ),
    ];
    shape::check_members(body, &[own.as_slice(), MEMBERS].concat(), true, "", "")
}

pub(in crate::api) fn check_update(body: &Map<String, Value>) -> Result<(), Invalid> {
    check_not_empty(body)?;
    let own = [Member::optional("name", NAME, NAME_DESCRIPTION)];
    shape::check_members(body, &[own.as_slice(), MEMBERS].concat(), true, "", "")
}

pub(in crate::api) fn check_metadata(metadata: &Value) -> Result<(), Invalid> {
    METADATA.shape.check(metadata, METADATA.name, METADATA.description)
}

pub(in crate::api) fn check_enable(body: &Map<String, Value>) -> Result<(), Invalid> {
    shape::check_members(body, ENABLE, true, "", "")
}

pub(in crate::api) fn check_switch(body: &Map<String, Value>) -> Result<(), Invalid> {
    check_not_empty(body)?;
    shape::check_members(body, &SWITCHES, true, "", "")
}

pub(in crate::api) fn check_members(body: &Map<String, Value>) -> Result<(), Invalid> {
    const USER_ID: Shape = Shape::Text { min: 1, max: usize::MAX, rule: None };
    let members = Shape::List { min: 1, max: MOST_MEMBERS, item: &USER_ID };
    shape::check_members(body, &[Member::required("members", members, "List of user IDs")], true, "", "")
}

/// `/authorize` takes a name where it takes an ID, so that none may look like one.
fn is_name(name: &str) -> Result<(), String> {
    let allowed = |character: char| matches!(character, 'a'..='z' | '0'..='9' | '-' | '_');
    let begins = name.starts_with(|first: char| first.is_ascii_lowercase() || first.is_ascii_digit());
    if begins && name.chars().all(allowed) && !name.starts_with("org_") {
        Ok(())
    } else {
        Err(format!(
            "Object didn't pass validation for format organization-name: {name}. It takes lower-case letters, digits, - and _, begins with a \
             letter or a digit, and not with org_"
        ))
    }
}

fn is_https(text: &str) -> Result<(), String> {
    match Url::parse(text) {
        Ok(url) if url.scheme() == "https" => Ok(()),
        _ => Err(format!("Object didn't pass validation for format strict-https-uri-or-null: {text}")),
    }
}

fn is_color(text: &str) -> Result<(), String> {
    let digits = text.strip_prefix('#').unwrap_or_default();
    if [3, 4, 6, 8].contains(&digits.len()) && digits.chars().all(|digit| digit.is_ascii_hexdigit()) {
        Ok(())
    } else {
        Err(format!("Object didn't pass validation for format html-color: {text}"))
    }
}

use serde_json::{Map, Value};

use super::shape::{Invalid, Member, Shape, check_members};

const ANY_TEXT: Shape = Shape::Text { min: 1, max: usize::MAX, rule: None };
const ANY_TEXTS: Shape = Shape::List { min: 0, max: usize::MAX, item: &ANY_TEXT };

const CREATE: &[Member] = &[
    Member::required(
        "name",
        Shape::Text { min: 1, max: usize::MAX, rule: Some(no_angle_brackets) },
        "Name of the client",
    ),
    Member::optional("description", Shape::Text { min: 0, max: 140, rule: None }, "Description of the client"),
    Member::optional("logo_uri", Shape::Text { min: 0, max: usize::MAX, rule: None }, "Logo"),
    Member::optional(
        "callbacks",
        Shape::List { min: 0, max: usize::MAX, item: &Shape::Text { min: 1, max: usize::MAX, rule: Some(is_url) } },
        "Callback URLs",
    ),
    Member::optional("allowed_origins", ANY_TEXTS, "Allowed origins"),
    Member::optional("web_origins", ANY_TEXTS, "Web origins"),
    Member::optional("client_aliases", ANY_TEXTS, "Aliases"),
    Member::optional("allowed_clients", ANY_TEXTS, "Allowed clients"),
    Member::optional("allowed_logout_urls", ANY_TEXTS, "Logout URLs"),
    Member::optional("grant_types", ANY_TEXTS, "Grant types"),
    Member::optional(
        "token_endpoint_auth_method",
        Shape::OneOf(&["none", "client_secret_post", "client_secret_basic"]),
        "How the token endpoint is authenticated to",
    ),
    Member::optional(
        "app_type",
        Shape::OneOf(&["native", "spa", "regular_web", "non_interactive"]),
        "Kind of application",
    ),
    Member::optional("is_first_party", Shape::Flag, "First party"),
    Member::optional("oidc_conformant", Shape::Flag, "OIDC conformant"),
    Member::optional(
        "client_metadata",
        Shape::Map { max: 10, value: &Shape::Nullable(&ANY_TEXT) },
        "Metadata of the client",
    ),
    Member::optional("jwt_configuration", Shape::Open(&[]), "JWT configuration"),
    Member::optional("refresh_token", Shape::Nullable(&Shape::Open(&[])), "Refresh token configuration"),
    Member::optional("cross_origin_authentication", Shape::Flag, "Cross-origin authentication"),
    Member::optional("sso", Shape::Flag, "Single sign-on"),
    Member::optional("sso_disabled", Shape::Flag, "Single sign-on off"),
    Member::optional("custom_login_page_on", Shape::Flag, "Custom login page"),
    Member::optional("initiate_login_uri", Shape::Text { min: 0, max: usize::MAX, rule: None }, "Login initiation"),
];

pub(in crate::api) fn check_create(body: &Map<String, Value>) -> Result<(), Invalid> {
    check_members(body, CREATE, true, "", "")
}

fn no_angle_brackets(name: &str) -> Result<(), String> {
    if name.contains(['<', '>']) { Err(format!("String does not match pattern ^[^<>]+$: {name}")) } else { Ok(()) }
}

fn is_url(text: &str) -> Result<(), String> {
    url::Url::parse(text)
        .map(drop)
        .map_err(|_| format!("Object didn't pass validation for format callback-url: {text}"))
}

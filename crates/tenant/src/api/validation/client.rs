use serde_json::{Map, Value};

use super::shape::{Invalid, Member, Shape, check_members, check_not_empty};

const ANY_TEXT: Shape = Shape::Text { min: 1, max: usize::MAX, rule: None };
const ANY_TEXTS: Shape = Shape::List { min: 0, max: usize::MAX, item: &ANY_TEXT };
const ANY_TEXT_OR_NONE: Shape = Shape::Text { min: 0, max: usize::MAX, rule: None };

const NAME: Shape = Shape::Text { min: 1, max: usize::MAX, rule: Some(no_angle_brackets) };
const AUTH_METHOD: Shape = Shape::OneOf(&["none", "client_secret_post", "client_secret_basic"]);
const AUTH_METHOD_DESCRIPTION: &str = "How the token endpoint is authenticated to";

/// Schemes of which no callback can be: they lead to no application but run or read something in the browser.
pub const REFUSED_CALLBACK_SCHEMES: [&str; 4] = ["javascript", "data", "file", "vbscript"];

/// As published, and the older names that applications still carry.
const GRANT_TYPES: [&str; 19] = [
    "authorization_code",
    "implicit",
    "refresh_token",
    "client_credentials",
    "password",
    "http://auth0.com/oauth/grant-type/password-realm",
    "http://auth0.com/oauth/grant-type/mfa-oob",
    "http://auth0.com/oauth/grant-type/mfa-otp",
    "http://auth0.com/oauth/grant-type/mfa-recovery-code",
    "http://auth0.com/oauth/grant-type/passwordless/otp",
    "urn:openid:params:grant-type:ciba",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:ietf:params:oauth:grant-type:token-exchange",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
    "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token",
    "http://auth0.com/oauth/legacy/grant-type/ro",
    "http://auth0.com/oauth/legacy/grant-type/ro/jwt-bearer",
    "http://auth0.com/oauth/legacy/grant-type/delegation/refresh_token",
    "http://auth0.com/oauth/legacy/grant-type/access_token",
];

const METADATA: Member = Member::optional(
    "client_metadata",
    Shape::Map { max: 10, value: &Shape::Nullable(&ANY_TEXT) },
    "Metadata of the client",
);

/// What both writes take and the tenant knows.
const MEMBERS: &[Member] = &[
    Member::optional("description", Shape::Text { min: 0, max: 140, rule: None }, "Description of the client"),
    Member::optional("logo_uri", ANY_TEXT_OR_NONE, "Logo"),
    Member::optional(
        "callbacks",
        Shape::List {
            min: 0,
            max: usize::MAX,
            item: &Shape::Text { min: 1, max: usize::MAX, rule: Some(is_callback) },
        },
        "Callback URLs",
    ),
    Member::optional("allowed_origins", ANY_TEXTS, "Allowed origins"),
    Member::optional("web_origins", ANY_TEXTS, "Web origins"),
    Member::optional("client_aliases", ANY_TEXTS, "Aliases"),
    Member::optional("allowed_clients", ANY_TEXTS, "Allowed clients"),
    Member::optional("allowed_logout_urls", ANY_TEXTS, "Logout URLs"),
    Member::optional(
        "grant_types",
        Shape::List { min: 0, max: usize::MAX, item: &Shape::OneOf(&GRANT_TYPES) },
        "Grant types",
    ),
    Member::optional(
        "app_type",
        Shape::OneOf(&["native", "spa", "regular_web", "non_interactive"]),
        "Kind of application",
    ),
    Member::optional("is_first_party", Shape::Flag, "First party"),
    Member::optional("oidc_conformant", Shape::Flag, "OIDC conformant"),
    METADATA,
    Member::optional("jwt_configuration", Shape::Open(&[]), "JWT configuration"),
    Member::optional("refresh_token", Shape::Nullable(&Shape::Open(&[])), "Refresh token configuration"),
    Member::optional("cross_origin_authentication", Shape::Flag, "Cross-origin authentication"),
    Member::optional("sso", Shape::Flag, "Single sign-on"),
    Member::optional("sso_disabled", Shape::Flag, "Single sign-on off"),
    Member::optional("custom_login_page_on", Shape::Flag, "Custom login page"),
    Member::optional("initiate_login_uri", ANY_TEXT_OR_NONE, "Login initiation"),
];

/// What both writes take beside that: kept, and of no effect here.
const KEPT: [&str; 30] = [
    "addons",
    "async_approval_notification_channels",
    "client_authentication_methods",
    "compliance_level",
    "cross_origin_loc",
    "custom_login_page",
    "custom_login_page_preview",
    "default_organization",
    "encryption_key",
    "express_configuration",
    "form_template",
    "is_token_endpoint_ip_header_trusted",
    "mobile",
    "my_organization_configuration",
    "native_social_login",
    "oidc_backchannel_logout",
    "oidc_logout",
    "organization_discovery_methods",
    "organization_require_behavior",
    "organization_usage",
    "par_request_expiry",
    "redirection_policy",
    "require_proof_of_possession",
    "require_pushed_authorization_requests",
    "session_transfer",
    "signed_request_object",
    "skip_non_verifiable_callback_uri_confirmation_prompt",
    "third_party_security_mode",
    "token_exchange",
    "token_quota",
];

pub(in crate::api) fn check_create(body: &Map<String, Value>) -> Result<(), Invalid> {
    let own = [
        Member::required("name", NAME, "Name of the client"),
        Member::optional("token_endpoint_auth_method", AUTH_METHOD, AUTH_METHOD_DESCRIPTION),
        Member::optional("resource_server_identifier", Shape::Anything, ""),
    ];
    check(body, &own)
}

pub(in crate::api) fn check_update(body: &Map<String, Value>) -> Result<(), Invalid> {
    check_not_empty(body)?;
    let own = [
        Member::optional("name", NAME, "Name of the client"),
        Member::optional("token_endpoint_auth_method", Shape::Nullable(&AUTH_METHOD), AUTH_METHOD_DESCRIPTION),
        Member::optional("client_secret", ANY_TEXT, "Secret of the client"),
    ];
    check(body, &own)
}

pub(in crate::api) fn check_metadata(metadata: &Value) -> Result<(), Invalid> {
    METADATA.shape.check(metadata, METADATA.name, METADATA.description)
}

fn check(body: &Map<String, Value>, own: &[Member]) -> Result<(), Invalid> {
    let kept = KEPT.map(|name| Member::optional(name, Shape::Anything, ""));
    check_members(body, &[own, MEMBERS, &kept].concat(), true, "", "")
}

fn no_angle_brackets(name: &str) -> Result<(), String> {
    if name.contains(['<', '>']) { Err(format!("String does not match pattern ^[^<>]+$: {name}")) } else { Ok(()) }
}

fn is_callback(text: &str) -> Result<(), String> {
    match url::Url::parse(text) {
        Ok(url) if !REFUSED_CALLBACK_SCHEMES.contains(&url.scheme()) => Ok(()),
        _ => Err(format!("Object didn't pass validation for format callback-url: {text}")),
    }
}

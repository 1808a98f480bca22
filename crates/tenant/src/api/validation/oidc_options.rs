//! `options` of strategy `oidc`: an open object, of which these members are held to the published schema.

use lintel_oidc::sign_in::UPSTREAM_ALIASES;

use super::shape::{Member, Shape};

const ENDPOINT: Shape = Shape::Nullable(&Shape::Url { max: 255 });
const ANY_TEXT: Shape = text(0, usize::MAX);
pub(super) const SIGNING_ALGORITHMS: Shape =
    Shape::OneOf(&["ES256", "ES384", "PS256", "PS384", "RS256", "RS384", "RS512"]);

pub(super) const MEMBERS: &[Member] = &[
    Member::required("client_id", text(0, 255), "Client ID at the identity provider"),
    Member::optional("type", Shape::OneOf(&["back_channel", "front_channel"]), "Communication channel"),
    Member::optional("client_secret", text(0, 700), "Client secret at the identity provider"),
    Member::optional("discovery_url", ENDPOINT, "URL of the discovery document"),
    Member::optional("oidc_metadata", Shape::Open(METADATA), "Provider metadata"),
    Member::optional("issuer", ENDPOINT, "Issuer of the ID tokens"),
    Member::optional("authorization_endpoint", Shape::Nullable(&Shape::Url { max: 2083 }), "Authorization endpoint"),
    Member::optional("token_endpoint", ENDPOINT, "Token endpoint"),
    Member::optional("userinfo_endpoint", ENDPOINT, "Userinfo endpoint"),
    Member::optional("jwks_uri", ENDPOINT, "URL of the key set"),
    Member::optional("scope", Shape::Text { min: 6, max: 255, rule: Some(holds_openid) }, "Scopes to request"),
    Member::optional("connection_settings", Shape::Open(CONNECTION_SETTINGS), "Connection profile"),
    Member::optional("attribute_map", Shape::Open(ATTRIBUTE_MAP), "User mapping"),
    Member::optional(
        "set_user_root_attributes",
        Shape::OneOf(&["on_each_login", "on_first_login", "never_on_login"]),
        "When root attributes follow the identity provider",
    ),
    Member::optional(
        "non_persistent_attrs",
        Shape::List { min: 0, max: 96, item: &text(0, 255) },
        "Attributes that are not stored",
    ),
    Member::optional(
        "upstream_params",
        Shape::Nullable(&Shape::Map { max: usize::MAX, value: &Shape::Either(UPSTREAM_PARAMETER) }),
        "Parameters sent to the identity provider",
    ),
    Member::optional(
        "domain_aliases",
        Shape::List { min: 0, max: 1000, item: &Shape::Text { min: 0, max: 256, rule: Some(host_or_url) } },
        "Domains of home realm discovery",
    ),
    Member::optional("tenant_domain", text(1, 255), "Primary domain"),
    Member::optional("icon_url", Shape::Url { max: 255 }, "Logo of the login button"),
    Member::optional(
        "token_endpoint_auth_method",
        Shape::Nullable(&Shape::OneOf(&["client_secret_post", "private_key_jwt"])),
        "How the token endpoint is authenticated to",
    ),
    Member::optional(
        "token_endpoint_auth_signing_alg",
        Shape::Nullable(&SIGNING_ALGORITHMS),
        "Algorithm of private_key_jwt",
    ),
    Member::optional(
        "token_endpoint_jwtca_aud_format",
        Shape::OneOf(&["issuer", "token_endpoint"]),
        "Audience of private_key_jwt",
    ),
    Member::optional(
        "id_token_signed_response_algs",
        Shape::Nullable(&Shape::List { min: 0, max: usize::MAX, item: &SIGNING_ALGORITHMS }),
        "Algorithms that ID tokens may be signed with",
    ),
    Member::optional("send_back_channel_nonce", Shape::Flag, "Nonce on the back channel"),
    Member::optional(
        "dpop_signing_alg",
        Shape::OneOf(&["ES256", "ES384", "ES512", "Ed25519"]),
        "Algorithm of DPoP proofs",
    ),
    Member::optional("id_token_session_expiry_supported", Shape::Flag, "Session expiry from the ID token"),
    Member::optional(
        "federated_connections_access_tokens",
        Shape::Nullable(&Shape::Closed(&[Member::optional("active", Shape::Flag, "")])),
        "Federated access tokens",
    ),
];

const CONNECTION_SETTINGS: &[Member] =
    &[Member::optional("pkce", Shape::OneOf(&["auto", "S256", "plain", "disabled"]), "PKCE configuration")];

const ATTRIBUTE_MAP: &[Member] = &[
    Member::optional("mapping_mode", Shape::OneOf(&["bind_all", "use_map"]), "Mapping mode"),
    Member::optional("userinfo_scope", text(0, 255), "Scopes for userinfo"),
    Member::optional("attributes", Shape::Open(&[]), "Attribute templates"),
];

const UPSTREAM_PARAMETER: &[Member] = &[
    Member::optional("alias", Shape::OneOf(&UPSTREAM_ALIASES), "Parameter copied from the authorization request"),
    Member::optional("value", text(0, usize::MAX), "Fixed value"),
];

/// Metadata that a caller supplies; what the tenant fetches itself is stored whole.
const METADATA: &[Member] = &[
    Member::required("issuer", Shape::Url { max: 255 }, "Issuer"),
    Member::required("authorization_endpoint", Shape::Url { max: 2083 }, "Authorization endpoint"),
    Member::required("jwks_uri", Shape::Url { max: 255 }, "URL of the key set"),
    Member::required("id_token_signing_alg_values_supported", texts(1, 26, &text(0, 10)), "ID token algorithms"),
    Member::optional("token_endpoint", Shape::Url { max: 255 }, "Token endpoint"),
    Member::optional("userinfo_endpoint", Shape::Url { max: 255 }, "Userinfo endpoint"),
    Member::optional("registration_endpoint", Shape::Url { max: 255 }, "Registration endpoint"),
    Member::optional("end_session_endpoint", Shape::Url { max: 255 }, "End session endpoint"),
    Member::optional("service_documentation", Shape::Url { max: 255 }, "Documentation"),
    Member::optional("op_policy_uri", Shape::Url { max: 255 }, "Policy"),
    Member::optional("op_tos_uri", Shape::Url { max: 255 }, "Terms of service"),
    Member::optional("response_types_supported", texts(1, 40, &text(0, 40)), "Response types"),
    Member::optional("response_modes_supported", texts(0, 16, &text(0, 20)), "Response modes"),
    Member::optional("grant_types_supported", texts(0, 20, &text(0, 100)), "Grant types"),
    Member::optional("subject_types_supported", texts(0, 20, &text(0, 100)), "Subject types"),
    Member::optional(
        "scopes_supported",
        Shape::Nullable(&Shape::Holding("openid", &texts(0, 7000, &text(0, 100)))),
        "Scopes",
    ),
    Member::optional("claims_supported", texts(0, 150, &text(0, 100)), "Claims"),
    Member::optional("claim_types_supported", texts(0, 10, &text(0, 25)), "Claim types"),
    Member::optional("claims_locales_supported", texts(0, 100, &text(0, 50)), "Locales of claims"),
    Member::optional("ui_locales_supported", texts(0, 150, &text(0, 50)), "Locales of pages"),
    Member::optional("display_values_supported", texts(0, 6, &text(0, 10)), "Display values"),
    Member::optional("acr_values_supported", texts(0, 30, &text(0, 100)), "Authentication contexts"),
    Member::optional(
        "token_endpoint_auth_methods_supported",
        texts(0, 14, &text(0, 60)),
        "Client authentication methods",
    ),
    Member::optional(
        "token_endpoint_auth_signing_alg_values_supported",
        texts(0, 24, &text(0, 10)),
        "Client authentication algorithms",
    ),
    Member::optional("dpop_signing_alg_values_supported", texts(0, 26, &text(0, 14)), "DPoP algorithms"),
    Member::optional("userinfo_signing_alg_values_supported", texts(0, 26, &text(0, 10)), "Userinfo algorithms"),
    Member::optional(
        "request_object_signing_alg_values_supported",
        texts(0, 26, &text(0, 10)),
        "Request object algorithms",
    ),
    Member::optional("id_token_encryption_alg_values_supported", texts(0, 26, &text(0, 14)), "ID token encryption"),
    Member::optional("id_token_encryption_enc_values_supported", texts(0, 12, &text(0, 26)), "ID token encryption"),
    Member::optional(
        "request_object_encryption_alg_values_supported",
        texts(0, 26, &text(0, 28)),
        "Request object encryption",
    ),
    Member::optional(
        "request_object_encryption_enc_values_supported",
        texts(0, 12, &text(0, 26)),
        "Request object encryption",
    ),
    Member::optional("userinfo_encryption_alg_values_supported", texts(0, 26, &ANY_TEXT), "Userinfo encryption"),
    Member::optional("userinfo_encryption_enc_values_supported", texts(0, 12, &ANY_TEXT), "Userinfo encryption"),
    Member::optional("claims_parameter_supported", Shape::Flag, "Claims parameter"),
    Member::optional("request_parameter_supported", Shape::Flag, "Request parameter"),
    Member::optional("request_uri_parameter_supported", Shape::Flag, "Request URI parameter"),
    Member::optional("require_request_uri_registration", Shape::Flag, "Request URI registration"),
];

const fn text(min: usize, max: usize) -> Shape {
    Shape::Text { min, max, rule: None }
}

const fn texts(min: usize, max: usize, item: &'static Shape) -> Shape {
    Shape::List { min, max, item }
}

fn holds_openid(scope: &str) -> Result<(), String> {
    if scope.split(' ').any(|scope| scope == "openid") {
        Ok(())
    } else {
        Err(format!("Scopes must include openid: {scope}"))
    }
}

fn host_or_url(alias: &str) -> Result<(), String> {
    let label = |label: &str| {
        let edge = |end: Option<char>| end.is_some_and(|end| end.is_ascii_alphanumeric());
        edge(label.chars().next())
            && edge(label.chars().last())
            && label.chars().all(|inner| inner.is_ascii_alphanumeric() || inner == '-')
    };
    // Published: 256 characters for a host name, 255 for a URL.
    if alias.split('.').all(label) || (alias.chars().count() <= 255 && url::Url::parse(alias).is_ok()) {
        Ok(())
    } else {
        Err(format!("Data does not match any schemas from 'oneOf': {alias}"))
    }
}

#[cfg(test)]
mod tests {
    use lintel_oidc::signing::SigningAlgorithm;

    use super::*;

    #[test]
    fn the_schema_takes_the_algorithms_that_a_sign_in_knows() {
        let proofs = MEMBERS.iter().find(|member| member.name == "dpop_signing_alg").expect("a member");
        for (shape, known) in [
            (&SIGNING_ALGORITHMS, &SigningAlgorithm::OF_ID_TOKENS[..]),
            (&SIGNING_ALGORITHMS, &SigningAlgorithm::OF_ASSERTIONS[..]),
            (&proofs.shape, &SigningAlgorithm::OF_PROOFS[..]),
        ] {
            let Shape::OneOf(names) = shape else { panic!("one of several names") };
            let (mut names, mut known) = (names.to_vec(), Vec::from_iter(known.iter().map(|known| known.name())));
            names.sort_unstable();
            known.sort_unstable();
            assert_eq!(names, known);
        }
    }
}

//! The members that the specifications define, by what they hold.

pub(super) const REQUIRED_URLS: [&str; 4] = ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"];
pub(super) const REQUIRED_LISTS: [&str; 3] =
    ["response_types_supported", "subject_types_supported", "id_token_signing_alg_values_supported"];

/// OpenID Connect Discovery 1.0 section 3, Session Management, Front- and Back-Channel Logout, RFC 8414, 8628, 8705, 9101, 9126, 9207.
pub(super) const OPTIONAL_URLS: [&str; 13] = [
    "userinfo_endpoint",
    "registration_endpoint",
    "service_documentation",
    "op_policy_uri",
    "op_tos_uri",
    "end_session_endpoint",
    "check_session_iframe",
    "introspection_endpoint",
    "revocation_endpoint",
    "device_authorization_endpoint",
    "pushed_authorization_request_endpoint",
    "backchannel_authentication_endpoint",
    "signed_jwks_uri",
];

pub(super) const OPTIONAL_FLAGS: [&str; 15] = [
    "claims_parameter_supported",
    "request_parameter_supported",
    "request_uri_parameter_supported",
    "require_request_uri_registration",
    "frontchannel_logout_supported",
    "frontchannel_logout_session_supported",
    "backchannel_logout_supported",
    "backchannel_logout_session_supported",
    "authorization_response_iss_parameter_supported",
    "tls_client_certificate_bound_access_tokens",
    "require_pushed_authorization_requests",
    "require_signed_request_object",
    "backchannel_user_code_parameter_supported",
    "http_logout_supported",
    "verified_claims_supported",
];

/// Members of logout alone: worth saying, and the corpus has no word for them.
pub(super) const WORDLESS: [&str; 2] =
    ["frontchannel_logout_session_supported", "backchannel_logout_session_supported"];

pub(super) const OPTIONAL_LISTS: [&str; 23] = [
    "scopes_supported",
    "response_modes_supported",
    "grant_types_supported",
    "acr_values_supported",
    "id_token_encryption_alg_values_supported",
    "id_token_encryption_enc_values_supported",
    "userinfo_signing_alg_values_supported",
    "userinfo_encryption_alg_values_supported",
    "userinfo_encryption_enc_values_supported",
    "request_object_signing_alg_values_supported",
    "request_object_encryption_alg_values_supported",
    "request_object_encryption_enc_values_supported",
    "token_endpoint_auth_methods_supported",
    "token_endpoint_auth_signing_alg_values_supported",
    "display_values_supported",
    "claim_types_supported",
    "claims_supported",
    "claims_locales_supported",
    "ui_locales_supported",
    "code_challenge_methods_supported",
    "revocation_endpoint_auth_methods_supported",
    "introspection_endpoint_auth_methods_supported",
    "dpop_signing_alg_values_supported",
];

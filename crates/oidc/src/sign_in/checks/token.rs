//! The token endpoint, and what it gives.

use crate::finding::{Check, Severity};

pub(crate) const ALL: &[&Check] = &[
    &TOKEN_ENDPOINT_UNREACHABLE,
    &CLIENT_REJECTED,
    &GRANT_REJECTED,
    &TOKEN_REQUEST_REFUSED,
    &TOKEN_RESPONSE_UNREADABLE,
    &TOKEN_RESPONSE_ODD,
    &TOKEN_TYPE_UNKNOWN,
    &DPOP_NOT_BOUND,
    &ID_TOKEN_MISSING,
];

pub(crate) const TOKEN_ENDPOINT_UNREACHABLE: Check = Check {
    code: "token-endpoint-unreachable",
    title: "The token endpoint answers",
    severity: Severity::Error,
    spec: "RFC 6749, section 3.2",
    about: "The tenant calls the token endpoint from its own servers; a provider inside a company network is out of their reach.",
};

pub(crate) const CLIENT_REJECTED: Check = Check {
    code: "client-rejected",
    title: "The provider accepts the client's credentials",
    severity: Severity::Error,
    spec: "RFC 6749, section 5.2",
    about: "invalid_client: the client ID is unknown there, the secret is wrong, expired or its ID was pasted instead of its value, the \
            key of an assertion is not registered, or the provider wants another way of client authentication or another audience.",
};

pub(crate) const GRANT_REJECTED: Check = Check {
    code: "grant-rejected",
    title: "The provider accepts the code",
    severity: Severity::Error,
    spec: "RFC 6749, section 5.2",
    about: "invalid_grant: the code is too old, was used before, belongs to another redirect URI, or the PKCE verifier does not fit.",
};

pub(crate) const TOKEN_REQUEST_REFUSED: Check = Check {
    code: "token-request-refused",
    title: "The token endpoint grants tokens",
    severity: Severity::Error,
    spec: "RFC 6749, section 5.2",
    about: "The token endpoint answered with an error other than invalid_client and invalid_grant.",
};

pub(crate) const TOKEN_RESPONSE_UNREADABLE: Check = Check {
    code: "token-response-unreadable",
    title: "The token response is JSON",
    severity: Severity::Error,
    spec: "RFC 6749, section 5.1",
    about: "A token response is a JSON object with access_token and token_type. HTML comes from a proxy or a wrong URL.",
};

pub(crate) const TOKEN_RESPONSE_ODD: Check = Check {
    code: "token-response-odd",
    title: "The token response has its form",
    severity: Severity::Warning,
    spec: "RFC 6749, section 5.1",
    about: "A token response calls itself application/json, has access_token and token_type as text, expires_in as a number and scope as \
            text. A sign-in needs the ID token alone and reads past the rest; other programs refuse the response for it.",
};

pub(crate) const TOKEN_TYPE_UNKNOWN: Check = Check {
    code: "token-type-unknown",
    title: "The access token is of a type that can be used",
    severity: Severity::Error,
    spec: "RFC 6749, section 7.1",
    about: "A client must not use an access token whose token_type it does not understand: Bearer, or DPoP with the key of this sign-in. The \
            ID token is good without it, so that this is a warning, and an error where the mapping asks for userinfo.",
};

pub(crate) const DPOP_NOT_BOUND: Check = Check {
    code: "dpop-not-bound",
    title: "The access token is bound to the key",
    severity: Severity::Warning,
    spec: "RFC 9449, section 5",
    about: "A token response to a request with a proof says token_type DPoP where the token is bound to the proof's key. Bearer means that \
            it works for whoever holds it. A provider may decide so; the sign-in goes on, as it does at Auth0.",
};

pub(crate) const ID_TOKEN_MISSING: Check = Check {
    code: "id-token-missing",
    title: "An ID token came",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 3.1.3.3",
    about: "The token response has no id_token: the openid scope was not granted, or this is a plain OAuth 2.0 server.",
};

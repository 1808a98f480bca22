//! What the sign-in sends, and with what it proves itself.

use crate::{
    Finding,
    finding::{Check, Severity},
    signing::KeyError,
};

pub(crate) const ALL: &[&Check] = &[
    &PKCE_NOT_ADVERTISED,
    &CODE_UNPROTECTED,
    &UPSTREAM_PARAMETER,
    &ENDPOINT_PARAMETER,
    &DPOP_NOT_USED,
    &DPOP_NOT_ADVERTISED,
    &SECRET_MISSING,
    &CLIENT_KEY_MISSING,
    &CANNOT_SIGN,
    &OPENID_SCOPE_MISSING,
];

pub(crate) const PKCE_NOT_ADVERTISED: Check = Check {
    code: "pkce-not-used",
    title: "PKCE protects the code",
    severity: Severity::Note,
    spec: "RFC 9700, section 2.1.1",
    about: "With PKCE set to auto, the strongest method that the provider advertises is used; this one advertises none. A nonce protects \
            the code in its place. Microsoft Entra ID supports S256 without advertising it.",
};

pub(crate) const CODE_UNPROTECTED: Check = Check {
    code: "code-unprotected",
    title: "PKCE or a nonce protects the code",
    severity: Severity::Warning,
    spec: "RFC 9700, sections 2.1.1 and 4.5.3",
    about: "Neither PKCE nor a nonce ties the code to the sign-in that asked for it. Whoever gets hold of a code of somebody else, from a log, \
            a proxy or another provider at the same callback, can put it into a sign-in of their own and come out as that person. Auth0 signs \
            in like this, and so does Lintel.",
};

pub(crate) const UPSTREAM_PARAMETER: Check = Check {
    code: "upstream-parameter-not-sent",
    title: "Upstream parameters are sent",
    severity: Severity::Warning,
    spec: "Auth0 Management API v2, upstream_params",
    about: "A connection can add parameters to the authorization request: fixed values, or what the application sent to /authorize under \
            a name that the connection lists. It cannot replace what the sign-in writes itself, such as state, nonce or redirect_uri: \
            Lintel leaves such a parameter out. What Auth0 does with it is not documented.",
};

pub(crate) const ENDPOINT_PARAMETER: Check = Check {
    code: "endpoint-carries-parameter",
    title: "The endpoint's own query leaves the protocol's parameters out",
    severity: Severity::Warning,
    spec: "RFC 6749, section 3.1",
    about: "An authorization endpoint may have a query of its own, which is kept to the letter. No parameter may come twice, so what the sign-in \
            writes itself takes the place of one of the same name.",
};

pub(crate) const DPOP_NOT_USED: Check = Check {
    code: "dpop-not-used",
    title: "DPoP is used where it is set",
    severity: Severity::Warning,
    spec: "Auth0, DPoP for enterprise connections",
    about: "dpop_signing_alg has an effect over the back channel and with ES256, ES384, ES512 or Ed25519. Elsewhere Auth0 signs in \
            without DPoP and logs nothing about it, and so does Lintel, which says so.",
};

pub(crate) const DPOP_NOT_ADVERTISED: Check = Check {
    code: "dpop-not-advertised",
    title: "The provider advertises DPoP with the algorithm",
    severity: Severity::Note,
    spec: "RFC 9449, section 5.1",
    about: "A provider lists the algorithms of proofs that it accepts as dpop_signing_alg_values_supported. One that lists none may not \
            know DPoP: it then ignores the proof and sends bearer tokens.",
};

pub(crate) const SECRET_MISSING: Check = Check {
    code: "secret-missing",
    title: "The connection has a client secret",
    severity: Severity::Error,
    spec: "RFC 6749, section 2.3.1",
    about: "The back channel redeems the code at the token endpoint, and the provider wants to know by whom.",
};

pub(crate) const CLIENT_KEY_MISSING: Check = Check {
    code: "client-key-missing",
    title: "The connection has a key for private_key_jwt",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 9",
    about: "With private_key_jwt the client signs an assertion instead of sending a secret. The tenant makes the keys of a connection when \
            it is saved with this method; until then, and for another algorithm than they were made for, there is nothing to sign with.",
};

const CANNOT_SIGN: Check = Check {
    code: "cannot-sign",
    title: "Assertions and proofs can be signed",
    severity: Severity::Error,
    spec: "RFC 7515, section 5.1",
    about: "A key of the connection, or one made for this sign-in alone, could not be used. The cause is in this program or this computer.",
};

pub(crate) const OPENID_SCOPE_MISSING: Check = Check {
    code: "openid-scope-missing",
    title: "The openid scope is requested",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 3.1.2.1",
    about: "Without the openid scope the request is plain OAuth 2.0 and the provider need not answer with an ID token.",
};

/// The finding of a key that could not be used, on the setting or parameter that asked for it.
pub(crate) fn cannot_sign(member: &str, error: &KeyError) -> Finding {
    let cause = match std::error::Error::source(error) {
        Some(source) => format!("{error} ({source})"),
        None => error.to_string(),
    };
    CANNOT_SIGN
        .finding(member, format!("{member} cannot be signed for: {cause}."))
        .expected("a signature")
        .got(cause)
        .remedy("Try again. If it stays, it is a fault of Lintel: report it with this text.")
}

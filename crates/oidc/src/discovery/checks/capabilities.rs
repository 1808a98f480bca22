//! What the provider says it can do, against what a connection does.

use super::{BACK, BOTH, FRONT, Outcome, listed};
use crate::discovery::document::Document;
use crate::discovery::vendor::vendor;
use crate::finding::{Check, Severity};

pub(crate) const ALL: &[&Check] = &[
    &ALG_NONE_ADVERTISED,
    &RS256_NOT_ADVERTISED,
    &NO_COMMON_SIGNING_ALG,
    &OPENID_NOT_IN_SCOPES,
    &ID_TOKEN_NOT_ADVERTISED,
    &ONLY_HYBRID_ID_TOKEN,
    &CODE_NOT_ADVERTISED,
    &FORM_POST_NOT_ADVERTISED,
    &PKCE_NOT_ADVERTISED,
    &PKCE_PLAIN_ONLY,
    &CLIENT_AUTHENTICATION_NOT_SHARED,
];

pub(crate) const ALG_NONE_ADVERTISED: Check = Check {
    code: "alg-none-advertised",
    title: "Every advertised ID token is signed",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 3, id_token_signing_alg_values_supported",
    about: "none stands for an ID token without a signature. It is allowed only for clients that ask for it with Back Channel. A \
            connection never accepts such a token, so nothing breaks; the provider should stop offering it.",
};

pub(crate) const RS256_NOT_ADVERTISED: Check = Check {
    code: "rs256-not-advertised",
    title: "RS256 is among the signing algorithms",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 3, id_token_signing_alg_values_supported",
    about: "Every provider must support RS256, and a relying party that was not told otherwise expects it. With other algorithms \
            only, choose one of them for the client at the provider and in the connection.",
};

pub(crate) const NO_COMMON_SIGNING_ALG: Check = Check {
    code: "no-common-signing-alg",
    title: "Provider and Auth0 share a signing algorithm",
    severity: Severity::Warning,
    spec: "OpenID Connect Core 1.0, section 3.1.3.7 (7)",
    about: "Auth0 verifies ID tokens that are signed with RS256, RS384, RS512, PS256, PS384, ES256 or ES384. HS256, EdDSA and the \
            others are refused.",
};

pub(crate) const OPENID_NOT_IN_SCOPES: Check = Check {
    code: "openid-scope-not-advertised",
    title: "openid is among the scopes",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 3, scopes_supported",
    about: "A provider that lists its scopes must list openid. Many that leave it out accept it all the same; one that does not \
            speak OpenID Connect issues no ID token.",
};

pub(crate) const ID_TOKEN_NOT_ADVERTISED: Check = Check {
    code: "id-token-response-type-not-advertised",
    title: "Front Channel's response type is advertised",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 3, response_types_supported",
    about: "Front Channel asks for response_type=id_token. A provider that does not list it usually refuses the request with \
            unsupported_response_type; some enable it for each client apart.",
};

pub(crate) const ONLY_HYBRID_ID_TOKEN: Check = Check {
    code: "id-token-only-in-combination",
    title: "id_token is advertised on its own",
    severity: Severity::Note,
    spec: "OAuth 2.0 Multiple Response Type Encoding Practices, section 3",
    about: "Front Channel asks for an ID token and nothing else. A provider that lists id_token only together with code or token \
            may refuse it alone.",
};

pub(crate) const CODE_NOT_ADVERTISED: Check = Check {
    code: "code-response-type-not-advertised",
    title: "Back Channel's response type is advertised",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 3, response_types_supported",
    about: "Back Channel asks for response_type=code. A provider that does not list it issues tokens through the browser only, or \
            signs in no people at all.",
};

pub(crate) const FORM_POST_NOT_ADVERTISED: Check = Check {
    code: "form-post-not-advertised",
    title: "Front Channel's response mode is advertised",
    severity: Severity::Warning,
    spec: "OAuth 2.0 Form Post Response Mode, section 2",
    about: "Front Channel asks for response_mode=form_post, so that the ID token travels in a form and not in a URL. A provider that \
            lists its response modes without form_post may answer in the fragment, which no server sees.",
};

pub(crate) const PKCE_NOT_ADVERTISED: Check = Check {
    code: "pkce-not-advertised",
    title: "PKCE is advertised",
    severity: Severity::Warning,
    spec: "RFC 8414, section 2, code_challenge_methods_supported; RFC 9700, section 2.1.1",
    about: "Where no method is listed, a connection set to auto sends no code challenge, and without a nonce nothing then protects the \
            code: whoever gets hold of one signs in as its owner. Microsoft Entra ID supports S256 and does not list it: set PKCE to \
            S256 there.",
};

pub(crate) const PKCE_PLAIN_ONLY: Check = Check {
    code: "pkce-plain-only",
    title: "PKCE offers S256",
    severity: Severity::Warning,
    spec: "RFC 9700, section 2.1.1",
    about: "With plain the challenge is the verifier, so whoever sees the authorization request can redeem the code. A connection \
            that is set to S256 is refused by a provider that knows plain only.",
};

pub(crate) const CLIENT_AUTHENTICATION_NOT_SHARED: Check = Check {
    code: "client-authentication-not-shared",
    title: "Provider accepts the secret as Auth0 sends it",
    severity: Severity::Warning,
    spec: "OpenID Connect Core 1.0, section 9",
    about: "Auth0 sends the client secret in the body of the token request (client_secret_post) or signs an assertion \
            (private_key_jwt). A provider that accepts Basic alone answers 401 with a WWW-Authenticate header. Without a list \
            client_secret_basic is the default.",
};

/// What Auth0 accepts in `id_token_signed_response_algs`.
const AUTH0_ALGORITHMS: [&str; 7] = ["RS256", "RS384", "RS512", "PS256", "PS384", "ES256", "ES384"];

pub(crate) fn check(document: &Document) -> Vec<Outcome> {
    let mut outcomes = algorithms(document);
    outcomes.extend(scopes(document));
    outcomes.extend(response_types(document));
    outcomes.extend(form_post(document));
    outcomes.extend(pkce(document));
    outcomes.extend(client_authentication(document));
    outcomes
}

fn algorithms(document: &Document) -> Vec<Outcome> {
    const MEMBER: &str = "id_token_signing_alg_values_supported";
    let Some(algorithms) = document.list(MEMBER) else {
        return Vec::new();
    };
    let mut outcomes = Vec::new();
    if algorithms.contains(&"none") {
        let finding = ALG_NONE_ADVERTISED
            .finding(MEMBER, "The provider advertises ID tokens without a signature (none).")
            .expected("signing algorithms only")
            .got(algorithms.join(", "))
            .remedy("Take none off the list at the provider. The connection accepts signed ID tokens only.");
        outcomes.push(Outcome::warning(finding, BOTH, "alg_none_advertised"));
    }
    let shared = algorithms.iter().find(|alg| AUTH0_ALGORITHMS.contains(alg));
    if !algorithms.contains(&"RS256") {
        let remedy = match shared {
            Some(alg) => {
                format!("Set the client's ID token signing algorithm to {alg} at the provider and in the connection.")
            }
            None => "Enable RS256 at the provider.".to_owned(),
        };
        let finding = RS256_NOT_ADVERTISED
            .finding(
                MEMBER,
                format!("RS256, which every provider must support, is not on the list: {}.", algorithms.join(", ")),
            )
            .expected("RS256")
            .got(algorithms.join(", "))
            .remedy(remedy);
        outcomes.push(Outcome::warning(finding, BOTH, "no_RS256"));
    }
    if shared.is_none() {
        let finding = NO_COMMON_SIGNING_ALG
            .finding(
                MEMBER,
                format!("The provider signs with {}, and Auth0 verifies none of these.", listed(&algorithms)),
            )
            .expected(AUTH0_ALGORITHMS.join(", "))
            .got(algorithms.join(", "))
            .remedy("Enable RS256 or ES256 at the provider.");
        outcomes.push(Outcome::aside(finding, BOTH));
    }
    outcomes
}

fn scopes(document: &Document) -> Option<Outcome> {
    let scopes = document.list("scopes_supported")?;
    if scopes.contains(&"openid") {
        return None;
    }
    let finding = OPENID_NOT_IN_SCOPES
        .finding(
            "scopes_supported",
            format!("openid is not among the scopes that the provider lists: {}.", scopes.join(", ")),
        )
        .expected("openid")
        .got(scopes.join(", "))
        .remedy("Test a sign-in: without openid there is no ID token. If it works, the list is merely incomplete.");
    Some(Outcome::warning(finding, BOTH, "scopes_without_openid"))
}

fn response_types(document: &Document) -> Vec<Outcome> {
    const MEMBER: &str = "response_types_supported";
    let Some(types) = document.list(MEMBER) else {
        return Vec::new();
    };
    let mut outcomes = Vec::new();
    if !types.iter().any(|kind| kind.split(' ').any(|word| word == "id_token")) {
        let finding = ID_TOKEN_NOT_ADVERTISED
            .finding(MEMBER, format!("id_token is not among the response types: {}.", types.join(", ")))
            .expected("id_token")
            .got(types.join(", "))
            .remedy("Choose Back Channel, or enable the implicit flow for ID tokens at the provider.");
        outcomes.push(Outcome::warning(finding, FRONT, "no_id_token_response_type"));
    } else if !types.contains(&"id_token") {
        let finding = ONLY_HYBRID_ID_TOKEN
            .finding(MEMBER, format!("id_token is advertised only in combination: {}.", types.join(", ")))
            .expected("id_token")
            .got(types.join(", "))
            .remedy("Test a sign-in with Front Channel, or choose Back Channel.");
        outcomes.push(Outcome::aside(finding, FRONT));
    }
    if !types.contains(&"code") {
        let finding = CODE_NOT_ADVERTISED
            .finding(MEMBER, format!("code is not among the response types: {}.", types.join(", ")))
            .expected("code")
            .got(types.join(", "))
            .remedy("Choose Front Channel, or enable the authorization code flow at the provider.");
        outcomes.push(Outcome::warning(finding, BACK, "no_code_response_type"));
    }
    outcomes
}

fn form_post(document: &Document) -> Option<Outcome> {
    let modes = document.list("response_modes_supported")?;
    if modes.contains(&"form_post") {
        return None;
    }
    let finding = FORM_POST_NOT_ADVERTISED
        .finding(
            "response_modes_supported",
            format!("form_post is not among the response modes: {}.", modes.join(", ")),
        )
        .expected("form_post")
        .got(modes.join(", "))
        .remedy("Choose Back Channel.");
    Some(Outcome::aside(finding, FRONT))
}

fn pkce(document: &Document) -> Option<Outcome> {
    const MEMBER: &str = "code_challenge_methods_supported";
    let Some(methods) = document.list(MEMBER) else {
        let entra = vendor(None, document.issuer(), Some(document)) == Some("Microsoft Entra ID");
        let remedy = if entra {
            "Microsoft Entra ID supports S256 without saying so: set PKCE to S256 in the connection."
        } else {
            "If the provider supports PKCE, set it to S256 in the connection. If it does not, switch Nonce on."
        };
        let finding = PKCE_NOT_ADVERTISED
            .finding(
                MEMBER,
                "The provider does not say whether it supports PKCE, so PKCE auto sends none, and without a nonce nothing protects the \
                 code.",
            )
            .expected("S256")
            .got("no list")
            .remedy(remedy);
        return Some(Outcome::aside(finding, BACK));
    };
    if methods.contains(&"S256") {
        return None;
    }
    let finding = PKCE_PLAIN_ONLY
        .finding(MEMBER, format!("The provider lists {} and not S256.", listed(&methods)))
        .expected("S256")
        .got(methods.join(", "))
        .remedy("Ask the provider for S256. Until then set PKCE to plain, which is weaker, or to auto.");
    Some(Outcome::aside(finding, BACK))
}

fn client_authentication(document: &Document) -> Option<Outcome> {
    const MEMBER: &str = "token_endpoint_auth_methods_supported";
    let methods = document.list(MEMBER)?;
    if methods.iter().any(|method| matches!(*method, "client_secret_post" | "private_key_jwt")) {
        return None;
    }
    let finding = CLIENT_AUTHENTICATION_NOT_SHARED
        .finding(
            MEMBER,
            format!(
                "The token endpoint accepts {}; Auth0 uses client_secret_post or private_key_jwt.",
                listed(&methods)
            ),
        )
        .expected("client_secret_post or private_key_jwt")
        .got(methods.join(", "))
        .remedy("Allow client_secret_post for this client at the provider, or use Private Key JWT.");
    Some(Outcome::aside(finding, BACK))
}

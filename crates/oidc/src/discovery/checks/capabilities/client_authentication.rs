//! How a client may prove itself.

use crate::{
    discovery::{
        breach::{BACK, Breach},
        document::DiscoveryDocument,
    },
    finding::{Check, Severity},
    words::listed,
};

pub(crate) const ALL: &[&Check] = &[&CLIENT_AUTHENTICATION_NOT_SHARED];

const CLIENT_AUTHENTICATION_NOT_SHARED: Check = Check {
    code: "client-authentication-not-shared",
    title: "Provider accepts the secret as Auth0 sends it",
    severity: Severity::Warning,
    spec: "OpenID Connect Core 1.0, section 9",
    about: "Auth0 sends the client secret in the body of the token request (client_secret_post) or signs an assertion \
            (private_key_jwt). A provider that accepts Basic alone answers 401 with a WWW-Authenticate header. Without a list \
            client_secret_basic is the default.",
};

pub(super) fn check(document: &DiscoveryDocument) -> Option<Breach> {
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
    Some(Breach::aside(finding, BACK))
}

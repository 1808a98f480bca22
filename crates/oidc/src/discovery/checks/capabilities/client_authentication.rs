//! How a client may prove itself.

use serde_json::Value;

use crate::{
    Finding,
    discovery::{
        breach::{BACK, Breach},
        document::DiscoveryDocument,
    },
    finding::{Check, Severity},
    words::listed,
};

pub(crate) const ALL: &[&Check] =
    &[&CLIENT_AUTHENTICATION_NOT_SHARED, &CLIENT_AUTHENTICATION_BY_KEY, &CLIENT_AUTHENTICATION_NOT_SAID];

const CLIENT_AUTHENTICATION_NOT_SHARED: Check = Check {
    code: "client-authentication-not-shared",
    title: "Provider and Auth0 share a client authentication",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 9",
    about: "Auth0 sends the client secret in the body of the token request (client_secret_post) or signs an assertion \
            (private_key_jwt). A provider that accepts Basic alone answers 401 with a WWW-Authenticate header, and Back Channel fails \
            at the very end, after the person has signed in. Front Channel asks the token endpoint nothing.",
};

const CLIENT_AUTHENTICATION_BY_KEY: Check = Check {
    code: "client-authentication-by-key",
    title: "Provider accepts the secret as Auth0 sends it",
    severity: Severity::Warning,
    spec: "OpenID Connect Core 1.0, section 9",
    about: "Auth0 sends a client secret in the body of the token request (client_secret_post) and never by HTTP Basic. A provider that lists \
            private_key_jwt without client_secret_post works over Back Channel with a key, and refuses a secret.",
};

const CLIENT_AUTHENTICATION_NOT_SAID: Check = Check {
    code: "client-authentication-not-said",
    title: "Provider says how clients prove themselves",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 3, token_endpoint_auth_methods_supported",
    about: "Without a list client_secret_basic is the default, which Auth0 does not send. Many providers leave the list out and take a secret \
            in the body all the same: a test tells. An empty list says that there is no way at all, which is hardly meant.",
};

const MEMBER: &str = "token_endpoint_auth_methods_supported";

pub(super) fn check(document: &DiscoveryDocument) -> Option<Breach> {
    let methods = match document.get(MEMBER) {
        None => return Some(not_said("is not in the document, which means client_secret_basic", "nothing")),
        Some(Value::Null) => {
            return Some(not_said("is null, as if it were not there: that means client_secret_basic", "null"));
        }
        Some(Value::Array(methods)) if methods.is_empty() => {
            return Some(not_said("is an empty list, which offers no client authentication at all", "[]"));
        }
        Some(_) => document.list(MEMBER)?,
    };
    let lists = |method: &str| methods.contains(&method);
    if lists("client_secret_post") {
        return None;
    }
    if lists("private_key_jwt") {
        let finding = CLIENT_AUTHENTICATION_BY_KEY
            .finding(
                MEMBER,
                format!("The token endpoint accepts {}: a connection with a secret, which Auth0 sends in the body, will fail.", listed(&methods)),
            )
            .expected("client_secret_post")
            .got(methods.join(", "))
            .remedy("Choose Private Key JWT in the connection, or allow client_secret_post for this client at the provider.");
        return Some(Breach::aside(finding, BACK));
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
        .remedy(
            "Allow client_secret_post or private_key_jwt for this client at the provider. Or choose Front Channel.",
        );
    // Of a method that is not known here nobody can tell, and a server for public clients may pass over a secret.
    if !methods.iter().all(|method| ELSEWISE.contains(method)) {
        return Some(Breach::aside(Finding { severity: Severity::Warning, ..finding }, BACK));
    }
    let because = format!(
        "the token endpoint accepts {} alone, and a connection sends the secret in the body or signs an assertion",
        listed(&methods)
    );
    Some(Breach::fails(finding, BACK, because))
}

/// Methods that no connection has.
const ELSEWISE: [&str; 4] =
    ["client_secret_basic", "client_secret_jwt", "tls_client_auth", "self_signed_tls_client_auth"];

fn not_said(how: &str, got: &str) -> Breach {
    let finding = CLIENT_AUTHENTICATION_NOT_SAID
        .finding(MEMBER, format!("{MEMBER} {how}. Auth0 sends a secret in the body."))
        .expected("client_secret_post or private_key_jwt in a list")
        .got(got)
        .remedy(
            "Test a sign-in over Back Channel. If the token endpoint answers 401, have it accept client_secret_post.",
        );
    Breach::aside(finding, BACK)
}

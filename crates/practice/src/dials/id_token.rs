use serde_json::{Value, json};

use super::fault::{
    Change::{Claims, Clock, Document, Header, IdToken, OwnKey, SharedSecret},
    Fault, Group,
};
use crate::config::TOKEN_LIFETIME;

pub(super) const GROUP: Group = Group {
    title: "ID token",
    faults: &[
        Fault {
            name: "wrong-issuer",
            title: "Wrong issuer in the ID token",
            description: "The ID token's issuer carries a path that the discovery document does not have, as when two versions of one provider are mixed.",
            changes: &[Claims(|claims| {
                if let Some(Value::String(issuer)) = claims.get_mut("iss") {
                    issuer.push_str("/v2.0");
                }
            })],
        },
        Fault {
            name: "audience-other",
            title: "ID token for another client",
            description: "aud names another application, as when two client IDs are mixed up.",
            changes: &[Claims(|claims| drop(claims.insert("aud".to_owned(), json!("another-client"))))],
        },
        Fault {
            name: "authorized-party-other",
            title: "Issued to another client",
            description: "Two audiences, of which one is right, and azp names the other.",
            changes: &[Claims(|claims| {
                let own = claims.get("aud").cloned().unwrap_or_default();
                claims.insert("aud".to_owned(), json!([own, "another-client"]));
                claims.insert("azp".to_owned(), json!("another-client"));
            })],
        },
        Fault {
            name: "expired",
            title: "ID token expired",
            description: "The ID token was over ten minutes ago, as one that comes from a cache.",
            changes: &[Claims(|claims| {
                set(claims, "exp", |iat| json!(iat - 600));
                set(claims, "iat", |iat| json!(iat - 4200));
            })],
        },
        Fault {
            name: "expiry-missing",
            title: "ID token without an end",
            description: "The ID token does not say until when it is valid.",
            changes: &[Claims(|claims| drop(claims.remove("exp")))],
        },
        Fault {
            name: "expiry-in-milliseconds",
            title: "End in milliseconds",
            description: "exp counts milliseconds, so that it is some fifty thousand years ahead.",
            changes: &[Claims(|claims| set(claims, "exp", |iat| json!((iat + TOKEN_LIFETIME.num_seconds()) * 1000)))],
        },
        Fault {
            name: "issued-in-future",
            title: "Issued in the future",
            description: "iat is five minutes ahead, and no clock of the provider is.",
            changes: &[Claims(|claims| set(claims, "iat", |iat| json!(iat + 300)))],
        },
        Fault {
            name: "not-yet-valid",
            title: "Not valid yet",
            description: "nbf is five minutes ahead.",
            changes: &[Claims(|claims| set(claims, "nbf", |iat| json!(iat + 300)))],
        },
        Fault {
            name: "clock-ahead",
            title: "Clock ten minutes ahead",
            description: "The clock of the provider is ahead, in its tokens and in the Date of its answers.",
            changes: &[Clock(600)],
        },
        Fault {
            name: "clock-behind",
            title: "Clock an hour behind",
            description: "The clock of the provider is 70 minutes behind, so that its tokens are over when they come.",
            changes: &[Clock(-4200)],
        },
        Fault {
            name: "nonce-missing",
            title: "No nonce",
            description: "The nonce that was sent does not come back. It shows where one is sent.",
            changes: &[Claims(|claims| drop(claims.remove("nonce")))],
        },
        Fault {
            name: "nonce-other",
            title: "Another nonce",
            description: "The ID token carries a nonce that nobody sent, as one from a cache.",
            changes: &[Claims(|claims| drop(claims.insert("nonce".to_owned(), json!("another-nonce"))))],
        },
        Fault {
            name: "subject-missing",
            title: "No subject",
            description: "The ID token does not say who signed in.",
            changes: &[Claims(|claims| drop(claims.remove("sub")))],
        },
        Fault {
            name: "access-token-other",
            title: "Access token of another sign-in",
            description: "at_hash is that of another access token.",
            changes: &[Claims(|claims| {
                if let Some(hash) = claims.get_mut("at_hash") {
                    *hash = json!("MTIzNDU2Nzg5MDEyMzQ1Ng");
                }
            })],
        },
        Fault {
            name: "not-signed",
            title: "Not signed",
            description: "The ID token says alg: none and has no signature.",
            changes: &[
                Header(|header| drop(header.insert("alg".to_owned(), json!("none")))),
                IdToken(|token| format!("{}.", token.rsplit_once('.').map_or(token, |(signed, _)| signed))),
            ],
        },
        Fault {
            name: "shared-secret",
            title: "Signed with the client secret",
            description: "The ID token is signed with HS256, as some providers do for clients with a secret.",
            changes: &[SharedSecret],
        },
        Fault {
            name: "es256-only",
            title: "ES256 alone",
            description: "The provider signs with ES256. It shows where the connection's ID token algorithms list RS256 alone.",
            changes: &[
                OwnKey,
                Document(|document| {
                    document.insert("id_token_signing_alg_values_supported".to_owned(), json!(["ES256"]));
                }),
            ],
        },
        Fault {
            name: "kid-unknown",
            title: "Key of an unknown name",
            description: "The ID token names a key that is not in the key set.",
            changes: &[Header(|header| drop(header.insert("kid".to_owned(), json!("key-2019"))))],
        },
        Fault {
            name: "signature-broken",
            title: "Signature does not fit",
            description: "The ID token was changed after it was signed.",
            changes: &[IdToken(|token| {
                let (signed, signature) = token.rsplit_once('.').unwrap_or((token, ""));
                let broken: String = signature.chars().rev().collect();
                format!("{signed}.{}A", &broken[..broken.len().saturating_sub(1)])
            })],
        },
        Fault {
            name: "critical-header",
            title: "A critical header that nobody knows",
            description: "crit demands that the header parameter b64 is understood.",
            changes: &[Header(|header| {
                header.insert("crit".to_owned(), json!(["b64"]));
                header.insert("b64".to_owned(), json!(true));
            })],
        },
        Fault {
            name: "access-token-in-place",
            title: "An access token in its place",
            description: "What comes as ID token is of the type at+jwt.",
            changes: &[Header(|header| drop(header.insert("typ".to_owned(), json!("at+jwt"))))],
        },
        Fault {
            name: "encrypted",
            title: "Encrypted",
            description: "The ID token is encrypted, in five parts, and a connection has no key to read it.",
            changes: &[IdToken(|_| {
                "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.b2xk.aXYxMjM0NTY3.Y2lwaGVydGV4dA.dGFnMTIzNDU2Nzg5MDEy"
                    .to_owned()
            })],
        },
        Fault {
            name: "not-a-token",
            title: "No token at all",
            description: "What comes as ID token is a random text.",
            changes: &[IdToken(|_| "9f2c1b7e5d8a4c3f".to_owned())],
        },
        Fault {
            name: "email-missing",
            title: "No e-mail address",
            description: "Neither the ID token nor userinfo holds an e-mail address, as for people without a mailbox.",
            changes: &[
                Claims(|claims| {
                    claims.remove("email");
                    claims.remove("email_verified");
                }),
                super::fault::Change::Userinfo(|claims| {
                    claims.remove("email");
                    claims.remove("email_verified");
                }),
            ],
        },
        Fault {
            name: "email-verified-as-text",
            title: "email_verified as text",
            description: "email_verified is the text “true”, which is no truth value.",
            changes: &[Claims(|claims| {
                if let Some(verified) = claims.get_mut("email_verified") {
                    *verified = json!(verified.to_string());
                }
            })],
        },
    ],
};

/// A time that depends on when the token was issued.
fn set(claims: &mut serde_json::Map<String, Value>, name: &str, time: fn(i64) -> Value) {
    let issued = claims.get("iat").and_then(Value::as_i64).unwrap_or_default();
    claims.insert(name.to_owned(), time(issued));
}

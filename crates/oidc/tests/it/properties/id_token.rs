use std::sync::LazyLock;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use lintel_oidc::{
    json::MAX_DEPTH,
    keys::Keys,
    sign_in::id_token::{Expectation, LEEWAY, examine},
    signing::{SigningAlgorithm, SigningKey},
};
use proptest::{collection::vec, prelude::*};
use serde_json::{Map, Value};

use super::{
    can_be_stored, depth,
    discovery::key_set,
    hold,
    input::{self, Bytes},
    is_named,
};

static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::generate(SigningAlgorithm::ES256).expect("a key"));

const CLAIMS: [&str; 13] = [
    "iss",
    "sub",
    "aud",
    "azp",
    "exp",
    "iat",
    "nbf",
    "nonce",
    "at_hash",
    "email",
    "email_verified",
    "updated_at",
    "address",
];
const HEADER: [&str; 8] = ["alg", "kid", "typ", "crit", "b64", "jwk", "jku", "x5c"];

/// An ID token of these parts: signed where the parts can be signed, else as it is.
fn token(header: &str, claims: &str) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let unsigned = || format!("{}.{}.{}", part(header), part(claims), part("no signature"));
    match serde_json::from_str::<Map<String, Value>>(claims) {
        Ok(claims) if header.is_empty() => KEY.sign("JWT", &claims).unwrap_or_else(|_| unsigned()),
        _ => unsigned(),
    }
}

#[test]
fn any_id_token_with_any_keys_is_taken_whole_or_refused_by_name() {
    let now = DateTime::<Utc>::from_timestamp(1_760_000_000, 0).expect("a time");
    let sound: &'static [(&str, &str)] = &[
        ("iss", r#""https://op.example""#),
        ("sub", r#""ada""#),
        ("aud", r#""client-1""#),
        ("nonce", r#""n-1""#),
        ("iat", "1760000000"),
        ("exp", "1760000300"),
    ];
    let header = prop_oneof![3 => Just(String::new()), 1 => input::object(&HEADER, input::value())];
    let parts = (header, input::spoiled(sound, &CLAIMS)).prop_map(|(header, claims)| token(&header, &claims));
    let token = prop_oneof![9 => parts, 1 => "[A-Za-z0-9_.=-]{0,60}", 1 => vec(any::<char>(), 0..30).prop_map(String::from_iter)];
    let ours = format!(r#"{{"keys": [{}]}}"#, KEY.public_jwk()).into_bytes();
    let keys = prop_oneof![2 => Just(Bytes(ours)), 1 => key_set()];
    hold(600, (token, keys, proptest::option::of(Just("access-1"))), |(token, Bytes(keys), access_token)| {
        let keys = Keys::parse(&keys).or_else(|_| Keys::parse(br#"{"keys": []}"#)).expect("an empty key set");
        let examined = examine(
            &token,
            &Expectation {
                issuer: "https://op.example",
                client_id: "client-1",
                nonce: Some("n-1"),
                algorithms: &[],
                keys: &keys,
                jwks_uri: "https://op.example/jwks",
                now,
                leeway: LEEWAY,
                clock: None,
                access_token,
            },
        );
        let claims = Value::Object(examined.claims.clone());
        prop_assert!(depth(&claims) <= MAX_DEPTH);
        can_be_stored(&claims)?;
        if examined.error().is_none() {
            for (claim, value) in [("iss", "https://op.example"), ("nonce", "n-1")] {
                prop_assert_eq!(examined.claims[claim].as_str(), Some(value));
            }
            prop_assert!(examined.claims["sub"].as_str().is_some_and(|sub| !sub.is_empty()));
        }
        for finding in &examined.findings {
            is_named(finding)?;
            prop_assert!(
                finding.expected.is_some() && finding.got.is_some() && finding.remedy.is_some(),
                "{finding:?}"
            );
        }
        let said: usize = examined.findings.iter().map(|finding| finding.message.len()).sum();
        prop_assert!(said < 20_000 + 20 * token.len());
        Ok(())
    });
}

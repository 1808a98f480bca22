//! The library verifies, our checks explain: the two must never part.

use axum::{Router, routing::get};
use chrono::{DateTime, TimeDelta, Utc};
use lintel_oidc::{
    Clock, Finding,
    http::{Clocks, Fetcher, ServerClock},
    issuing::at_hash,
    keys::Keys,
    sign_in::id_token::{Expectation, LEEWAY, examine, library_accepts},
    signing::{SigningAlgorithm, SigningKey, key_set},
    trace::CheckState,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;
use tokio::net::TcpListener;
use url::Url;

const ISSUER: &str = "https://login.example/tenant";
const CLIENT_ID: &str = "client-1";
const NONCE: &str = "n-1";

static KEYS: LazyLock<(SigningKey, SigningKey)> = LazyLock::new(|| (a_key(), a_key()));

fn a_key() -> SigningKey {
    SigningKey::generate(SigningAlgorithm::RS256).expect("a key")
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_760_000_000, 0).expect("a time")
}

fn sound_claims() -> Map<String, Value> {
    let now = now().timestamp();
    json!({
        "iss": ISSUER, "sub": "user-1", "aud": CLIENT_ID, "nonce": NONCE, "iat": now - 2, "exp": now + 300,
        "email": "ada@example.com", "email_verified": true,
    })
    .as_object()
    .cloned()
    .expect("an object")
}

fn claims_with(changes: Value) -> Map<String, Value> {
    let mut claims = sound_claims();
    for (name, value) in changes.as_object().expect("an object") {
        match value {
            Value::Null => claims.remove(name),
            value => claims.insert(name.clone(), value.clone()),
        };
    }
    claims
}

fn keys(value: Value) -> Keys {
    Keys::parse(value.to_string().as_bytes()).expect("a key set")
}

fn expectation(keys: &Keys) -> Expectation<'_> {
    Expectation {
        issuer: ISSUER,
        client_id: CLIENT_ID,
        nonce: Some(NONCE),
        algorithms: &[],
        keys,
        jwks_uri: "https://login.example/jwks",
        now: now(),
        leeway: LEEWAY,
        clock: None,
        access_token: None,
    }
}

/// The codes of the error findings for `token`.
fn errors(token: &str, keys: &Keys) -> Vec<String> {
    let examined = examine(token, &expectation(keys));
    examined.findings.iter().filter(|finding| finding.is_error()).map(|finding| finding.code.clone()).collect()
}

fn errors_for(claims: &Map<String, Value>) -> Vec<String> {
    let token = KEYS.0.sign("JWT", claims).expect("a token");
    errors(&token, &keys(key_set([&KEYS.0])))
}

#[test]
fn accepts_a_sound_token_with_every_check_named() {
    let token = KEYS.0.sign("JWT", &sound_claims()).expect("a token");
    let set = keys(key_set([&KEYS.0]));
    let examined = examine(&token, &expectation(&set));
    assert_eq!(examined.findings, []);
    let passed: Vec<&str> = examined
        .checks
        .iter()
        .filter(|check| check.state == CheckState::Passed)
        .map(|check| check.code.as_str())
        .collect();
    assert_eq!(
        passed,
        [
            "id-token-header",
            "id-token-algorithm",
            "id-token-key",
            "id-token-key-short",
            "id-token-signature",
            "id-token-issuer",
            "id-token-audience",
            "id-token-expired",
            "id-token-issued-at",
            "id-token-nonce",
            "id-token-subject"
        ]
    );
    assert_eq!(library_accepts(&token, &expectation(&set)), Ok(()));
}

#[test]
fn names_the_claim_that_is_wrong() {
    let t = now().timestamp();
    for (changes, code) in [
        (json!({ "iss": "https://login.example/tenant/" }), "id-token-issuer"),
        (json!({ "iss": null }), "id-token-issuer"),
        (json!({ "aud": "another" }), "id-token-audience"),
        (json!({ "aud": null }), "id-token-audience"),
        (json!({ "aud": [CLIENT_ID, "another"] }), "id-token-audience"),
        (json!({ "aud": [CLIENT_ID, "another"], "azp": "another" }), "id-token-authorized-party"),
        (json!({ "azp": 7 }), "id-token-authorized-party"),
        (json!({ "azp": "another" }), "id-token-authorized-party"),
        (json!({ "exp": t - 61 }), "id-token-expired"),
        (json!({ "exp": null }), "id-token-expired"),
        (json!({ "iat": t + 61 }), "id-token-issued-at"),
        (json!({ "iat": null }), "id-token-issued-at"),
        (json!({ "nbf": t + 61 }), "id-token-not-before"),
        (json!({ "nonce": "n-2" }), "id-token-nonce"),
        (json!({ "nonce": null }), "id-token-nonce"),
        (json!({ "sub": null }), "id-token-subject"),
        (json!({ "sub": "" }), "id-token-subject"),
        (json!({ "sub": "x".repeat(256) }), "id-token-subject"),
    ] {
        assert_eq!(errors_for(&claims_with(changes.clone())), [code], "{changes}");
    }
}

/// The findings of a token with this in its header, and these claims over sound ones: code, message, whether it is an error.
fn said((name, value): (&str, Value), changes: &Value) -> Vec<(String, String, bool)> {
    let mut claims = sound_claims();
    claims.extend(changes.as_object().expect("an object").clone());
    let token = KEYS.0.sign_with([("kid", KEYS.0.kid().into()), (name, value)], &claims).expect("a token");
    let set = keys(key_set([&KEYS.0]));
    let examined = examine(&token, &expectation(&set));
    examined.findings.iter().map(|it| (it.code.clone(), it.message.clone(), it.is_error())).collect()
}

fn said_of_claims(changes: &Value) -> Vec<(String, String, bool)> {
    said(("typ", "JWT".into()), changes)
}

/// The shapes of auth0/node-jsonwebtoken 1032 and jellyfin-plugin-sso 1038.
#[test]
fn a_token_with_crit_is_refused_for_crit_and_for_nothing_else() {
    const LOCK: &str = "https://idp.example.com/hdr/tenant-lock";
    for (crit, named) in [
        (json!([LOCK]), "tenant-lock"),
        (json!(["b64"]), "b64"),
        (json!([]), "an empty list"),
        (json!(LOCK), "is a string"),
        (json!(["alg"]), "alg"),
        (json!([LOCK, 1]), "is an array and no list of names"),
        (Value::Null, "is null"),
    ] {
        let said = said(("crit", crit.clone()), &json!({}));
        let [(code, message, true)] = said.as_slice() else { panic!("{crit}: {said:?}") };
        assert!(code == "id-token-crit" && message.contains("crit") && message.contains(named), "{message}");
    }
}

/// Of reports on mockpass (PR 231), ActiveLogin (351), openidconnect-rs (101, 230), dex (PR 2639) and Flask-pyoidc (147).
#[test]
fn times_of_another_unit_or_type_are_named_as_that_and_those_that_nobody_needs_hinder_nothing() {
    let t = now().timestamp();
    for (changes, code, words) in [
        (json!({ "exp": t * 1000 + 600_000 }), "id-token-expired", "exp counts milliseconds"),
        (json!({ "iat": t * 1000 - 2000 }), "id-token-issued-at", "iat counts milliseconds"),
        (json!({ "nbf": t * 1000 }), "id-token-not-before", "nbf counts milliseconds"),
        (json!({ "exp": "2031-01-01T00:00:00Z" }), "id-token-expired", "exp is a string and not a number"),
        (json!({ "exp": (t + 600).to_string() }), "id-token-expired", "exp is a string and not a number"),
        (json!({ "exp": 1e300 }), "id-token-expired", "exp is a number that is no time"),
        (json!({ "exp": null }), "id-token-expired", "when it expires: exp is null"),
    ] {
        let said = said_of_claims(&changes);
        let [(first, message, true)] = said.as_slice() else { panic!("{changes}: {said:?}") };
        assert!(first == code && message.contains(words), "{changes}: {message}");
        assert!(!message.contains("clock"));
    }
    let ahead = said_of_claims(&json!({ "iat": t + 4, "exp": t + 604 }));
    let [(code, _, false)] = ahead.as_slice() else { panic!("{ahead:?}") };
    assert_eq!(*code, "id-token-leeway", "by the leeway alone");
    for sound in [json!({ "iat": t as f64 - 1.5, "exp": t as f64 + 600.25 }), json!({ "nbf": null })] {
        assert_eq!(said_of_claims(&sound), [], "{sound}");
    }
}

#[test]
fn a_token_of_long_ago_that_is_not_expired_is_taken_with_a_note() {
    let t = now().timestamp();
    let old = said_of_claims(&json!({ "iat": t - 1800 }));
    let [(code, message, false)] = old.as_slice() else { panic!("{old:?}") };
    assert_eq!(*code, "id-token-old");
    assert!(message.contains("30 minutes"), "{message}");
    let expired = said_of_claims(&json!({ "iat": t - 7200, "exp": t - 3600 }));
    assert!(expired.iter().all(|(code, ..)| *code != "id-token-old"), "its end says more: {expired:?}");
}

#[test]
fn claims_of_another_type_that_nobody_needs_are_a_warning_and_the_token_is_taken() {
    for (changes, words) in [
        (json!({ "updated_at": "2026-05-04T08:15:30Z", "auth_time": "2026" }), "The same goes for auth_time"),
        (json!({ "updated_at": "2026-05-04T08:15:30Z" }), "updated_at is a string"),
        (json!({ "email": ["a@example.com"] }), "email is an array and not text"),
        (json!({ "email_verified": "true" }), "email_verified is a string"),
        (json!({ "amr": "pwd" }), "amr is a string and not a list of texts"),
        (json!({ "name#de": 1 }), "name#de is a number"),
    ] {
        let said = said_of_claims(&changes);
        let [(code, message, false)] = said.as_slice() else { panic!("{changes}: {said:?}") };
        assert!(code == "id-token-claims" && message.contains(words), "{message}");
    }
    let mut claims = sound_claims();
    claims.insert("updated_at".to_owned(), json!("2026"));
    let token = KEYS.0.sign("JWT", &claims).expect("a token");
    let (input, _) = token.rsplit_once('.').expect("three parts");
    let set = keys(key_set([&KEYS.0]));
    assert!(library_accepts(&format!("{input}.AAAA"), &expectation(&set)).is_err(), "its signature counts as ever");
}

#[test]
fn a_token_of_another_type_says_so() {
    let said = said(("typ", "at+jwt".into()), &json!({}));
    assert_eq!(said[0].1, "What came as ID token is of the type “at+jwt”, which is no ID token’s.");
    assert_eq!(said.len(), 1);
}

#[test]
fn a_nonce_that_nobody_sent_is_a_warning() {
    let set = keys(key_set([&KEYS.0]));
    let token = KEYS.0.sign("JWT", &sound_claims()).expect("a token");
    let examined = examine(&token, &Expectation { nonce: None, ..expectation(&set) });
    assert_eq!(examined.error(), None);
    assert_eq!(examined.findings[0].code, "id-token-nonce-unasked");
}

#[test]
fn allows_a_minute_between_two_clocks() {
    let t = now().timestamp();
    for changes in [json!({ "exp": t - 59 }), json!({ "iat": t + 60 }), json!({ "nbf": t + 60 })] {
        assert_eq!(errors_for(&claims_with(changes.clone())), [""; 0], "{changes}");
    }
}

#[test]
fn accepts_a_second_audience_when_azp_says_the_token_is_ours() {
    assert_eq!(errors_for(&claims_with(json!({ "aud": [CLIENT_ID, "api"], "azp": CLIENT_ID }))), [""; 0]);
}

#[test]
fn names_what_is_wrong_with_the_signature() {
    let (key, other) = (&KEYS.0, &KEYS.1);
    let token = key.sign("JWT", &sound_claims()).expect("a token");
    assert_eq!(errors(&token, &keys(key_set([other]))), ["id-token-key"]);

    let mut disguised = other.public_jwk();
    disguised["kid"] = key.kid().into();
    assert_eq!(errors(&token, &keys(json!({ "keys": [disguised] }))), ["id-token-signature"]);

    let (signed, _) = token.rsplit_once('.').expect("three parts");
    assert_eq!(errors(&format!("{signed}.AAAA"), &keys(key_set([key]))), ["id-token-signature"]);
}

#[test]
fn a_key_that_is_not_for_verifying_verifies_nothing_and_the_finding_says_why() {
    let key = &KEYS.0;
    let token = key.sign("JWT", &sound_claims()).expect("a token");
    for (member, value, why) in [
        ("key_ops", json!(["encrypt", "wrapKey"]), "its key_ops do not list verify"),
        ("use", json!("enc"), "its use is enc and not sig"),
        ("alg", json!("RSA-OAEP"), "its alg RSA-OAEP is for encryption"),
        ("n", json!("AQAB"), "its modulus has 17 bits, too few for any signature"),
        ("n", json!("****"), "its member n is not base64url"),
    ] {
        let mut jwk = key.public_jwk();
        jwk[member] = value;
        let set = keys(json!({ "keys": [jwk, KEYS.1.public_jwk()] }));
        let examined = examine(&token, &expectation(&set));
        let finding = examined.error().expect("refused");
        assert_eq!(finding.code, "id-token-key", "{member}");
        assert!(finding.message.ends_with(&format!("cannot be used: {why}.")), "{}", finding.message);
        assert!(library_accepts(&token, &expectation(&set)).is_err());
    }
    let mut verifies = key.public_jwk();
    verifies["key_ops"] = json!(["verify"]);
    assert_eq!(errors(&token, &keys(json!({ "keys": [verifies] }))), [""; 0]);
}

/// Of mosip/esignet 2533: RS256 under a key that is published for PS256.
#[test]
fn the_right_key_for_another_algorithm_is_told_as_that() {
    let mut jwk = KEYS.0.public_jwk();
    jwk["alg"] = "PS256".into();
    let token = KEYS.0.sign("JWT", &sound_claims()).expect("a token");
    let set = keys(json!({ "keys": [jwk] }));
    let examined = examine(&token, &expectation(&set));
    let finding = examined.error().expect("refused");
    assert_eq!(finding.code, "id-token-key");
    assert!(finding.message.contains("is there, and not for RS256: it is RSA PS256"), "{}", finding.message);
}

#[test]
fn an_rsa_key_under_2048_bits_is_refused_whatever_it_signs() {
    let set = keys(json!({ "keys": [{ "kty": "RSA", "kid": "short", "n": SHORT_MODULUS, "e": "AQAB" }] }));
    let examined = examine(SIGNED_BY_SHORT, &expectation(&set));
    let finding = examined.error().expect("refused");
    assert_eq!((finding.code.as_str(), finding.got.as_deref()), ("id-token-key-short", Some("1024 bits")));
    assert_eq!(examined.findings.len(), 1, "{:?}", examined.findings);
}

#[test]
fn tells_tokens_that_are_no_signed_jwt_apart() {
    let set = keys(key_set([&KEYS.0]));
    for opaque in ["opaque", "", "a.b", "a.b.c", "a.b.c.d.e"] {
        assert_eq!(errors(opaque, &set), ["id-token-format"], "{opaque}");
    }
    let unsigned = "eyJhbGciOiJub25lIn0.e30.";
    assert!(errors(unsigned, &set).contains(&"id-token-algorithm".to_owned()));
}

#[test]
fn holds_the_access_token_against_its_hash() {
    let set = keys(key_set([&KEYS.0]));
    let token = KEYS.0.sign("JWT", &claims_with(json!({ "at_hash": at_hash("access-1") }))).expect("a token");
    let with = |access_token| examine(&token, &Expectation { access_token, ..expectation(&set) });
    assert!(with(Some("access-1")).error().is_none());
    assert_eq!(with(Some("access-2")).error().map(|finding| finding.code.as_str()), Some("id-token-at-hash"));
    assert!(with(None).error().is_none());
}

/// Of an RSA key of 1024 bits, which no library makes or signs with any more; its private half is gone.
const SHORT_MODULUS: &str = "\
     quT5d8Vw73XvF-Ph7LiiMEWMQPGOwFgk4ON3yzaCegP9IaRQP9ex0PIuKM-RLpJ_hsYEB0YUGpxaeCoFSb2NFNQwafKU4CkXUJucDsI9TzgUPA\
     n080FKcY6ZnXI-I_39wqC8_Em72-prD2jvLkO0rM00iJBBnKHhM4AfEgVaNu8";
/// Sound but for its key.
const SIGNED_BY_SHORT: &str = "\
     eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6InNob3J0In0.eyJpc3MiOiJodHRwczovL2xvZ2luLmV4YW1wbGUvdGVuYW50Iiwic3\
     ViIjoidXNlci0xIiwiYXVkIjoiY2xpZW50LTEiLCJub25jZSI6Im4tMSIsImlhdCI6MTc1OTk5OTk5OCwiZXhwIjoxNzYwMDAwMzAwfQ.H4v_D\
     LgBe6vwe6nUMI89ZCJCRRvojdXzT_3ZP0Jb8muECpvz03600KDGWHVKfBxN_0XVTZYQvwx6-AsJnxv0fsPht-tE5q-4UdOc1qX0aVxnTRmGM_k\
     7IblwtTRYjh1wDvQIOKe3CCdaArUeVAXlsbLGoJv30hrGeapm7nEp9xs";

/// A claim's value as providers get it wrong.
fn value() -> impl Strategy<Value = Value> {
    let t = now().timestamp();
    prop_oneof![
        Just(Value::Null),
        Just(json!(ISSUER)),
        Just(json!(CLIENT_ID)),
        Just(json!([CLIENT_ID])),
        Just(json!([CLIENT_ID, "other"])),
        Just(json!(["other"])),
        Just(json!(NONCE)),
        Just(json!("")),
        Just(json!(true)),
        Just(json!({})),
        Just(json!([])),
        "[a-z/:.]{1,12}".prop_map(Value::from),
        (-200_i64..200).prop_map(move |offset| json!(t + offset)),
        (-200_i64..200).prop_map(move |offset| json!((t + offset) as f64 + 0.5)),
        (-200_i64..200).prop_map(move |offset| json!((t + offset).to_string())),
        Just(json!(u64::MAX)),
        Just(json!(1e300)),
    ]
}

fn claim() -> impl Strategy<Value = (String, Value)> {
    let name = prop_oneof![
        Just("iss"),
        Just("sub"),
        Just("aud"),
        Just("azp"),
        Just("exp"),
        Just("iat"),
        Just("nbf"),
        Just("nonce"),
        Just("at_hash"),
        Just("email"),
        Just("email_verified"),
        Just("auth_time"),
        Just("updated_at"),
        Just("custom"),
    ];
    (name.prop_map(str::to_owned), value())
}

#[derive(Debug, Clone, Copy)]
enum Set {
    Right,
    Other,
    Both,
    Disguised,
    WithoutKid,
    TwoWithoutKid,
    ForEncryption,
    NotForVerifying,
    Empty,
}

fn set() -> impl Strategy<Value = Set> {
    prop_oneof![
        10 => Just(Set::Right), 1 => Just(Set::Other), 2 => Just(Set::Both), 1 => Just(Set::Disguised),
        1 => Just(Set::WithoutKid), 1 => Just(Set::TwoWithoutKid), 1 => Just(Set::ForEncryption),
        1 => Just(Set::NotForVerifying), 1 => Just(Set::Empty),
    ]
}

fn build(set: Set) -> Keys {
    let (key, other) = (KEYS.0.public_jwk(), KEYS.1.public_jwk());
    let without_kid = |mut jwk: Value| {
        jwk.as_object_mut().expect("an object").remove("kid");
        jwk
    };
    keys(match set {
        Set::Right => json!({ "keys": [key] }),
        Set::Other => json!({ "keys": [other] }),
        Set::Both => json!({ "keys": [other, key] }),
        Set::Disguised => {
            let mut disguised = other;
            disguised["kid"] = KEYS.0.kid().into();
            json!({ "keys": [disguised, key] })
        }
        Set::WithoutKid => json!({ "keys": [without_kid(key)] }),
        Set::TwoWithoutKid => json!({ "keys": [without_kid(key), without_kid(other)] }),
        Set::ForEncryption => {
            let mut encryption = key;
            encryption["use"] = "enc".into();
            json!({ "keys": [encryption] })
        }
        Set::NotForVerifying => {
            let mut signs = key;
            signs["key_ops"] = json!(["sign"]);
            json!({ "keys": [signs] })
        }
        Set::Empty => json!({ "keys": [] }),
    })
}

/// The token as its header is spoiled on the way.
fn spoiled(token: &str, header: Option<Value>) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    match header {
        None => token.to_owned(),
        Some(header) => {
            let rest = token.split_once('.').expect("three parts").1;
            format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header.to_string()))
        }
    }
}

fn header() -> impl Strategy<Value = Option<Value>> {
    let kid = KEYS.0.kid();
    prop_oneof![
        8 => Just(None),
        1 => Just(Some(json!({ "alg": "none" }))),
        1 => Just(Some(json!({ "alg": "HS256", "kid": kid }))),
        1 => Just(Some(json!({ "alg": "ES256", "kid": kid }))),
        1 => Just(Some(json!({ "alg": "RS256" }))),
        1 => Just(Some(json!({ "alg": "RS256", "kid": 1 }))),
        1 => Just(Some(json!({ "alg": "RS256", "kid": kid, "crit": ["exp"] }))),
        1 => Just(Some(json!({ "alg": "RS256", "kid": kid, "typ": "at+jwt" }))),
        1 => Just(Some(json!({ "kid": kid }))),
    ]
}

mod properties {
    use super::*;
    use crate::properties::hold;

    /// Whatever the library refuses carries an error finding with both values; whatever carries none of ours the library accepts.
    #[test]
    fn the_library_and_our_checks_agree() {
        let nonce = proptest::option::of(Just(NONCE));
        let algorithms = prop_oneof![
            8 => Just(vec![]), 1 => Just(vec!["ES256".to_owned(), "RS256".to_owned()]),
            1 => Just(vec!["ES256".to_owned()]), 1 => Just(vec!["no algorithm".to_owned()]),
        ];
        let inputs = (proptest::collection::vec(claim(), 0..3), set(), header(), nonce, algorithms);
        hold(512, inputs, |(changes, set, header, nonce, algorithms)| {
            let mut claims = sound_claims();
            claims.extend(changes);
            let token = spoiled(&KEYS.0.sign("JWT", &claims).expect("a token"), header);
            let keys = build(set);
            let expect = Expectation { nonce, algorithms: &algorithms, ..expectation(&keys) };
            let examined = examine(&token, &expect);
            let library = library_accepts(&token, &expect);
            if let Err(refusal) = &library {
                prop_assert!(examined.error().is_some(), "refused without a finding: {refusal}");
            }
            if examined.error().is_none() {
                prop_assert_eq!(library, Ok(()));
            }
            for finding in &examined.findings {
                let both = finding.expected.is_some() && finding.got.is_some();
                prop_assert!(both, "a finding without both values: {finding:?}");
                prop_assert!(finding.remedy.is_some(), "a finding without a remedy: {finding:?}");
            }
            Ok(())
        });
    }
}

#[test]
fn two_values_can_be_compared_and_a_value_with_words_cannot() {
    let set = keys(key_set([&KEYS.0]));
    let literal = |claim: &str, value: Option<Value>| {
        let mut claims = sound_claims();
        match value {
            Some(value) => drop(claims.insert(claim.to_owned(), value)),
            None => drop(claims.remove(claim)),
        }
        let token = KEYS.0.sign("JWT", &claims).expect("a token");
        let examined = examine(&token, &expectation(&set));
        let finding = examined.error().expect("an error").clone();
        let check = examined.checks.iter().find(|check| check.code == finding.code).expect("its check");
        assert_eq!(check.literal, finding.literal);
        finding.literal
    };
    assert!(literal("iss", Some("https://login.example/v2".into())));
    assert!(literal("aud", Some("another".into())));
    assert!(!literal("aud", Some(serde_json::json!(["another", "third"]))));
    assert!(!literal("iss", None));
    assert!(!literal("exp", Some(1.into())));
}

#[test]
fn the_clock_is_passed_in() {
    let set = keys(key_set([&KEYS.0]));
    let token = KEYS.0.sign("JWT", &sound_claims()).expect("a token");
    let later = Expectation { now: now() + TimeDelta::hours(1), ..expectation(&set) };
    assert_eq!(examine(&token, &later).error().map(|finding| finding.code.as_str()), Some("id-token-expired"));
}

/// The clock of a host whose answer at [`now`] said it is `ahead` seconds later.
async fn told_by(ahead: i64) -> ServerClock {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = Url::parse(&format!("http://{}/", listener.local_addr().expect("an address"))).expect("a URL");
    let date = (now() + TimeDelta::seconds(ahead)).format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let answer = Router::new().route("/", get(move || async move { [("date", date)] }));
    let serving = tokio::spawn(async move { axum::serve(listener, answer).await });
    let clocks = Clocks::default();
    Fetcher::new().expect("a fetcher").telling(&clocks, &Clock::at(now())).fetch(&url).await.expect("an answer");
    serving.abort();
    clocks.of(&url).expect("a clock")
}

fn judged(claims: &Map<String, Value>, clock: Option<&ServerClock>) -> Finding {
    let set = keys(key_set([&KEYS.0]));
    let token = KEYS.0.sign("JWT", claims).expect("a token");
    let mut examined = examine(&token, &Expectation { clock, ..expectation(&set) });
    assert_eq!(examined.findings.len(), 1, "{:?}", examined.findings);
    examined.findings.remove(0)
}

#[tokio::test]
async fn a_time_that_is_refused_is_told_whose_clock_it_is_by_how_much_and_whether_a_leeway_helps() {
    let t = now().timestamp();
    let (ahead, behind, same) = (told_by(130).await, told_by(-600).await, told_by(0).await);
    for (claims, clock, said, remedy) in [
        (json!({ "iat": t + 130 }), Some(&ahead), "is 130 s ahead of this computer's", "A leeway of 130 s would"),
        (json!({ "nbf": t + 130 }), Some(&ahead), "by its own the token is valid", "Set this computer's by NTP first"),
        (
            json!({ "iat": t - 900, "exp": t - 600 }),
            Some(&behind),
            "is 599 s behind this computer's",
            "No leeway helps: 601 s",
        ),
        (
            json!({ "iat": t + 7200 }),
            Some(&same),
            "agrees with this computer's",
            "The time is off by 2 h to the minute",
        ),
        (json!({ "iat": t + 500 }), Some(&same), "agrees with this computer's", "goes by another clock"),
        (json!({ "iat": t - 900, "exp": t - 90 }), Some(&same), "agrees with", "old already when it came"),
        (json!({ "iat": t + 900 }), Some(&ahead), "does not explain it", "Set both clocks by NTP."),
        (json!({ "exp": t - 90 }), None, "not known whose clock is off", "A leeway of 91 s would"),
    ] {
        let finding = judged(&claims_with(claims.clone()), clock);
        assert!(finding.is_error(), "{claims}");
        assert!(finding.message.contains(said), "{claims}: {}", finding.message);
        assert!(finding.remedy.as_ref().is_some_and(|it| it.contains(remedy)), "{claims}: {:?}", finding.remedy);
    }
}

#[tokio::test]
async fn a_token_that_only_the_leeway_lets_in_is_noted_for_those_who_have_none() {
    let t = now().timestamp();
    let ahead = told_by(30).await;
    for (claims, member) in
        [(json!({ "iat": t + 30 }), "iat"), (json!({ "nbf": t + 1 }), "nbf"), (json!({ "exp": t }), "exp")]
    {
        let finding = judged(&claims_with(claims), Some(&ahead));
        assert_eq!((finding.code.as_str(), finding.member.as_deref()), ("id-token-leeway", Some(member)));
    }
    let in_milliseconds = judged(&claims_with(json!({ "iat": (t + 1) * 1000 })), Some(&ahead));
    assert!(
        !in_milliseconds.message.contains("clock"),
        "another age is no matter of clocks: {}",
        in_milliseconds.message
    );
}

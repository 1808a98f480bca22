//! One reader of a key set: what the check calls usable signs in, and nothing else.

use chrono::{DateTime, Utc};
use lintel_oidc::{
    discovery::check_key_set,
    keys::{KeySet, Keys},
    sign_in::id_token::{Expectation, LEEWAY, examine},
    signing::{SigningAlgorithm, SigningKey},
};
use serde_json::{Value, json};

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_760_000_000, 0).expect("a time")
}

/// What the check says of the set and of each of its keys.
fn checked(set: &[u8]) -> (usize, Vec<String>) {
    let report = check_key_set(KeySet::parse(set).expect("a key set"), &[], now());
    (report.usable_keys(), report.findings().into_iter().map(|finding| finding.message).collect())
}

/// Whether a sound token of `key` is taken with the set.
fn signs_in(key: &SigningKey, set: &[u8]) -> bool {
    let t = now().timestamp();
    let claims = json!({ "iss": "https://op.example", "sub": "ada", "aud": "client-1", "iat": t, "exp": t + 300 });
    let token = key.sign("JWT", claims.as_object().expect("an object")).expect("a token");
    let keys = Keys::parse(set).expect("a key set");
    let expect = Expectation {
        issuer: "https://op.example",
        client_id: "client-1",
        nonce: None,
        algorithms: &[],
        keys: &keys,
        jwks_uri: "https://op.example/jwks",
        now: now(),
        leeway: LEEWAY,
        access_token: None,
        clock: None,
    };
    examine(&token, &expect).error().is_none()
}

fn with(mut jwk: Value, member: &str, change: impl FnOnce(&str) -> Value) -> Value {
    jwk[member] = change(jwk[member].as_str().unwrap_or_default());
    jwk
}

#[test]
fn a_key_is_usable_for_the_check_exactly_where_it_signs_in() {
    let rsa = SigningKey::generate(SigningAlgorithm::RS256).expect("a key");
    let ec = SigningKey::generate(SigningAlgorithm::ES256).expect("a key");
    let padded = |text: &str| json!(format!("{text}{}", ["", "", "==", "="][text.len() % 4]));
    let standard = |text: &str| json!(text.replace('-', "+").replace('_', "/"));
    let bent = |jwk: Value, members: [&str; 2], change: fn(&str) -> Value| {
        members.into_iter().fold(jwk, |jwk, member| with(jwk, member, change))
    };
    for (name, key, jwk, usable) in [
        ("as it should be", &rsa, rsa.public_jwk(), true),
        ("padded", &ec, with(with(ec.public_jwk(), "x", padded), "y", padded), true),
        ("in standard base64", &rsa, with(rsa.public_jwk(), "n", standard), true),
        ("alg RSA", &rsa, with(rsa.public_jwk(), "alg", |_| json!("RSA")), true),
        ("a number as kid", &ec, with(ec.public_jwk(), "kid", |_| json!(7)), true),
        ("null beside", &rsa, with(rsa.public_jwk(), "use", |_| Value::Null), true),
        ("key_ops verify", &rsa, with(rsa.public_jwk(), "key_ops", |_| json!(["verify"])), true),
        ("key_ops without verify", &rsa, with(rsa.public_jwk(), "key_ops", |_| json!(["encrypt"])), false),
        ("a short coordinate", &ec, with(ec.public_jwk(), "y", |_| json!("AAAA")), false),
        ("no number at all", &rsa, bent(rsa.public_jwk(), ["n", "e"], |_| json!("***")), false),
    ] {
        let set = json!({ "keys": [jwk] }).to_string();
        let (count, said) = checked(set.as_bytes());
        assert_eq!(count == 1, usable, "{name}: {said:?}");
        // Without a kid that can be read, the token's own finds no key: that is the token's check and not the set's.
        assert_eq!(signs_in(key, set.as_bytes()), usable && name != "a number as kid", "{name}");
    }
}

#[test]
fn a_byte_order_mark_and_a_type_that_nobody_knows_are_noted_and_hinder_nothing() {
    let key = SigningKey::generate(SigningAlgorithm::RS256).expect("a key");
    let set = json!({ "keys": [{ "kty": "AKP", "kid": "pq-1", "alg": "ML-DSA-65", "pub": "AAAA" }, key.public_jwk()] });
    let set = [b"\xef\xbb\xbf".as_slice(), set.to_string().as_bytes()].concat();
    let (count, said) = checked(&set);
    assert_eq!(count, 1);
    assert_eq!(
        said,
        ["The key pq-1 is ignored: its type AKP is unknown.", "The key set begins with a byte order mark."]
    );
    assert!(signs_in(&key, &set));
}

/// Of a report on jpadilla/pyjwt (709): an x of 66 octets and a y of 65. A connection takes no ES512, and that is said of the sound one.
#[test]
fn a_coordinate_that_lost_its_zero_is_named_with_its_length_and_one_that_kept_it_is_sound() {
    const X: &str = "Ae294KV0x7hYO3KaQbN3RMBpoxzGRfduSXgOZhywlpw2v0C5jBgYupHex_d4xMFyGgh0KGZJAL06_Oe96F5xfQrk";
    const SHORT: &str = "_VKEddQhwBChA79_JPYEgmLBiEqnzuWnXlSL0BaeDI11KKa8oyCyErQ9fyR06hxNFiGVK7OnCYbH1-Kr-5gjs10";
    const FULL: &str = "AP1ShHXUIcAQoQO_fyT2BIJiwYhKp87lp15Ui9AWngyNdSimvKMgshK0PX8kdOocTRYhlSuzpwmGx9fiq_uYI7Nd";
    let said = |y: &str| {
        let jwk = json!({ "kty": "EC", "use": "sig", "kid": "p521", "alg": "ES512", "crv": "P-521", "x": X, "y": y });
        checked(json!({ "keys": [jwk] }).to_string().as_bytes()).1
    };
    assert!(
        said(SHORT)
            .contains(&"The key p521 cannot be used: its member y has 65 octets, and P-521 needs 66.".to_owned()),
        "{:?}",
        said(SHORT)
    );
    assert_eq!(said(FULL), ["The keys are EC P-521 ES512 sig, and connections take no ID tokens that these sign."]);
}

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::*;

fn claims(exp: i64) -> Map<String, Value> {
    Map::from_iter([("sub".to_owned(), "ada".into()), ("exp".to_owned(), exp.into())])
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_760_000_000, 0).expect("a time")
}

fn in_a_minute() -> i64 {
    now().timestamp() + 60
}

#[test]
fn a_key_of_each_algorithm_survives_its_pem_and_verifies_what_it_signs() {
    for algorithm in SigningAlgorithm::ALL {
        let key = SigningKey::generate(algorithm).expect("a key");
        let stored = key.to_pkcs8_pem().expect("PEM");
        let again = SigningKey::from_pkcs8_pem(&stored, algorithm).expect("the same key");
        assert_eq!(again.public_jwk(), key.public_jwk(), "{algorithm}");
        let token = key.sign("JWT", &claims(in_a_minute())).expect("a token");
        assert_eq!(again.verify(&token, now()).expect("verified")["sub"], "ada", "{algorithm}");
    }
}

#[test]
fn other_makers_verify_with_the_public_half() {
    use jsonwebtoken::{Algorithm, DecodingKey, Validation};
    for (algorithm, theirs) in [
        (SigningAlgorithm::RS256, Algorithm::RS256),
        (SigningAlgorithm::RS384, Algorithm::RS384),
        (SigningAlgorithm::RS512, Algorithm::RS512),
        (SigningAlgorithm::PS256, Algorithm::PS256),
        (SigningAlgorithm::PS384, Algorithm::PS384),
        (SigningAlgorithm::ES256, Algorithm::ES256),
        (SigningAlgorithm::ES384, Algorithm::ES384),
    ] {
        let key = SigningKey::generate(algorithm).expect("a key");
        let jwk = serde_json::from_value(key.public_jwk()).expect("a JWK");
        let token = key.sign("JWT", &claims(in_a_minute())).expect("a token");
        let public = DecodingKey::from_jwk(&jwk).expect("a public key");
        let mut validation = Validation::new(theirs);
        validation.validate_exp = false;
        let read = jsonwebtoken::decode::<Map<String, Value>>(&token, &public, &validation);
        assert_eq!(read.expect("verified").header.kid.as_deref(), Some(key.kid()), "{algorithm}");
    }
}

#[test]
fn a_token_of_another_key_a_changed_one_and_an_expired_one_are_refused() {
    let key = SigningKey::generate(SigningAlgorithm::ES256).expect("a key");
    let other = SigningKey::generate(SigningAlgorithm::ES256).expect("a key");
    let token = key.sign("JWT", &claims(in_a_minute())).expect("a token");
    assert_eq!(other.verify(&token, now()), None);
    let (input, signature) = token.rsplit_once('.').expect("three parts");
    let (header, _) = input.split_once('.').expect("three parts");
    let forged = URL_SAFE_NO_PAD.encode(json!(claims(in_a_minute() + 60)).to_string());
    assert_eq!(key.verify(&format!("{header}.{forged}.{signature}"), now()), None);
    let expired = key.sign("JWT", &claims(now().timestamp())).expect("a token");
    assert_eq!(key.verify(&expired, now()), None);
}

#[test]
fn a_key_is_not_taken_for_one_of_another_algorithm() {
    let stored = SigningKey::generate(SigningAlgorithm::ES256).and_then(|key| key.to_pkcs8_pem()).expect("PEM");
    for algorithm in [SigningAlgorithm::RS256, SigningAlgorithm::ES384, SigningAlgorithm::Ed25519] {
        let error = SigningKey::from_pkcs8_pem(&stored, algorithm).expect_err("another algorithm");
        assert_eq!(error.to_string(), format!("the signing key is no PKCS #8 private key for {algorithm}"));
    }
}

#[test]
fn a_header_takes_what_its_caller_says_beside_the_algorithm() {
    let key = SigningKey::generate(SigningAlgorithm::Ed25519).expect("a key");
    let token =
        key.sign_with([("typ", "dpop+jwt".into()), ("jwk", key.bare_jwk().into())], &Map::new()).expect("a token");
    let header = URL_SAFE_NO_PAD.decode(token.split('.').next().expect("a header")).expect("base64url");
    let header: Value = serde_json::from_slice(&header).expect("JSON");
    assert_eq!(header, json!({ "alg": "Ed25519", "typ": "dpop+jwt", "jwk": key.bare_jwk() }));
}

#[test]
fn names_are_read_as_they_are_written() {
    for algorithm in SigningAlgorithm::ALL {
        assert_eq!(algorithm.to_string().parse(), Ok(algorithm));
    }
    assert!("HS256".parse::<SigningAlgorithm>().is_err());
}

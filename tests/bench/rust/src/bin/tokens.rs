//! ID tokens verified, for the bench: as in a sign-in, and what their signatures alone take. The first line of standard output is the
//! material for whoever else verifies the same tokens.

use std::{error::Error, hint::black_box};

use aws_lc_rs::{
    encoding::{AsDer, PublicKeyX509Der},
    signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use lintel_bench::{answer, tell, timed};
use lintel_oidc::{
    Clock,
    keys::Keys,
    sign_in::id_token::{Expectation, LEEWAY, examine},
    signing::{SigningAlgorithm, SigningKey, key_set},
};
use serde_json::{Map, Value, json};

const ISSUER: &str = "https://idp.harbour.example";
const CLIENT_ID: &str = "bench-client";
const NONCE: &str = "n-0S6_WzA2MjRr8hQ4mUaPq1k7Tz";

fn main() -> Result<(), Box<dyn Error>> {
    let key = SigningKey::generate(SigningAlgorithm::RS256)?;
    let now = Clock::system().now();
    let token = key.sign("JWT", &claims(now))?;
    let jwks = key_set([&key]);
    tell(&json!({ "token": token, "jwks": jwks, "issuer": ISSUER, "audience": CLIENT_ID, "nonce": NONCE }))?;

    let keys = Keys::parse(jwks.to_string().as_bytes())?;
    let expect = Expectation {
        issuer: ISSUER,
        client_id: CLIENT_ID,
        nonce: Some(NONCE),
        algorithms: &[],
        keys: &keys,
        jwks_uri: "https://idp.harbour.example/jwks",
        now,
        leeway: LEEWAY,
        clock: None,
        access_token: None,
    };
    let (input, signature) = token.rsplit_once('.').ok_or("no token")?;
    let signature = URL_SAFE_NO_PAD.decode(signature)?;
    let public = public(&jwks["keys"][0])?;
    answer(|work, calls| match work {
        "examine" => timed(calls, || {
            assert!(examine(black_box(&token), &expect).error().is_none(), "a sound token is taken");
        }),
        "signature" => timed(calls, || {
            assert!(public.verify_sig(black_box(input.as_bytes()), &signature).is_ok(), "a sound signature is taken");
        }),
        other => unreachable!("there is no work {other}"),
    })?;
    Ok(())
}

/// As a provider with a profile sends them.
fn claims(now: DateTime<Utc>) -> Map<String, Value> {
    let claims = json!({
        "iss": ISSUER, "sub": "00u1ada", "aud": CLIENT_ID, "iat": now.timestamp(), "exp": now.timestamp() + 3600,
        "auth_time": now.timestamp(), "nonce": NONCE, "name": "Ada of the Harbour", "given_name": "Ada",
        "family_name": "Harbour", "email": "ada@harbour.example", "email_verified": true, "preferred_username": "ada",
        "groups": ["crew", "watch"],
    });
    claims.as_object().cloned().unwrap_or_default()
}

fn public(jwk: &Value) -> Result<ParsedPublicKey, Box<dyn Error>> {
    let number = |name: &str| URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap_or_default());
    let components = RsaPublicKeyComponents { n: number("n")?, e: number("e")? };
    let der = AsDer::<PublicKeyX509Der<'_>>::as_der(&components)?;
    Ok(ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der.as_ref())?)
}

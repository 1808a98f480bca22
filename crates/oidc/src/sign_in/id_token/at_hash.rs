//! That the access token belongs to the ID token.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::{
    claim::text,
    expectation::Expectation,
    judgement::{Judgement, fail, pass, skip},
};
use crate::finding::{Check, Severity};

pub(super) const ALL: &[&Check] = &[&ID_TOKEN_AT_HASH];

const ID_TOKEN_AT_HASH: Check = Check {
    code: "id-token-at-hash",
    title: "Access token belongs to the ID token",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 3.1.3.8",
    about: "at_hash is the hash of the access token that came with the ID token; another value means the two are from two sign-ins.",
};

pub(super) fn at_hash(header: &Map<String, Value>, claims: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &ID_TOKEN_AT_HASH;
    let Some(got) = claims.get("at_hash") else { return skip(check, "at_hash", "not in the token") };
    let Some(access_token) = expect.access_token else { return skip(check, "at_hash", "no access token came with it") };
    let Some(expected) = half_hash(text(header, "alg").unwrap_or_default(), access_token) else {
        return skip(check, "at_hash", "no hash belongs to this algorithm");
    };
    if got.as_str() == Some(expected.as_str()) {
        return pass(check, "at_hash", &expected, &expected);
    }
    fail(
        check,
        check
            .finding("at_hash", "The access token is not the one this ID token was issued with.")
            .expected(expected)
            .got(got.as_str().map_or_else(|| got.to_string(), str::to_owned))
            .literal(got.is_string())
            .remedy("Report it to the provider: the two tokens of one response do not belong together."),
    )
}

fn half_hash(algorithm: &str, token: &str) -> Option<String> {
    let digest = match algorithm.get(2..)? {
        "256" => Sha256::digest(token).to_vec(),
        "384" => Sha384::digest(token).to_vec(),
        "512" => Sha512::digest(token).to_vec(),
        _ => return None,
    };
    Some(URL_SAFE_NO_PAD.encode(&digest[..digest.len() / 2]))
}

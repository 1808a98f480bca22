//! The key that a token is verified with, by the library's rules.

use openidconnect::{
    JsonWebKey, JsonWebKeyAlgorithm, JsonWebKeyUse, JwsSigningAlgorithm, SignatureVerificationError,
    core::CoreJwsSigningAlgorithm,
};
use serde_json::{Map, Value};

use super::{claim::text, expectation::Expectation};
use crate::keys::{VerifyingKey, named};

/// The one key that a token can be verified with.
#[derive(Debug, Clone)]
pub(super) struct Signing<'a> {
    pub(super) key: &'a VerifyingKey,
    /// Its length, where it is RSA.
    pub(super) bits: Option<usize>,
    pub(super) algorithm: CoreJwsSigningAlgorithm,
}

/// What came of looking for it; absent where the algorithm is not one of ours.
pub(super) type Chosen<'a> = Option<Result<Signing<'a>, SignatureVerificationError>>;

/// The key the library would verify with.
pub(super) fn signing_key<'a>(header: &Map<String, Value>, expect: &Expectation<'a>) -> Chosen<'a> {
    let algorithm = named(expect.algorithm(text(header, "alg")?)?)?;
    let kid = text(header, "kid");
    let mut eligible = expect
        .keys
        .each()
        .filter(|(key, _)| kid.is_none_or(|kid| key.key_id().is_some_and(|id| id.as_str() == kid)))
        .filter(|(key, _)| fits(key, &algorithm));
    Some(match (eligible.next(), eligible.count()) {
        (None, _) => Err(SignatureVerificationError::NoMatchingKey),
        (Some((key, bits)), 0) => Ok(Signing { key, bits, algorithm }),
        (Some(_), more) => Err(SignatureVerificationError::AmbiguousKeyId(format!("{} eligible keys", more + 1))),
    })
}

fn fits(key: &VerifyingKey, algorithm: &CoreJwsSigningAlgorithm) -> bool {
    key.key_use().is_none_or(JsonWebKeyUse::allows_signature)
        && algorithm.key_type().as_ref() == Some(key.key_type())
        && match key.signing_alg() {
            JsonWebKeyAlgorithm::Unspecified => true,
            JsonWebKeyAlgorithm::Algorithm(own) => own == algorithm,
            JsonWebKeyAlgorithm::Unsupported => false,
        }
}

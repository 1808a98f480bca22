//! The key that a token is verified with, by the library's rules.

use openidconnect::{
    JsonWebKey, JsonWebKeyAlgorithm, JsonWebKeyUse, JwsSigningAlgorithm, SignatureVerificationError,
    core::{CoreJsonWebKey, CoreJwsSigningAlgorithm},
};

use super::{claim::text, expectation::Expectation, named::named, parts::take_apart};

/// The key the library would verify with, and its length where it is RSA; absent where the algorithm is not one of ours.
pub(super) fn signing_key<'a>(
    token: &str,
    expect: &Expectation<'a>,
) -> Option<Result<(&'a CoreJsonWebKey, Option<usize>), SignatureVerificationError>> {
    let parsed = CoreSigned::parse(token, expect)?;
    let eligible: Vec<_> = expect
        .keys
        .each()
        .filter(|(key, _)| parsed.kid.as_deref().is_none_or(|kid| key.key_id().is_some_and(|id| id.as_str() == kid)))
        .filter(|(key, _)| parsed.fits(key))
        .collect();
    Some(match eligible.as_slice() {
        [] => Err(SignatureVerificationError::NoMatchingKey),
        [only] => Ok(*only),
        several => Err(SignatureVerificationError::AmbiguousKeyId(format!("{} eligible keys", several.len()))),
    })
}

/// The header's part in choosing a key, by the library's rules.
struct CoreSigned {
    algorithm: CoreJwsSigningAlgorithm,
    kid: Option<String>,
}

impl CoreSigned {
    fn parse(token: &str, expect: &Expectation<'_>) -> Option<Self> {
        let (header, _) = take_apart(token).ok()?;
        let algorithm = named(expect.algorithm(text(&header, "alg")?)?)?;
        Some(CoreSigned { algorithm, kid: text(&header, "kid").map(str::to_owned) })
    }

    fn fits(&self, key: &CoreJsonWebKey) -> bool {
        key.key_use().is_none_or(JsonWebKeyUse::allows_signature)
            && self.algorithm.key_type().as_ref() == Some(key.key_type())
            && match key.signing_alg() {
                JsonWebKeyAlgorithm::Unspecified => true,
                JsonWebKeyAlgorithm::Algorithm(algorithm) => *algorithm == self.algorithm,
                JsonWebKeyAlgorithm::Unsupported => false,
            }
    }
}

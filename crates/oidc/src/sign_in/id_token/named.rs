use openidconnect::core::CoreJwsSigningAlgorithm;

use crate::signing::SigningAlgorithm;

/// The library's name of an algorithm.
pub(super) fn named(algorithm: SigningAlgorithm) -> Option<CoreJwsSigningAlgorithm> {
    match algorithm {
        SigningAlgorithm::RS256 => Some(CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256),
        SigningAlgorithm::RS384 => Some(CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384),
        SigningAlgorithm::RS512 => Some(CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512),
        SigningAlgorithm::PS256 => Some(CoreJwsSigningAlgorithm::RsaSsaPssSha256),
        SigningAlgorithm::PS384 => Some(CoreJwsSigningAlgorithm::RsaSsaPssSha384),
        SigningAlgorithm::ES256 => Some(CoreJwsSigningAlgorithm::EcdsaP256Sha256),
        SigningAlgorithm::ES384 => Some(CoreJwsSigningAlgorithm::EcdsaP384Sha384),
        SigningAlgorithm::ES512 | SigningAlgorithm::Ed25519 => None,
    }
}

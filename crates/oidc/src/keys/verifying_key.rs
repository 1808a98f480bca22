//! A provider's key, as the library asks of it: chosen by the library's rules, and used by aws-lc.

use std::sync::Arc;

use aws_lc_rs::{
    encoding::{AsDer, PublicKeyX509Der},
    signature::{ParsedPublicKey, RsaPublicKeyComponents},
};
use openidconnect::{
    JsonWebKey, JsonWebKeyAlgorithm, JsonWebKeyId, SignatureVerificationError,
    core::{CoreJsonWebKey, CoreJsonWebKeyType, CoreJsonWebKeyUse, CoreJwsSigningAlgorithm},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::signing::{SigningAlgorithm, verification};

/// A key that verifies the signatures of ID tokens.
#[derive(Debug, Clone)]
pub(crate) struct VerifyingKey {
    jwk: Arc<CoreJsonWebKey>,
    /// Read once, for each algorithm that it serves; none where its numbers make no key.
    public: Arc<[(CoreJwsSigningAlgorithm, ParsedPublicKey)]>,
    proven: Option<Arc<Proven>>,
}

/// A signature that a key verified: byte for byte what it was asked, so that to ask it again is to compute the same again.
#[derive(Debug)]
pub(crate) struct Proven {
    by: Arc<CoreJsonWebKey>,
    algorithm: CoreJwsSigningAlgorithm,
    input: Vec<u8>,
    signature: Vec<u8>,
}

/// The numbers of a key, as they are in its key set.
pub(super) enum Numbers {
    Rsa { n: Vec<u8>, e: Vec<u8> },
    Curve { x: Vec<u8>, y: Vec<u8> },
}

impl VerifyingKey {
    pub(super) fn new(
        jwk: CoreJsonWebKey,
        numbers: &Numbers,
        serves: impl Iterator<Item = SigningAlgorithm>,
    ) -> VerifyingKey {
        let encoded = numbers.encoded();
        let parsed = |algorithm: SigningAlgorithm| {
            let public = ParsedPublicKey::new(verification(algorithm), encoded.as_ref()?).ok()?;
            Some((named(algorithm)?, public))
        };
        VerifyingKey { jwk: Arc::new(jwk), public: serves.filter_map(parsed).collect(), proven: None }
    }

    /// What it proved, to be remembered for as long as one token is examined.
    pub(crate) fn prove(
        &self,
        algorithm: &CoreJwsSigningAlgorithm,
        input: &[u8],
        signature: Vec<u8>,
    ) -> Result<Arc<Proven>, SignatureVerificationError> {
        self.verify_signature(algorithm, input, &signature)?;
        let by = Arc::clone(&self.jwk);
        Ok(Arc::new(Proven { by, algorithm: algorithm.clone(), input: input.to_vec(), signature }))
    }

    /// The same key, which computes what it has proven no second time; anything else it does.
    pub(super) fn having(&self, proven: Option<&Arc<Proven>>) -> VerifyingKey {
        VerifyingKey { proven: proven.cloned(), ..self.clone() }
    }

    fn has_proven(&self, algorithm: &CoreJwsSigningAlgorithm, input: &[u8], signature: &[u8]) -> bool {
        self.proven.as_ref().is_some_and(|proven| {
            Arc::ptr_eq(&proven.by, &self.jwk)
                && proven.algorithm == *algorithm
                && proven.input == input
                && proven.signature == signature
        })
    }
}

impl Numbers {
    /// As aws-lc reads them; none where they are no key.
    fn encoded(&self) -> Option<Vec<u8>> {
        match self {
            Numbers::Rsa { n, e } => {
                let components = RsaPublicKeyComponents { n: without_zeros(n), e: without_zeros(e) };
                AsDer::<PublicKeyX509Der<'_>>::as_der(&components).ok().map(|der| der.as_ref().to_vec())
            }
            // SEC 1: a byte that says uncompressed, then both coordinates.
            Numbers::Curve { x, y } => Some([&[4], x.as_slice(), y].concat()),
        }
    }
}

fn without_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    &number[zeros..]
}

/// The library's name of an algorithm.
pub(crate) fn named(algorithm: SigningAlgorithm) -> Option<CoreJwsSigningAlgorithm> {
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

impl PartialEq for VerifyingKey {
    fn eq(&self, other: &Self) -> bool {
        self.jwk == other.jwk
    }
}

impl JsonWebKey for VerifyingKey {
    type KeyUse = CoreJsonWebKeyUse;
    type SigningAlgorithm = CoreJwsSigningAlgorithm;

    fn key_id(&self) -> Option<&JsonWebKeyId> {
        self.jwk.key_id()
    }

    fn key_type(&self) -> &CoreJsonWebKeyType {
        self.jwk.key_type()
    }

    fn key_use(&self) -> Option<&CoreJsonWebKeyUse> {
        self.jwk.key_use()
    }

    fn signing_alg(&self) -> JsonWebKeyAlgorithm<&CoreJwsSigningAlgorithm> {
        self.jwk.signing_alg()
    }

    /// The library makes one of a client secret, where it was given that: it never is. This one verifies nothing.
    fn new_symmetric(key: Vec<u8>) -> Self {
        VerifyingKey { jwk: Arc::new(CoreJsonWebKey::new_symmetric(key)), public: Arc::new([]), proven: None }
    }

    fn verify_signature(
        &self,
        algorithm: &CoreJwsSigningAlgorithm,
        input: &[u8],
        signature: &[u8],
    ) -> Result<(), SignatureVerificationError> {
        if self.has_proven(algorithm, input, signature) {
            return Ok(());
        }
        let public = self.public.iter().find(|(serves, _)| serves == algorithm);
        let (_, public) = public.ok_or_else(|| SignatureVerificationError::InvalidKey("no key".to_owned()))?;
        let refused = |_| SignatureVerificationError::CryptoError("bad signature".to_owned());
        public.verify_sig(input, signature).map_err(refused)
    }

    fn hash_bytes(&self, bytes: &[u8], algorithm: &CoreJwsSigningAlgorithm) -> Result<Vec<u8>, String> {
        self.jwk.hash_bytes(bytes, algorithm)
    }
}

impl Serialize for VerifyingKey {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.jwk.serialize(to)
    }
}

/// The library could read one; here keys are read by [`KeySet`](super::KeySet) alone.
impl<'de> Deserialize<'de> for VerifyingKey {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom("keys are not read here"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{keys::Keys, signing::SigningKey};

    #[test]
    fn what_was_proven_stands_for_the_same_bytes_and_the_same_key_alone() {
        let (one, other) = (generated(), generated());
        let keys = Keys::parse(json!({ "keys": [one.public_jwk(), other.public_jwk()] }).to_string().as_bytes());
        let keys = keys.expect("a key set");
        let token = one.sign("JWT", &serde_json::Map::new()).expect("a token");
        let (input, signature) = token.rsplit_once('.').expect("a token");
        let (input, mut signature) = (input.as_bytes(), decoded(signature));
        let algorithm = CoreJwsSigningAlgorithm::EcdsaP256Sha256;
        let (first, _) = keys.each().next().expect("a key");
        let proven = first.prove(&algorithm, input, signature.clone()).expect("its signature");

        let given = keys.for_library(Some(&proven));
        let [first, second] = given.keys().as_slice() else { panic!("two keys") };
        assert_eq!(first.verify_signature(&algorithm, input, &signature), Ok(()));
        assert!(second.verify_signature(&algorithm, input, &signature).is_err(), "another key");
        assert!(first.verify_signature(&algorithm, &input[1..], &signature).is_err(), "another input");
        let another = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
        assert!(first.verify_signature(&another, input, &signature).is_err(), "another algorithm");
        signature[0] ^= 1;
        assert!(first.verify_signature(&algorithm, input, &signature).is_err(), "another signature");
    }

    fn generated() -> SigningKey {
        SigningKey::generate(SigningAlgorithm::ES256).expect("a key")
    }

    fn decoded(part: &str) -> Vec<u8> {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        URL_SAFE_NO_PAD.decode(part).expect("base64url")
    }
}

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    error::{KeyRejected, Unspecified},
    rand::SystemRandom,
    rsa::KeySize,
    signature::{
        self, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair, RsaEncoding, RsaKeyPair,
        RsaPublicKeyComponents,
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

use super::algorithm::SigningAlgorithm;

/// A key pair with what the library needs beside it.
pub(super) enum Pair {
    Rsa(RsaKeyPair, &'static dyn RsaEncoding),
    Ecdsa(EcdsaKeyPair, &'static str),
    Ed25519(Ed25519KeyPair),
}

impl Pair {
    pub(super) fn generate(algorithm: SigningAlgorithm) -> Result<Pair, Unspecified> {
        match Family::of(algorithm) {
            Family::Rsa(encoding) => RsaKeyPair::generate(KeySize::Rsa2048).map(|pair| Pair::Rsa(pair, encoding)),
            Family::Ecdsa(parameters, curve) => EcdsaKeyPair::generate(parameters).map(|pair| Pair::Ecdsa(pair, curve)),
            Family::Ed25519 => Ed25519KeyPair::generate().map(Pair::Ed25519),
        }
    }

    pub(super) fn from_pkcs8(der: &[u8], algorithm: SigningAlgorithm) -> Result<Pair, KeyRejected> {
        match Family::of(algorithm) {
            Family::Rsa(encoding) => RsaKeyPair::from_pkcs8(der).map(|pair| Pair::Rsa(pair, encoding)),
            Family::Ecdsa(parameters, curve) => {
                EcdsaKeyPair::from_pkcs8(parameters, der).map(|pair| Pair::Ecdsa(pair, curve))
            }
            Family::Ed25519 => Ed25519KeyPair::from_pkcs8(der).map(Pair::Ed25519),
        }
    }

    pub(super) fn to_pkcs8(&self) -> Result<Vec<u8>, Unspecified> {
        match self {
            Pair::Rsa(pair, _) => AsDer::<Pkcs8V1Der<'_>>::as_der(pair).map(|der| der.as_ref().to_vec()),
            Pair::Ecdsa(pair, _) => pair.to_pkcs8v1().map(|der| der.as_ref().to_vec()),
            Pair::Ed25519(pair) => pair.to_pkcs8v1().map(|der| der.as_ref().to_vec()),
        }
    }

    pub(super) fn verify(
        &self,
        algorithm: SigningAlgorithm,
        input: &[u8],
        signature: &[u8],
    ) -> Result<(), Unspecified> {
        signature::UnparsedPublicKey::new(verification(algorithm), self.public()).verify(input, signature)
    }

    pub(super) fn sign(&self, input: &[u8]) -> Result<Vec<u8>, Unspecified> {
        match self {
            Pair::Rsa(pair, encoding) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(*encoding, &SystemRandom::new(), input, &mut signature)?;
                Ok(signature)
            }
            Pair::Ecdsa(pair, _) => Ok(pair.sign(&SystemRandom::new(), input)?.as_ref().to_vec()),
            Pair::Ed25519(pair) => Ok(pair.try_sign(input)?.as_ref().to_vec()),
        }
    }

    fn public(&self) -> &[u8] {
        match self {
            Pair::Rsa(pair, _) => pair.public_key().as_ref(),
            Pair::Ecdsa(pair, _) => pair.public_key().as_ref(),
            Pair::Ed25519(pair) => pair.public_key().as_ref(),
        }
    }

    /// In the order of RFC 7638, which is that of its thumbprint.
    pub(super) fn bare_jwk(&self) -> Map<String, Value> {
        let encoded = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let members = match self {
            Pair::Rsa(pair, _) => {
                let RsaPublicKeyComponents { n, e } = RsaPublicKeyComponents::<Vec<u8>>::from(pair.public_key());
                vec![("e", encoded(&e)), ("kty", "RSA".to_owned()), ("n", encoded(&n))]
            }
            Pair::Ecdsa(pair, curve) => {
                // SEC 1: a byte that says uncompressed, then both coordinates.
                let point = &pair.public_key().as_ref()[1..];
                let (x, y) = point.split_at(point.len() / 2);
                vec![("crv", (*curve).to_owned()), ("kty", "EC".to_owned()), ("x", encoded(x)), ("y", encoded(y))]
            }
            Pair::Ed25519(pair) => vec![
                ("crv", "Ed25519".to_owned()),
                ("kty", "OKP".to_owned()),
                ("x", encoded(pair.public_key().as_ref())),
            ],
        };
        members.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect()
    }
}

enum Family {
    Rsa(&'static dyn RsaEncoding),
    Ecdsa(&'static EcdsaSigningAlgorithm, &'static str),
    Ed25519,
}

impl Family {
    fn of(algorithm: SigningAlgorithm) -> Family {
        match algorithm {
            SigningAlgorithm::RS256 => Family::Rsa(&signature::RSA_PKCS1_SHA256),
            SigningAlgorithm::RS384 => Family::Rsa(&signature::RSA_PKCS1_SHA384),
            SigningAlgorithm::RS512 => Family::Rsa(&signature::RSA_PKCS1_SHA512),
            SigningAlgorithm::PS256 => Family::Rsa(&signature::RSA_PSS_SHA256),
            SigningAlgorithm::PS384 => Family::Rsa(&signature::RSA_PSS_SHA384),
            SigningAlgorithm::ES256 => Family::Ecdsa(&signature::ECDSA_P256_SHA256_FIXED_SIGNING, "P-256"),
            SigningAlgorithm::ES384 => Family::Ecdsa(&signature::ECDSA_P384_SHA384_FIXED_SIGNING, "P-384"),
            SigningAlgorithm::ES512 => Family::Ecdsa(&signature::ECDSA_P521_SHA512_FIXED_SIGNING, "P-521"),
            SigningAlgorithm::Ed25519 => Family::Ed25519,
        }
    }
}

/// By what aws-lc verifies it. RSA keys have 2048 bits at least.
pub(crate) fn verification(algorithm: SigningAlgorithm) -> &'static dyn signature::VerificationAlgorithm {
    match algorithm {
        SigningAlgorithm::RS256 => &signature::RSA_PKCS1_2048_8192_SHA256,
        SigningAlgorithm::RS384 => &signature::RSA_PKCS1_2048_8192_SHA384,
        SigningAlgorithm::RS512 => &signature::RSA_PKCS1_2048_8192_SHA512,
        SigningAlgorithm::PS256 => &signature::RSA_PSS_2048_8192_SHA256,
        SigningAlgorithm::PS384 => &signature::RSA_PSS_2048_8192_SHA384,
        SigningAlgorithm::ES256 => &signature::ECDSA_P256_SHA256_FIXED,
        SigningAlgorithm::ES384 => &signature::ECDSA_P384_SHA384_FIXED,
        SigningAlgorithm::ES512 => &signature::ECDSA_P521_SHA512_FIXED,
        SigningAlgorithm::Ed25519 => &signature::ED25519,
    }
}

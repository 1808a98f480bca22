//! Keys that sign: an issuer's tokens, a client's assertions, proofs of possession.

use std::{fmt, str::FromStr};

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
use chrono::{DateTime, Utc};
use pem::{EncodeConfig, LineEnding, Pem};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::Secret;

/// A JSON Web Signature algorithm (RFC 7518, RFC 9864), by the name it has in a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SigningAlgorithm {
    RS256,
    RS384,
    RS512,
    PS256,
    PS384,
    ES256,
    ES384,
    ES512,
    Ed25519,
}

impl SigningAlgorithm {
    pub const ALL: [SigningAlgorithm; 9] = [
        SigningAlgorithm::RS256,
        SigningAlgorithm::RS384,
        SigningAlgorithm::RS512,
        SigningAlgorithm::PS256,
        SigningAlgorithm::PS384,
        SigningAlgorithm::ES256,
        SigningAlgorithm::ES384,
        SigningAlgorithm::ES512,
        SigningAlgorithm::Ed25519,
    ];

    pub fn name(self) -> &'static str {
        match self {
            SigningAlgorithm::RS256 => "RS256",
            SigningAlgorithm::RS384 => "RS384",
            SigningAlgorithm::RS512 => "RS512",
            SigningAlgorithm::PS256 => "PS256",
            SigningAlgorithm::PS384 => "PS384",
            SigningAlgorithm::ES256 => "ES256",
            SigningAlgorithm::ES384 => "ES384",
            SigningAlgorithm::ES512 => "ES512",
            SigningAlgorithm::Ed25519 => "Ed25519",
        }
    }

    fn family(self) -> Family {
        match self {
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

    fn verification(self) -> &'static dyn signature::VerificationAlgorithm {
        match self {
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
}

impl fmt::Display for SigningAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is none of [`SigningAlgorithm::ALL`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no signing algorithm known here")]
pub struct UnknownAlgorithm(String);

impl FromStr for SigningAlgorithm {
    type Err = UnknownAlgorithm;

    fn from_str(name: &str) -> Result<Self, UnknownAlgorithm> {
        let known = SigningAlgorithm::ALL.into_iter().find(|algorithm| algorithm.name() == name);
        known.ok_or_else(|| UnknownAlgorithm(name.to_owned()))
    }
}

/// A private key and the one algorithm it signs with.
pub struct SigningKey {
    algorithm: SigningAlgorithm,
    pair: Pair,
    kid: String,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fields = f.debug_struct("SigningKey");
        fields.field("algorithm", &self.algorithm).field("kid", &self.kid).finish_non_exhaustive()
    }
}

/// A key could not be made, read or used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("the signing key is not in PEM")]
    NotPem(#[source] pem::PemError),
    #[error("the signing key is no PKCS #8 private key for {algorithm}")]
    NotAKey { algorithm: SigningAlgorithm, source: KeyRejected },
    #[error("a key for {0} could not be generated")]
    Generate(SigningAlgorithm, #[source] Unspecified),
    #[error("the key for {0} could not be used")]
    Unusable(SigningAlgorithm, #[source] Unspecified),
}

impl SigningKey {
    /// A new key; 2048 bits for RSA, which takes a moment: keep it off the async threads.
    pub fn generate(algorithm: SigningAlgorithm) -> Result<Self, KeyError> {
        let pair = match algorithm.family() {
            Family::Rsa(encoding) => RsaKeyPair::generate(KeySize::Rsa2048).map(|pair| Pair::Rsa(pair, encoding)),
            Family::Ecdsa(parameters, curve) => EcdsaKeyPair::generate(parameters).map(|pair| Pair::Ecdsa(pair, curve)),
            Family::Ed25519 => Ed25519KeyPair::generate().map(Pair::Ed25519),
        };
        Ok(Self::new(algorithm, pair.map_err(|error| KeyError::Generate(algorithm, error))?))
    }

    pub fn from_pkcs8_pem(pem: &Secret, algorithm: SigningAlgorithm) -> Result<Self, KeyError> {
        let pem = pem::parse(pem.expose()).map_err(KeyError::NotPem)?;
        let der = pem.contents();
        let pair = match algorithm.family() {
            Family::Rsa(encoding) => RsaKeyPair::from_pkcs8(der).map(|pair| Pair::Rsa(pair, encoding)),
            Family::Ecdsa(parameters, curve) => {
                EcdsaKeyPair::from_pkcs8(parameters, der).map(|pair| Pair::Ecdsa(pair, curve))
            }
            Family::Ed25519 => Ed25519KeyPair::from_pkcs8(der).map(Pair::Ed25519),
        };
        Ok(Self::new(algorithm, pair.map_err(|source| KeyError::NotAKey { algorithm, source })?))
    }

    pub fn to_pkcs8_pem(&self) -> Result<Secret, KeyError> {
        let der = match &self.pair {
            Pair::Rsa(pair, _) => AsDer::<Pkcs8V1Der<'_>>::as_der(pair).map(|der| der.as_ref().to_vec()),
            Pair::Ecdsa(pair, _) => pair.to_pkcs8v1().map(|der| der.as_ref().to_vec()),
            Pair::Ed25519(pair) => pair.to_pkcs8v1().map(|der| der.as_ref().to_vec()),
        };
        let der = der.map_err(|error| KeyError::Unusable(self.algorithm, error))?;
        let lines = EncodeConfig::new().set_line_ending(LineEnding::LF);
        Ok(Secret::new(pem::encode_config(&Pem::new("PRIVATE KEY", der), lines)))
    }

    pub fn algorithm(&self) -> SigningAlgorithm {
        self.algorithm
    }

    /// The key's RFC 7638 thumbprint, so that the same key always has the same `kid`.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The public half as it stands in a key set (RFC 7517).
    pub fn public_jwk(&self) -> Value {
        let mut jwk = self.bare_jwk();
        jwk.extend([
            ("use".to_owned(), "sig".into()),
            ("alg".to_owned(), self.algorithm.name().into()),
            ("kid".to_owned(), self.kid.as_str().into()),
        ]);
        Value::Object(jwk)
    }

    /// The public half with no more than its required members.
    pub fn bare_jwk(&self) -> Map<String, Value> {
        self.pair.bare_jwk()
    }

    /// Signs `claims` as a JWT with `kid` in its header; `typ` is `JWT` for ID tokens, `at+jwt` for access tokens (RFC 9068).
    pub fn sign(&self, typ: &str, claims: &Map<String, Value>) -> Result<String, KeyError> {
        self.sign_with([("typ", typ.into()), ("kid", self.kid.as_str().into())], claims)
    }

    /// Signs `claims` under a header of `alg` and what else the caller says.
    pub fn sign_with<const N: usize>(
        &self,
        header: [(&str, Value); N],
        claims: &Map<String, Value>,
    ) -> Result<String, KeyError> {
        let mut whole = Map::from_iter([("alg".to_owned(), self.algorithm.name().into())]);
        whole.extend(header.map(|(name, value)| (name.to_owned(), value)));
        let part = |members: &Map<String, Value>| URL_SAFE_NO_PAD.encode(json!(members).to_string());
        let input = format!("{}.{}", part(&whole), part(claims));
        let signature = self.pair.sign(input.as_bytes()).map_err(|error| KeyError::Unusable(self.algorithm, error))?;
        Ok(format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// The claims of a JWT that this key signed and that has not expired. `aud` and `iss` are the caller's to compare.
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Option<Map<String, Value>> {
        let (input, signature) = token.rsplit_once('.')?;
        let (header, claims) = input.split_once('.')?;
        let read = |part: &str| -> Option<Map<String, Value>> {
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
        };
        if read(header)?.get("alg")?.as_str()? != self.algorithm.name() {
            return None;
        }
        signature::UnparsedPublicKey::new(self.algorithm.verification(), self.pair.public())
            .verify(input.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).ok()?)
            .ok()?;
        let claims = read(claims)?;
        (claims.get("exp")?.as_i64()? > now.timestamp()).then_some(claims)
    }

    fn new(algorithm: SigningAlgorithm, pair: Pair) -> Self {
        let thumbprint = Sha256::digest(json!(pair.bare_jwk()).to_string());
        SigningKey { algorithm, pair, kid: URL_SAFE_NO_PAD.encode(thumbprint) }
    }
}

/// A JSON Web Key Set of the public halves.
pub fn key_set<'a>(keys: impl IntoIterator<Item = &'a SigningKey>) -> Value {
    json!({ "keys": keys.into_iter().map(SigningKey::public_jwk).collect::<Vec<_>>() })
}

enum Family {
    Rsa(&'static dyn RsaEncoding),
    Ecdsa(&'static EcdsaSigningAlgorithm, &'static str),
    Ed25519,
}

enum Pair {
    Rsa(RsaKeyPair, &'static dyn RsaEncoding),
    Ecdsa(EcdsaKeyPair, &'static str),
    Ed25519(Ed25519KeyPair),
}

impl Pair {
    fn sign(&self, input: &[u8]) -> Result<Vec<u8>, Unspecified> {
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
    fn bare_jwk(&self) -> Map<String, Value> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(exp: i64) -> Map<String, Value> {
        Map::from_iter([("sub".to_owned(), "ada".into()), ("exp".to_owned(), exp.into())])
    }

    fn in_a_minute() -> i64 {
        Utc::now().timestamp() + 60
    }

    #[test]
    fn a_key_of_each_algorithm_survives_its_pem_and_verifies_what_it_signs() {
        for algorithm in SigningAlgorithm::ALL {
            let key = SigningKey::generate(algorithm).expect("a key");
            let stored = key.to_pkcs8_pem().expect("PEM");
            let again = SigningKey::from_pkcs8_pem(&stored, algorithm).expect("the same key");
            assert_eq!(again.public_jwk(), key.public_jwk(), "{algorithm}");
            let token = key.sign("JWT", &claims(in_a_minute())).expect("a token");
            assert_eq!(again.verify(&token, Utc::now()).expect("verified")["sub"], "ada", "{algorithm}");
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
            let read = jsonwebtoken::decode::<Map<String, Value>>(&token, &public, &Validation::new(theirs));
            assert_eq!(read.expect("verified").header.kid.as_deref(), Some(key.kid()), "{algorithm}");
        }
    }

    #[test]
    fn a_token_of_another_key_a_changed_one_and_an_expired_one_are_refused() {
        let key = SigningKey::generate(SigningAlgorithm::ES256).expect("a key");
        let other = SigningKey::generate(SigningAlgorithm::ES256).expect("a key");
        let token = key.sign("JWT", &claims(in_a_minute())).expect("a token");
        assert_eq!(other.verify(&token, Utc::now()), None);
        let (input, signature) = token.rsplit_once('.').expect("three parts");
        let (header, _) = input.split_once('.').expect("three parts");
        let forged = URL_SAFE_NO_PAD.encode(json!(claims(in_a_minute() + 60)).to_string());
        assert_eq!(key.verify(&format!("{header}.{forged}.{signature}"), Utc::now()), None);
        let expired = key.sign("JWT", &claims(Utc::now().timestamp() - 1)).expect("a token");
        assert_eq!(key.verify(&expired, Utc::now()), None);
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
}

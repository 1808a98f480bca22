//! The provider's half of the protocol, for whoever plays one here: signing keys, key sets, one-time codes, PKCE.
//!
//! Sound by construction: a practice provider's faults are added from outside.

use std::{collections::HashMap, sync::Mutex, time::Duration};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use rand::{Rng, RngExt, distr::Alphanumeric};
use rsa::{
    RsaPrivateKey,
    pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding},
    traits::PublicKeyParts,
};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::Secret;

/// An RSA key that signs with RS256, the algorithm every relying party must know (OpenID Connect Core 1.0, section 15.1).
pub struct SigningKey {
    kid: String,
    private: RsaPrivateKey,
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}

/// A key could not be made, read or used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("the signing key is not a PKCS #8 RSA key in PEM")]
    NotAKey(#[source] rsa::pkcs8::Error),
    #[error("the signing key could not be generated")]
    Generate(#[source] rsa::Error),
    #[error("the signing key could not be used")]
    Unusable(#[source] jsonwebtoken::errors::Error),
}

impl SigningKey {
    /// A new 2048-bit key. Takes a moment: keep it off the async threads.
    pub fn generate() -> Result<Self, KeyError> {
        let private = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).map_err(KeyError::Generate)?;
        Self::from_private(private)
    }

    pub fn from_pkcs8_pem(pem: &Secret) -> Result<Self, KeyError> {
        let private = RsaPrivateKey::from_pkcs8_pem(pem.expose()).map_err(KeyError::NotAKey)?;
        Self::from_private(private)
    }

    pub fn to_pkcs8_pem(&self) -> Result<Secret, KeyError> {
        let pem = self.private.to_pkcs8_pem(LineEnding::LF).map_err(KeyError::NotAKey)?;
        Ok(Secret::new(pem.as_str()))
    }

    /// The key's RFC 7638 thumbprint, so that the same key always has the same `kid`.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The public half as a JSON Web Key (RFC 7517).
    pub fn public_jwk(&self) -> Value {
        let (n, e) = modulus_and_exponent(&self.private);
        json!({ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.kid, "n": n, "e": e })
    }

    /// Signs `claims` as a JWT with `kid` in its header; `typ` is `JWT` for ID tokens, `at+jwt` for access tokens (RFC 9068).
    pub fn sign(&self, typ: &str, claims: &Map<String, Value>) -> Result<String, KeyError> {
        let mut header = Header::new(Algorithm::RS256);
        header.typ = Some(typ.to_owned());
        header.kid = Some(self.kid.clone());
        jsonwebtoken::encode(&header, claims, &self.encoding).map_err(KeyError::Unusable)
    }

    /// The claims of a JWT that this key signed and that has not expired. `aud` and `iss` are the caller's to compare.
    pub fn verify(&self, token: &str) -> Option<Map<String, Value>> {
        let mut validation = Validation::new(Algorithm::RS256);
        validation.validate_aud = false;
        jsonwebtoken::decode(token, &self.decoding, &validation).ok().map(|token| token.claims)
    }

    fn from_private(private: RsaPrivateKey) -> Result<Self, KeyError> {
        let pem = private.to_pkcs8_pem(LineEnding::LF).map_err(KeyError::NotAKey)?;
        let encoding = EncodingKey::from_rsa_pem(pem.as_bytes()).map_err(KeyError::Unusable)?;
        let (n, e) = modulus_and_exponent(&private);
        let decoding = DecodingKey::from_rsa_components(&n, &e).map_err(KeyError::Unusable)?;
        let thumbprint = Sha256::digest(format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#));
        Ok(SigningKey { kid: URL_SAFE_NO_PAD.encode(thumbprint), private, encoding, decoding })
    }
}

/// A JSON Web Key Set of the public halves.
pub fn key_set<'a>(keys: impl IntoIterator<Item = &'a SigningKey>) -> Value {
    json!({ "keys": keys.into_iter().map(SigningKey::public_jwk).collect::<Vec<_>>() })
}

/// Values under one-time handles: authorization codes, access tokens, parked form posts.
pub struct OneTime<T> {
    lifetime: Duration,
    waiting: Mutex<HashMap<String, (DateTime<Utc>, T)>>,
}

impl<T> std::fmt::Debug for OneTime<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OneTime").field("lifetime", &self.lifetime).finish_non_exhaustive()
    }
}

impl<T> OneTime<T> {
    pub fn new(lifetime: Duration) -> Self {
        OneTime { lifetime, waiting: Mutex::new(HashMap::new()) }
    }

    /// Keeps `value` under a fresh handle of 43 characters until it is redeemed or its lifetime is over.
    pub fn issue(&self, value: T, now: DateTime<Utc>) -> String {
        let handle = token(43);
        self.keep(handle.clone(), value, now);
        handle
    }

    /// Keeps `value` under a handle that the caller chose.
    pub fn keep(&self, handle: String, value: T, now: DateTime<Utc>) {
        let mut waiting = self.lock();
        waiting
            .retain(|_, (issued, _)| now.signed_duration_since(*issued).to_std().is_ok_and(|age| age < self.lifetime));
        waiting.insert(handle, (now, value));
    }

    /// The value, once, while it lives.
    pub fn redeem(&self, handle: &str, now: DateTime<Utc>) -> Option<T> {
        let (issued, value) = self.lock().remove(handle)?;
        now.signed_duration_since(issued).to_std().is_ok_and(|age| age < self.lifetime).then_some(value)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, (DateTime<Utc>, T)>> {
        self.waiting.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Whether `verifier` answers the challenge of the authorization request (RFC 7636, section 4.6).
pub fn pkce_matches(challenge: &str, method: &str, verifier: &str) -> bool {
    match method {
        "S256" => code_challenge_s256(verifier) == challenge,
        "plain" => verifier == challenge,
        _ => false,
    }
}

/// `BASE64URL(SHA256(verifier))` (RFC 7636, section 4.2).
pub fn code_challenge_s256(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}

/// `at_hash` for RS256: the left half of SHA-256 (OpenID Connect Core 1.0, section 3.1.3.6).
pub fn at_hash(access_token: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(access_token.as_bytes())[..16])
}

/// A random string of letters and digits.
pub fn token(length: usize) -> String {
    let mut rng = rand::rng();
    (&mut rng as &mut dyn Rng).sample_iter(Alphanumeric).take(length).map(char::from).collect()
}

fn modulus_and_exponent(key: &RsaPrivateKey) -> (String, String) {
    (URL_SAFE_NO_PAD.encode(key.n().to_bytes_be()), URL_SAFE_NO_PAD.encode(key.e().to_bytes_be()))
}

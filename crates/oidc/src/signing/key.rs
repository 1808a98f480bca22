use std::fmt;

use aws_lc_rs::{
    error::{KeyRejected, Unspecified},
    hmac,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use pem::{EncodeConfig, LineEnding, Pem};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{algorithm::SigningAlgorithm, pair::Pair};
use crate::{
    Secret,
    json::{self, Json},
};

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
        Ok(Self::new(algorithm, Pair::generate(algorithm).map_err(|error| KeyError::Generate(algorithm, error))?))
    }

    pub fn from_pkcs8_pem(pem: &Secret, algorithm: SigningAlgorithm) -> Result<Self, KeyError> {
        let pem = pem::parse(pem.expose()).map_err(KeyError::NotPem)?;
        let pair =
            Pair::from_pkcs8(pem.contents(), algorithm).map_err(|source| KeyError::NotAKey { algorithm, source })?;
        Ok(Self::new(algorithm, pair))
    }

    pub fn to_pkcs8_pem(&self) -> Result<Secret, KeyError> {
        let der = self.pair.to_pkcs8().map_err(|error| KeyError::Unusable(self.algorithm, error))?;
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
    pub fn sign_with(
        &self,
        header: impl IntoIterator<Item = (impl Into<String>, Value)>,
        claims: &Map<String, Value>,
    ) -> Result<String, KeyError> {
        let input = signing_input(self.algorithm.name(), header, claims);
        let signature = self.pair.sign(input.as_bytes()).map_err(|error| KeyError::Unusable(self.algorithm, error))?;
        Ok(format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// The claims of a JWT that this key signed and that has not expired at `now`. `aud` and `iss` are the caller's to compare.
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Option<Map<String, Value>> {
        let (input, signature) = token.rsplit_once('.')?;
        let (header, claims) = input.split_once('.')?;
        let read = |part: &str| -> Option<Map<String, Value>> {
            match json::parse(&URL_SAFE_NO_PAD.decode(part).ok()?).and_then(Json::unique) {
                Ok(Value::Object(members)) => Some(members),
                _ => None,
            }
        };
        if read(header)?.get("alg")?.as_str()? != self.algorithm.name() {
            return None;
        }
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        self.pair.verify(self.algorithm, input.as_bytes(), &signature).ok()?;
        let claims = read(claims)?;
        (claims.get("exp")?.as_i64()? > now.timestamp()).then_some(claims)
    }

    fn new(algorithm: SigningAlgorithm, pair: Pair) -> Self {
        let thumbprint = Sha256::digest(json!(pair.bare_jwk()).to_string());
        SigningKey { algorithm, pair, kid: URL_SAFE_NO_PAD.encode(thumbprint) }
    }
}

/// Signs `claims` with HS256, as a provider may for a client with a secret. No sign-in accepts that.
pub fn sign_with_secret(
    secret: &str,
    header: impl IntoIterator<Item = (impl Into<String>, Value)>,
    claims: &Map<String, Value>,
) -> String {
    let input = signing_input("HS256", header, claims);
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let signature = hmac::sign(&key, input.as_bytes());
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn signing_input(
    algorithm: &str,
    header: impl IntoIterator<Item = (impl Into<String>, Value)>,
    claims: &Map<String, Value>,
) -> String {
    let mut whole = Map::from_iter([("alg".to_owned(), algorithm.into())]);
    whole.extend(header.into_iter().map(|(name, value)| (name.into(), value)));
    let part = |members: &Map<String, Value>| URL_SAFE_NO_PAD.encode(json!(members).to_string());
    format!("{}.{}", part(&whole), part(claims))
}

/// A JSON Web Key Set of the public halves.
pub fn key_set<'a>(keys: impl IntoIterator<Item = &'a SigningKey>) -> Value {
    json!({ "keys": keys.into_iter().map(SigningKey::public_jwk).collect::<Vec<_>>() })
}

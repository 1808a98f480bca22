//! How the client proves itself at the token endpoint.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::checks;
use crate::{
    Finding, Secret, issuing,
    metadata::ProviderMetadata,
    signing::{SigningAlgorithm, SigningKey},
    trace::Field,
};

/// How long an assertion may be used, in seconds.
const ASSERTION_LIFETIME: i64 = 60;

/// `token_endpoint_auth_method` of a connection, with what it takes. Without that, a sign-in over the back channel is refused.
#[derive(Debug, Clone)]
pub enum ClientAuthentication {
    /// `client_secret_post` (RFC 6749, section 2.3.1).
    ClientSecretPost(Option<Secret>),
    /// `private_key_jwt` (OpenID Connect Core 1.0, section 9) with `token_endpoint_auth_signing_alg`. A key for another
    /// algorithm is none.
    PrivateKeyJwt { key: Option<Arc<SigningKey>>, algorithm: SigningAlgorithm, audience: AssertionAudience },
    /// `client_secret_basic` (RFC 6749, section 2.3.1). No connection has it; applications of a tenant do.
    ClientSecretBasic(Secret),
    /// `none`: a public client, whose codes PKCE alone protects (RFC 6749, section 2.1). No connection has it either.
    Public,
}

/// `token_endpoint_jwtca_aud_format` of a connection: what an assertion is made out to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
#[serde(rename = "AuthAudience", rename_all = "snake_case")]
pub enum AssertionAudience {
    Issuer,
    #[default]
    TokenEndpoint,
}

/// One parameter of the token request, and the same as a trace may hold it.
pub(super) struct Credential {
    pub(super) name: &'static str,
    pub(super) value: Secret,
    pub(super) shown: Field,
}

impl ClientAuthentication {
    /// The secret, of a client that has one.
    pub(super) fn secret(&self) -> Option<&str> {
        match self {
            ClientAuthentication::ClientSecretPost(secret) => secret.as_ref().map(Secret::expose),
            ClientAuthentication::ClientSecretBasic(secret) => Some(secret.expose()),
            ClientAuthentication::PrivateKeyJwt { .. } | ClientAuthentication::Public => None,
        }
    }

    /// What can be seen of a secret that is none.
    pub(crate) fn secret_slip(&self) -> Option<&'static str> {
        let secret = self.secret()?;
        if secret.trim() != secret {
            return Some("The secret begins or ends with a blank. Paste it again without.");
        }
        looks_like_uuid(secret).then_some(
            "The secret has the shape of an ID. Copy the secret's value at the provider, not its ID, and paste that.",
        )
    }

    /// What lacks, where the client cannot prove itself.
    pub(super) fn missing(&self) -> Option<Finding> {
        match self {
            ClientAuthentication::ClientSecretPost(Some(_))
            | ClientAuthentication::ClientSecretBasic(_)
            | ClientAuthentication::Public => None,
            ClientAuthentication::ClientSecretPost(None) => Some(
                checks::request::SECRET_MISSING
                    .finding("client_secret", "The connection has no client secret, and Back Channel needs one.")
                    .expected("a client secret")
                    .got("none")
                    .remedy("Create a client secret at the provider and paste its value."),
            ),
            ClientAuthentication::PrivateKeyJwt { key, algorithm, .. } => {
                let held = key.as_ref().map(|key| key.algorithm());
                (held != Some(*algorithm)).then(|| {
                    checks::request::CLIENT_KEY_MISSING
                        .finding(
                            "token_endpoint_auth_method",
                            format!("The connection uses private_key_jwt and has no key that signs with {algorithm}."),
                        )
                        .expected(format!("a key for {algorithm}"))
                        .got(held.map_or_else(|| "none".to_owned(), |held| format!("a key for {held}")))
                        .remedy(
                            "Save the connection with private_key_jwt and this algorithm, so that the tenant makes its keys; \
                             then register their public key set at the provider.",
                        )
                })
            }
        }
    }

    /// What the client sends beside its ID in the body.
    pub(super) fn credentials(
        &self,
        client_id: &str,
        provider: &ProviderMetadata,
        now: DateTime<Utc>,
    ) -> Result<Vec<Credential>, Finding> {
        match self {
            ClientAuthentication::ClientSecretPost(secret) => Ok(secret
                .iter()
                .map(|secret| Credential {
                    name: "client_secret",
                    value: secret.clone(),
                    shown: Field::masked("client_secret", secret.expose()),
                })
                .collect()),
            ClientAuthentication::ClientSecretBasic(_) | ClientAuthentication::Public => Ok(Vec::new()),
            ClientAuthentication::PrivateKeyJwt { key, audience, .. } => {
                let Some(key) = key else { return Ok(Vec::new()) };
                let audience = audience.of(provider);
                let assertion = key
                    .sign("JWT", &assertion_claims(client_id, audience, now))
                    .map_err(|error| checks::request::cannot_sign("client_assertion", &error))?;
                let summary = format!("{} by key {} for {audience}", key.algorithm(), key.kid());
                Ok(vec![
                    Credential {
                        name: "client_assertion_type",
                        value: Secret::new(ASSERTION_TYPE),
                        shown: Field::shown("client_assertion_type", ASSERTION_TYPE),
                    },
                    Credential {
                        name: "client_assertion",
                        shown: Field::summarised("client_assertion", &summary, &assertion),
                        value: Secret::new(assertion),
                    },
                ])
            }
        }
    }

    /// The method in words, with its algorithm.
    pub(crate) fn name(&self) -> String {
        match self {
            ClientAuthentication::ClientSecretPost(_) => "client_secret_post".to_owned(),
            ClientAuthentication::PrivateKeyJwt { algorithm, .. } => format!("private_key_jwt ({algorithm})"),
            ClientAuthentication::ClientSecretBasic(_) => "client_secret_basic".to_owned(),
            ClientAuthentication::Public => "PKCE alone, as a public client".to_owned(),
        }
    }
}

impl AssertionAudience {
    pub(super) fn of(self, provider: &ProviderMetadata) -> &str {
        match (self, &provider.token_endpoint) {
            (AssertionAudience::TokenEndpoint, Some(endpoint)) => endpoint.as_str(),
            _ => &provider.issuer,
        }
    }
}

/// RFC 7523, section 2.2.
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What a client says of itself (RFC 7523, section 3): for a minute, and once.
pub fn assertion_claims(client_id: &str, audience: &str, now: DateTime<Utc>) -> Map<String, Value> {
    let now = now.timestamp();
    Map::from_iter(
        [
            ("iss", client_id.into()),
            ("sub", client_id.into()),
            ("aud", audience.into()),
            ("jti", issuing::token(22).into()),
            ("iat", now.into()),
            ("exp", (now + ASSERTION_LIFETIME).into()),
        ]
        .map(|(claim, value): (&str, Value)| (claim.to_owned(), value)),
    )
}

fn looks_like_uuid(text: &str) -> bool {
    text.len() == 36
        && text.char_indices().all(|(index, character)| match index {
            8 | 13 | 18 | 23 => character == '-',
            _ => character.is_ascii_hexdigit(),
        })
}

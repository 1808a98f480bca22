//! What the endpoints share.

use std::time::Duration;

use axum::http::HeaderValue;
use chrono::{DateTime, Utc};
use lintel_local_server::Authority;
use lintel_oidc::{
    Clock,
    issuing::{OneTime, at_hash},
    signing::{KeyError, SigningKey, sign_with_secret},
};
use serde_json::{Map, Value, json};

use crate::{
    access_tokens::AccessTokens,
    config::{CLIENT_ID, CLIENT_SECRET, TOKEN_LIFETIME},
    dials::{Dials, Signer},
    people::Person,
};

#[derive(Debug)]
pub(crate) struct Provider {
    pub(crate) issuer: String,
    pub(crate) port: u16,
    pub(crate) key: SigningKey,
    /// For ES256: what a dial signs with or publishes in place of the first.
    pub(crate) second_key: SigningKey,
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) clock: Clock,
    pub(crate) dials: Dials,
    pub(crate) codes: OneTime<Grant>,
    pub(crate) access_tokens: AccessTokens,
}

/// What a person agreed to by signing in, waiting under its code.
#[derive(Debug)]
pub(crate) struct Grant {
    pub(crate) person: Person,
    pub(crate) scopes: Vec<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) auth_time: DateTime<Utc>,
    pub(crate) redirect_uri: String,
    pub(crate) pkce: Option<Pkce>,
}

#[derive(Debug)]
pub(crate) struct Pkce {
    pub(crate) challenge: String,
    pub(crate) method: String,
}

/// RFC 6749, section 4.1.2 allows ten minutes at most; what follows a redirect needs seconds.
pub(crate) const CODE_LIFETIME: Duration = Duration::from_secs(60);

impl Provider {
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now() + self.dials.clock()
    }

    /// The key set's only key.
    pub(crate) fn published_key(&self) -> &SigningKey {
        match self.dials.published() {
            Signer::Second => &self.second_key,
            Signer::First | Signer::Secret => &self.key,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.issuer)
    }

    /// Whether an `Origin` is one of our own pages'.
    pub(crate) fn is_own_origin(&self, origin: &HeaderValue) -> bool {
        let authority = origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://"));
        authority
            .and_then(|authority| Authority::parse(authority, 80))
            .is_some_and(|authority| authority.is_own(self.port))
    }

    /// The signed ID token. One that comes with an access token is bound to it by `at_hash`.
    pub(crate) fn id_token(&self, grant: &Grant, access_token: Option<&str>) -> Result<String, KeyError> {
        let now = self.now();
        let mut claims = Map::from_iter([
            ("iss".to_owned(), json!(self.issuer)),
            ("sub".to_owned(), json!(grant.person.sub)),
            ("aud".to_owned(), json!(CLIENT_ID)),
            ("iat".to_owned(), json!(now.timestamp())),
            ("exp".to_owned(), json!((now + TOKEN_LIFETIME).timestamp())),
            ("auth_time".to_owned(), json!(grant.auth_time.timestamp())),
        ]);
        if let Some(nonce) = &grant.nonce {
            claims.insert("nonce".to_owned(), Value::from(nonce.as_str()));
        }
        if let Some(access_token) = access_token {
            claims.insert("at_hash".to_owned(), Value::from(at_hash(access_token)));
        }
        claims.extend(grant.person.claims(&grant.scopes));
        self.signed(&self.dials.claims(claims))
    }

    /// As an ID token is signed.
    pub(crate) fn signed(&self, claims: &Map<String, Value>) -> Result<String, KeyError> {
        let header = |kid: &str| {
            let sound = Map::from_iter([("typ".to_owned(), json!("JWT")), ("kid".to_owned(), json!(kid))]);
            self.dials.header(sound)
        };
        let signed = match self.dials.signer() {
            Signer::First => self.key.sign_with(header(self.key.kid()), claims),
            Signer::Second => self.second_key.sign_with(header(self.second_key.kid()), claims),
            Signer::Secret => Ok(sign_with_secret(CLIENT_SECRET, header("secret"), claims)),
        };
        signed.map(|token| self.dials.id_token(token))
    }
}

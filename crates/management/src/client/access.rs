//! What the client gets its token with, and keeps of it.

use std::{error::Error, fmt, sync::Arc, time::SystemTime};

use tokio::time::Instant;

use super::error::ClientError;

/// Makes an assertion of who the client is (RFC 7523, section 3), another one for each request of a token. Whoever hands out
/// credentials signs: this crate knows no keys.
pub type Signer = dyn Fn() -> Result<String, Arc<dyn Error + Send + Sync>> + Send + Sync;

/// How an application may call the Management API. They print without what is secret.
#[derive(Clone)]
pub struct Credentials {
    pub(super) client_id: String,
    pub(super) proof: Proof,
}

#[derive(Clone)]
pub(super) enum Proof {
    Secret { secret: String, audience: String },
    Assertion { sign: Arc<Signer>, audience: String },
    Token(GivenToken),
}

/// A token that somebody else got.
#[derive(Clone)]
pub(super) struct GivenToken {
    pub(super) value: String,
    pub(super) scopes: Vec<String>,
    pub(super) ends: SystemTime,
}

impl Credentials {
    /// By client secret. `audience` is `https://{tenant}/api/v2/`, also where the tenant has a custom domain.
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<String>, audience: impl Into<String>) -> Self {
        let proof = Proof::Secret { secret: client_secret.into(), audience: audience.into() };
        Credentials { client_id: client_id.into(), proof }
    }

    /// By `private_key_jwt`.
    pub fn signed(client_id: impl Into<String>, audience: impl Into<String>, sign: Arc<Signer>) -> Self {
        Credentials { client_id: client_id.into(), proof: Proof::Assertion { sign, audience: audience.into() } }
    }

    /// By a token that is there already, and cannot be renewed. `client_id` is of the application that it was given to.
    pub fn token(
        client_id: impl Into<String>,
        value: impl Into<String>,
        scopes: Vec<String>,
        ends: SystemTime,
    ) -> Self {
        Credentials {
            client_id: client_id.into(),
            proof: Proof::Token(GivenToken { value: value.into(), scopes, ends }),
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

/// What the client gets its token with, and the token that it has.
pub(super) struct Access {
    pub(super) credentials: Credentials,
    pub(super) token: Option<CachedToken>,
    /// Why the last token was not had. Whoever waited for it meanwhile hears that, and does not ask once more.
    pub(super) failure: Option<ClientError>,
}

impl Access {
    pub(super) fn new(credentials: Credentials) -> Self {
        Access { credentials, token: None, failure: None }
    }
}

#[derive(Clone)]
pub(super) struct CachedToken {
    pub(super) value: String,
    pub(super) scopes: Vec<String>,
    pub(super) renew_at: Instant,
}

//! What the client gets its token with, and keeps of it.

use std::{fmt, time::Instant};

/// Credentials of an application that may call the Management API. They print without the secret.
#[derive(Clone)]
pub struct Credentials {
    pub(super) client_id: String,
    pub(super) client_secret: String,
    pub(super) audience: String,
}

impl Credentials {
    /// `audience` is `https://{tenant}/api/v2/`, also where the tenant has a custom domain.
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<String>, audience: impl Into<String>) -> Self {
        Credentials { client_id: client_id.into(), client_secret: client_secret.into(), audience: audience.into() }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("client_id", &self.client_id)
            .field("audience", &self.audience)
            .finish_non_exhaustive()
    }
}

/// What the client gets its token with, and the token that it has.
pub(super) struct Access {
    pub(super) credentials: Credentials,
    pub(super) token: Option<CachedToken>,
}

impl Access {
    pub(super) fn new(credentials: Credentials) -> Self {
        Access { credentials, token: None }
    }
}

#[derive(Clone)]
pub(super) struct CachedToken {
    pub(super) value: String,
    pub(super) scopes: Vec<String>,
    pub(super) renew_at: Instant,
}

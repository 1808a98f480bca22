use chrono::{DateTime, TimeDelta, Utc};

use crate::{http::ServerClock, keys::Keys, signing::SigningAlgorithm};

/// What an ID token has to be.
#[derive(Debug, Clone, Copy)]
pub struct Expectation<'a> {
    pub issuer: &'a str,
    pub client_id: &'a str,
    /// The nonce that was sent; a token that comes with one that was not asked for is fine.
    pub nonce: Option<&'a str>,
    /// The connection's `id_token_signed_response_algs`; empty for any of [`SigningAlgorithm::OF_ID_TOKENS`].
    pub algorithms: &'a [String],
    pub keys: &'a Keys,
    pub jwks_uri: &'a str,
    pub now: DateTime<Utc>,
    /// How far two clocks may be apart: [`LEEWAY`](super::LEEWAY) in a sign-in.
    pub leeway: TimeDelta,
    /// The provider's clock, where an answer told it.
    pub clock: Option<&'a ServerClock>,
    /// The access token that came with it.
    pub access_token: Option<&'a str>,
}

impl Expectation<'_> {
    pub(super) fn allowed(&self) -> impl Iterator<Item = SigningAlgorithm> {
        let listed = |name: &str| self.algorithms.is_empty() || self.algorithms.iter().any(|listed| listed == name);
        SigningAlgorithm::OF_ID_TOKENS.into_iter().filter(move |algorithm| listed(algorithm.name()))
    }

    pub(super) fn algorithm(&self, name: &str) -> Option<SigningAlgorithm> {
        self.allowed().find(|allowed| allowed.name() == name)
    }
}

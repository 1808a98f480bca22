//! The provider's half of the protocol, for whoever plays one here: one-time codes, token hashes, PKCE. The keys are in [`crate::signing`].
//!
//! Sound by construction: a practice provider's faults are added from outside.

use std::{collections::HashMap, sync::Mutex, time::Duration};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use rand::{Rng, RngExt, distr::Alphanumeric};
use sha2::{Digest, Sha256};

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

//! The provider's half of the protocol, for whoever plays one here: one-time codes, token hashes, PKCE. The keys are in [`crate::signing`].
//!
//! Sound by construction: a practice provider's faults are added from outside.

use std::{
    collections::HashMap,
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use rand::{Rng, RngExt, distr::Alphanumeric};
use sha2::{Digest, Sha256};

/// Calls overlap: one that looked at the clock first may come to the values last. What another kept meanwhile is ahead of it by no more than this,
/// and stays. What is further ahead was kept before the clock was set back.
const OVERLAP: TimeDelta = TimeDelta::seconds(30);

/// Values under one-time handles: authorization codes, parked form posts. They live for a time, and there are only so many of them: the
/// oldest makes room for one too many.
pub struct OneTime<T> {
    lifetime: Duration,
    most: usize,
    kept: Mutex<HashMap<String, Kept<T>>>,
}

struct Kept<T> {
    since: DateTime<Utc>,
    /// Counts upwards.
    number: u64,
    value: T,
}

impl<T> fmt::Debug for OneTime<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let OneTime { lifetime, most, .. } = self;
        f.debug_struct("OneTime").field("lifetime", lifetime).field("most", most).finish_non_exhaustive()
    }
}

impl<T> OneTime<T> {
    pub fn new(lifetime: Duration, most: usize) -> Self {
        OneTime { lifetime, most, kept: Mutex::new(HashMap::new()) }
    }

    /// Keeps `value` under a fresh handle of 43 characters until it is redeemed or its lifetime is over.
    pub fn issue(&self, value: T, now: DateTime<Utc>) -> String {
        let handle = token(43);
        self.keep(handle.clone(), value, now);
        handle
    }

    /// Keeps `value` under a handle that the caller chose, and hands out what had to make room for it.
    pub fn keep(&self, handle: String, value: T, now: DateTime<Utc>) -> Option<(String, T)> {
        let mut kept = self.living(now);
        let number = kept.values().map(|kept| kept.number + 1).max().unwrap_or(0);
        kept.insert(handle, Kept { since: now, number, value });
        if kept.len() <= self.most {
            return None;
        }
        let oldest = kept.iter().min_by_key(|(_, kept)| kept.number).map(|(handle, _)| handle.clone())?;
        kept.remove_entry(&oldest).map(|(handle, kept)| (handle, kept.value))
    }

    /// The value, once, while it lives.
    pub fn redeem(&self, handle: &str, now: DateTime<Utc>) -> Option<T> {
        self.living(now).remove(handle).filter(|kept| self.lives(kept, now)).map(|kept| kept.value)
    }

    /// What `look` sees in the value, while it lives. The handle stays good.
    pub fn look<R>(&self, handle: &str, now: DateTime<Utc>, look: impl FnOnce(&T) -> R) -> Option<R> {
        self.living(now).get(handle).filter(|kept| self.lives(kept, now)).map(|kept| look(&kept.value))
    }

    /// Takes out what `which` is true of.
    pub fn take_out(&self, mut which: impl FnMut(&T) -> bool) -> Vec<T> {
        self.lock().extract_if(|_, kept| which(&kept.value)).map(|(_, kept)| kept.value).collect()
    }

    /// Takes out what is over its lifetime.
    pub fn overdue(&self, now: DateTime<Utc>) -> Vec<(String, T)> {
        let mut kept = self.lock();
        kept.extract_if(|_, kept| self.is_over(kept, now)).map(|(handle, kept)| (handle, kept.value)).collect()
    }

    /// What is kept, without what is over its lifetime.
    fn living(&self, now: DateTime<Utc>) -> MutexGuard<'_, HashMap<String, Kept<T>>> {
        let mut kept = self.lock();
        kept.retain(|_, kept| !self.is_over(kept, now));
        kept
    }

    /// A value from the future is over as well: the clock was set back, and nobody knows how long ago it was kept.
    fn lives(&self, kept: &Kept<T>, now: DateTime<Utc>) -> bool {
        now.signed_duration_since(kept.since).to_std().is_ok_and(|age| age < self.lifetime)
    }

    fn is_over(&self, kept: &Kept<T>, now: DateTime<Utc>) -> bool {
        !self.lives(kept, now) && !(TimeDelta::zero()..OVERLAP).contains(&(kept.since - now))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Kept<T>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> DateTime<Utc> {
        "2026-05-01T12:00:00Z".parse().expect("an instant")
    }

    #[test]
    fn a_value_is_redeemed_once_and_within_its_lifetime() {
        let values = OneTime::new(Duration::from_secs(60), 10);
        let handle = values.issue("a", noon());
        assert_eq!(values.look(&handle, noon(), |value| *value), Some("a"));
        assert_eq!(values.redeem(&handle, noon() + TimeDelta::seconds(59)), Some("a"));
        assert_eq!(values.redeem(&handle, noon() + TimeDelta::seconds(59)), None);
        let late = values.issue("b", noon());
        assert_eq!(values.redeem(&late, noon() + TimeDelta::seconds(60)), None);
    }

    #[test]
    fn a_clock_that_was_set_back_makes_nothing_live_longer() {
        let values = OneTime::new(Duration::from_secs(60), 10);
        let handle = values.issue("a", noon());
        assert_eq!(values.redeem(&handle, noon() - TimeDelta::seconds(1)), None);
    }

    #[test]
    fn a_call_that_looked_at_the_clock_earlier_takes_nothing_away_that_was_kept_meanwhile() {
        let values = OneTime::new(Duration::from_secs(60), 10);
        let earlier = noon() - TimeDelta::seconds(2);
        let handle = values.issue("a", noon());
        let other = values.issue("b", earlier);
        assert!(values.overdue(earlier).is_empty());
        assert_eq!(values.redeem(&other, earlier), Some("b"));
        assert_eq!(values.redeem(&handle, noon()), Some("a"));
    }

    #[test]
    fn the_oldest_makes_room_for_one_too_many() {
        let values = OneTime::new(Duration::from_secs(60), 2);
        for name in ["first", "second"] {
            assert_eq!(values.keep(name.to_owned(), name, noon()), None);
        }
        assert_eq!(values.keep("third".to_owned(), "third", noon()), Some(("first".to_owned(), "first")));
        let remaining = ["first", "second", "third"].map(|name| values.redeem(name, noon()));
        assert_eq!(remaining, [None, Some("second"), Some("third")]);
    }

    #[test]
    fn what_is_over_its_lifetime_goes_with_any_use() {
        let values = OneTime::new(Duration::from_secs(60), 10);
        values.keep("old".to_owned(), 1, noon());
        assert_eq!(values.overdue(noon() + TimeDelta::seconds(60)), [("old".to_owned(), 1)]);
        values.keep("older".to_owned(), 2, noon());
        values.redeem("another", noon() + TimeDelta::seconds(60));
        assert!(values.lock().is_empty());
    }
}

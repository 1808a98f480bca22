//! Key sets that are read once more, when an ID token comes that none of the keys of the beginning verifies.
//!
//! All sign-ins of the program share the readings, so that a stranger with forged tokens makes it ask a provider no more
//! often than one rotation does.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Mutex as AsyncMutex;
use url::Url;

use super::{
    checks,
    keys::{self, Keys},
};
use crate::{Clock, Finding, discovery::Fetcher, trace::Message};

/// How long one address is left alone after it answered with a key set.
const AFTER_A_KEY_SET: TimeDelta = TimeDelta::seconds(10);
/// And after a reading that failed.
const AFTER_A_FAILURE: TimeDelta = TimeDelta::seconds(1);

/// The last reading at each address.
#[derive(Debug, Clone, Default)]
pub(super) struct KeyReadings(Arc<Mutex<HashMap<Url, Place>>>);

/// Locked while somebody reads; who waits for it finds what the other has read.
type Place = Arc<AsyncMutex<Option<Reading>>>;

/// What one reading came to. A failure is kept so that it is not repeated at once, and is never a key.
#[derive(Debug, Clone)]
struct Reading {
    at: DateTime<Utc>,
    outcome: Result<Arc<Keys>, Finding>,
}

/// What a sign-in that looked once more has to say of it.
#[derive(Debug)]
pub(super) struct Again {
    jwks_uri: Url,
    reading: Reading,
    /// How long ago another sign-in read; absent where this one did.
    shared: Option<TimeDelta>,
}

impl KeyReadings {
    /// Reads the set at `jwks_uri`, unless that was done a moment ago.
    pub(super) async fn again(&self, jwks_uri: &Url, fetcher: &Fetcher, clock: &Clock) -> Again {
        let place = self.place(jwks_uri, clock.now());
        let mut last = place.lock().await;
        let now = clock.now();
        let again = |reading, shared| Again { jwks_uri: jwks_uri.clone(), reading, shared };
        if let Some(reading) = last.as_ref().filter(|reading| reading.is_recent(now)) {
            return again(reading.clone(), Some(now - reading.at));
        }
        let outcome = keys::read(jwks_uri, fetcher).await.map(Arc::new);
        let reading = Reading { at: clock.now(), outcome };
        *last = Some(reading.clone());
        again(reading, None)
    }

    /// The place of an address. Those that nobody is at and that hold nobody back any more go.
    fn place(&self, jwks_uri: &Url, now: DateTime<Utc>) -> Place {
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        places.retain(|_, place| {
            let last = place.try_lock();
            Arc::strong_count(place) > 1
                || last.is_ok_and(|last| last.as_ref().is_some_and(|reading| reading.is_recent(now)))
        });
        Arc::clone(places.entry(jwks_uri.clone()).or_default())
    }
}

impl Reading {
    /// A clock that was set back makes no reading count for longer.
    fn is_recent(&self, now: DateTime<Utc>) -> bool {
        let limit = if self.outcome.is_ok() { AFTER_A_KEY_SET } else { AFTER_A_FAILURE };
        (TimeDelta::zero()..limit).contains(&(now - self.at))
    }
}

impl Again {
    /// The keys that came, where they are no older than what was read at `since`: a key that was withdrawn does not return.
    pub(super) fn keys(&self, since: DateTime<Utc>) -> Option<Arc<Keys>> {
        self.reading.outcome.as_ref().ok().filter(|_| self.reading.at >= since).cloned()
    }

    /// What went over the wire for this sign-in.
    pub(super) fn messages(&self) -> Vec<Message> {
        match (self.shared, &self.reading.outcome) {
            (Some(_), _) => Vec::new(),
            (None, Ok(keys)) => vec![keys::request(&self.jwks_uri), keys::answer(keys)],
            (None, Err(_)) => vec![keys::request(&self.jwks_uri)],
        }
    }

    /// The note for the trace; `verifies` is whether the ID token verifies now.
    pub(super) fn finding(&self, verifies: bool) -> Finding {
        let by_another = match self.shared.map(|age| age.num_seconds()) {
            None => String::new(),
            Some(..1) => " just now, for another sign-in".to_owned(),
            Some(seconds) => format!(" {seconds} s ago, for another sign-in"),
        };
        let (came, got, remedy) = match &self.reading.outcome {
            Ok(keys) if verifies => (
                format!("They were read once more{by_another}, and verify it now: the provider changed them in between."),
                keys.names(),
                "Nothing, where the provider rotated its keys just now. If many sign-ins say so, its key set comes from caches \
                 that differ: tell those who run it."
                    .to_owned(),
            ),
            Ok(keys) if self.shared.is_none() => (
                "They were read once more, and do not verify it either.".to_owned(),
                keys.names(),
                format!("Have the provider sign with a key that is at {}.", self.jwks_uri),
            ),
            Ok(keys) => (
                format!("They were read once more{by_another}, and are not read again yet."),
                keys.names(),
                format!(
                    "They are read again {} s later at the soonest. If the provider has changed them since, sign in again then.",
                    AFTER_A_KEY_SET.num_seconds()
                ),
            ),
            Err(failure) => (
                format!("They were to be read once more{by_another}. {}", failure.message),
                failure.got.clone().unwrap_or_default(),
                failure.remedy.clone().unwrap_or_default(),
            ),
        };
        checks::KEYS_READ_AGAIN
            .finding("jwks_uri", format!("The keys that were read at the beginning do not verify the ID token. {came}"))
            .expected("the keys of the beginning")
            .got(got)
            .remedy(remedy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_address_is_forgotten_once_it_holds_nobody_back() {
        let readings = KeyReadings::default();
        let fetcher = Fetcher::new().expect("a fetcher");
        let start = Clock::system().now();
        for second in 0..5 {
            // Nothing listens on port 1.
            let url = Url::parse(&format!("http://127.0.0.1:1/{second}")).expect("a URL");
            readings.again(&url, &fetcher, &Clock::at(start + TimeDelta::seconds(second))).await;
        }
        assert_eq!(readings.0.lock().expect("no panic").len(), 1);
    }
}

//! How key sets are read: at the beginning of a sign-in, or remembered from an earlier one; and once more, when an ID token comes that
//! none of the keys of the beginning verifies.
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
    read::{NoKeys, read},
    verifying::Keys,
};
use crate::{
    Clock,
    http::{Fetcher, Remembered, ServerClock},
};

/// How long one address is left alone after it answered with a key set.
pub(crate) const AFTER_A_KEY_SET: TimeDelta = TimeDelta::seconds(10);
/// And after a reading that failed.
const AFTER_A_FAILURE: TimeDelta = TimeDelta::seconds(1);

/// What was read of keys. Clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeyReadings {
    remembered: Remembered<KnownKeys>,
    /// The last second reading at each address.
    again: Arc<Mutex<HashMap<Url, Place>>>,
}

/// The keys that a sign-in begins with.
#[derive(Debug, Clone)]
pub(crate) struct KnownKeys {
    pub(crate) keys: Arc<Keys>,
    pub(crate) read_at: DateTime<Utc>,
    /// The clock of the host that served them, as far as it was heard then.
    pub(crate) clock: Option<ServerClock>,
    /// Whether an earlier sign-in read them.
    pub(crate) remembered: bool,
}

/// Locked while somebody reads; who waits for it finds what the other has read.
type Place = Arc<AsyncMutex<Option<Reading>>>;

/// What one reading came to. A failure is kept so that it is not repeated at once, and is never a key.
#[derive(Debug, Clone)]
struct Reading {
    at: DateTime<Utc>,
    outcome: Result<Arc<Keys>, Arc<NoKeys>>,
}

/// What a sign-in came upon that looked once more.
#[derive(Debug)]
pub(crate) struct Again {
    pub(crate) jwks_uri: Url,
    pub(crate) outcome: Result<Arc<Keys>, Arc<NoKeys>>,
    at: DateTime<Utc>,
    /// How long ago another sign-in read; absent where this one did.
    pub(crate) shared: Option<TimeDelta>,
}

impl KeyReadings {
    /// What was read at `jwks_uri` a while ago, where that may be used still.
    pub(crate) fn remembered(&self, jwks_uri: &Url, now: DateTime<Utc>) -> Option<KnownKeys> {
        Some(KnownKeys { remembered: true, ..self.remembered.of(jwks_uri, now)?.0 })
    }

    /// Reads the set at `jwks_uri` afresh, and remembers it.
    pub(crate) async fn read(&self, jwks_uri: &Url, fetcher: &Fetcher, clock: &Clock) -> Result<KnownKeys, NoKeys> {
        let (keys, answer) = read(jwks_uri, fetcher).await?;
        let (keys, read_at, heard) = (Arc::new(keys), clock.now(), fetcher.clock_of(jwks_uri));
        let known = KnownKeys { keys, read_at, clock: heard, remembered: false };
        self.remembered.keep(known.clone(), &answer, known.read_at);
        Ok(known)
    }

    pub(crate) fn forget(&self, jwks_uri: &Url) {
        self.remembered.forget(jwks_uri);
    }

    /// Reads the set at `jwks_uri` once more, unless that was done a moment ago, and not before `since`.
    pub(crate) async fn again(
        &self,
        jwks_uri: &Url,
        fetcher: &Fetcher,
        clock: &Clock,
        since: Option<DateTime<Utc>>,
    ) -> Again {
        let place = self.place(jwks_uri, clock.now());
        let mut last = place.lock().await;
        let now = clock.now();
        let again = |Reading { at, outcome }, shared| Again { jwks_uri: jwks_uri.clone(), outcome, at, shared };
        let serves = |reading: &&Reading| reading.is_recent(now) && since.is_none_or(|since| reading.at >= since);
        if let Some(reading) = last.as_ref().filter(serves) {
            return again(reading.clone(), Some(now - reading.at));
        }
        let outcome = self.read(jwks_uri, fetcher, clock).await.map(|known| known.keys).map_err(Arc::new);
        let reading = Reading { at: clock.now(), outcome };
        *last = Some(reading.clone());
        again(reading, None)
    }

    /// The place of an address. Those that nobody is at and that hold nobody back any more go.
    fn place(&self, jwks_uri: &Url, now: DateTime<Utc>) -> Place {
        let mut places = self.again.lock().unwrap_or_else(PoisonError::into_inner);
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
    pub(crate) fn keys(&self, since: DateTime<Utc>) -> Option<Arc<Keys>> {
        self.outcome.as_ref().ok().filter(|_| self.at >= since).cloned()
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
            readings.again(&url, &fetcher, &Clock::at(start + TimeDelta::seconds(second)), None).await;
        }
        assert_eq!(readings.again.lock().expect("no panic").len(), 1);
    }
}

//! What providers served, for the logins of people: they need not ask for the same anew each time.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use url::Url;

use super::{fetched::Fetched, freshness::lifetime};

/// Whatever an answer says of itself, it is used no longer: so long is trusted what its provider has taken back.
const LONGEST: TimeDelta = TimeDelta::minutes(10);
/// And so long at least: it serves the logins of a moment.
const SHORTEST: TimeDelta = TimeDelta::seconds(10);
/// Where an answer says nothing.
const USUAL: TimeDelta = TimeDelta::minutes(5);
/// So many answers, of so many bytes in all as they came; the oldest give way.
const MOST: usize = 100;
const MOST_BYTES: usize = 1024 * 1024;

/// What was made of the answers of some addresses. Clones share it.
#[derive(Debug)]
pub(crate) struct Remembered<T>(Arc<Mutex<Vec<Entry<T>>>>);

#[derive(Debug)]
struct Entry<T> {
    address: Url,
    what: T,
    at: DateTime<Utc>,
    lasts: TimeDelta,
    bytes: usize,
}

impl<T: Clone> Remembered<T> {
    /// What was served there, and when, where it may be used still. A clock that was set back makes it last no longer.
    pub(crate) fn of(&self, address: &Url, now: DateTime<Utc>) -> Option<(T, DateTime<Utc>)> {
        let mut entries = self.entries();
        entries.retain(|entry| (TimeDelta::zero()..entry.lasts).contains(&(now - entry.at)));
        let entry = entries.iter().find(|entry| entry.address == *address)?;
        Some((entry.what.clone(), entry.at))
    }

    /// Takes what was made of an answer that came at that time, in place of an earlier one.
    pub(crate) fn keep(&self, what: T, answer: &Fetched, at: DateTime<Utc>) {
        let lasts = lifetime(&answer.headers, at).unwrap_or(USUAL).clamp(SHORTEST, LONGEST);
        let mut entries = self.entries();
        entries.retain(|entry| entry.address != answer.url);
        entries.push(Entry { address: answer.url.clone(), what, at, lasts, bytes: answer.body.len() });
        while entries.len() > MOST || entries.iter().map(|entry| entry.bytes).sum::<usize>() > MOST_BYTES {
            entries.remove(0);
        }
    }

    pub(crate) fn forget(&self, address: &Url) {
        self.entries().retain(|entry| entry.address != *address);
    }

    fn entries(&self) -> std::sync::MutexGuard<'_, Vec<Entry<T>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Clone for Remembered<T> {
    fn clone(&self) -> Self {
        Remembered(Arc::clone(&self.0))
    }
}

impl<T> Default for Remembered<T> {
    fn default() -> Self {
        Remembered(Arc::default())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{HeaderMap, header::CACHE_CONTROL};

    use super::*;

    fn noon() -> DateTime<Utc> {
        "2026-05-01T12:00:00Z".parse().expect("an instant")
    }

    fn answer(path: &str, cache_control: Option<&'static str>, bytes: usize) -> Fetched {
        let url: Url = format!("https://op.example/{path}").parse().expect("a URL");
        let mut headers = HeaderMap::new();
        headers.extend(cache_control.map(|value| (CACHE_CONTROL, value.parse().expect("a value"))));
        Fetched {
            final_url: url.clone(),
            url,
            hops: Vec::new(),
            status: 200,
            content_type: None,
            date: None,
            headers,
            body: vec![0; bytes],
            elapsed: Duration::ZERO,
        }
    }

    #[test]
    fn an_answer_is_used_for_as_long_as_it_says_within_bounds() {
        for (said, seconds) in [
            (None, 300),
            (Some("max-age=60"), 60),
            (Some("max-age=86400"), 600),
            (Some("max-age=1"), 10),
            (Some("no-store"), 10),
        ] {
            let (remembered, answer) = (Remembered::default(), answer("jwks", said, 1));
            let at = |seconds| noon() + TimeDelta::seconds(seconds);
            let of = |seconds| remembered.of(&answer.url, at(seconds));
            remembered.keep("first", &answer, noon());
            assert_eq!(of(seconds - 1), Some(("first", noon())), "{said:?}");
            remembered.keep("second", &answer, at(1));
            assert_eq!(of(seconds), Some(("second", at(1))), "{said:?}");
            assert_eq!(of(seconds + 1), None, "{said:?}");
            remembered.keep("third", &answer, noon());
            assert_eq!(of(-1), None, "the clock was set back");
            remembered.keep("fourth", &answer, noon());
            remembered.forget(&answer.url);
            assert_eq!(of(0), None);
        }
    }

    #[test]
    fn the_oldest_gives_way_to_one_too_many_and_to_bytes_too_many() {
        let remembered = Remembered::default();
        let known = |number: usize| remembered.of(&answer(&number.to_string(), None, 0).url, noon()).is_some();
        for number in 0..=MOST {
            remembered.keep((), &answer(&number.to_string(), None, 1), noon());
        }
        assert!(!known(0) && known(1) && known(MOST));
        remembered.keep((), &answer("large", None, MOST_BYTES - 3), noon());
        assert!(!known(MOST - 3) && known(MOST - 2) && known(MOST));
    }
}

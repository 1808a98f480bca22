//! How many requests the Management API takes within a second: more than come, unless a person practises what a limit does.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};

/// Beyond what comes on one computer.
const UNLESS_SET: u32 = 100_000;

#[derive(Debug)]
pub(crate) struct ApiRate(Mutex<Counted>);

#[derive(Debug)]
struct Counted {
    limit: u32,
    /// In Unix time.
    second: i64,
    came: u32,
}

/// Where a request stands in its second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    /// When there are as many again, in Unix time.
    pub(crate) reset: i64,
    pub(crate) exceeded: bool,
}

impl Default for ApiRate {
    fn default() -> Self {
        ApiRate(Mutex::new(Counted { limit: UNLESS_SET, second: 0, came: 0 }))
    }
}

impl ApiRate {
    pub(crate) fn set(&self, limit: Option<u32>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).limit = limit.unwrap_or(UNLESS_SET);
    }

    /// Counts a request.
    pub(crate) fn count(&self, now: DateTime<Utc>) -> Standing {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let second = now.timestamp();
        if counted.second != second {
            (counted.second, counted.came) = (second, 0);
        }
        counted.came = counted.came.saturating_add(1);
        Standing {
            limit: counted.limit,
            remaining: counted.limit.saturating_sub(counted.came),
            reset: second + 1,
            exceeded: counted.came > counted.limit,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn so_many_are_taken_in_a_second_and_as_many_in_the_next() {
        let now: DateTime<Utc> = "2026-05-01T12:00:00.5Z".parse().expect("an instant");
        let rate = ApiRate::default();
        assert!(!rate.count(now).exceeded, "no limit that anyone meets without one");
        rate.set(Some(3));
        let left = |at| {
            let standing = rate.count(at);
            assert_eq!((standing.limit, standing.reset), (3, at.timestamp() + 1));
            (standing.remaining, standing.exceeded)
        };
        assert_eq!([left(now), left(now), left(now)], [(1, false), (0, false), (0, true)]);
        assert_eq!(left(now + TimeDelta::seconds(1)), (2, false));
    }
}

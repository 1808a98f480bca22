//! How many SCIM requests a connection takes within a second: as many as come, unless a person practises what a limit does.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, Utc};

#[derive(Debug, Default)]
pub(crate) struct Rate(Mutex<Counted>);

#[derive(Debug, Default)]
struct Counted {
    limit: Option<u32>,
    /// Of each connection the second that it counts in, and how many came.
    second: HashMap<String, (i64, u32)>,
}

impl Rate {
    pub(crate) fn set(&self, limit: Option<u32>) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counted = Counted { limit, ..Counted::default() };
    }

    /// Counts a request; the limit where it is one too many.
    pub(crate) fn exceeded(&self, connection_id: &str, now: DateTime<Utc>) -> Option<u32> {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let limit = counted.limit?;
        let second = now.timestamp();
        let (since, came) = counted.second.entry(connection_id.to_owned()).or_insert((second, 0));
        if *since != second {
            (*since, *came) = (second, 0);
        }
        *came = came.saturating_add(1);
        (*came > limit).then_some(limit)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn each_connection_has_so_many_in_a_second_and_as_many_in_the_next() {
        let now: DateTime<Utc> = "2026-05-01T12:00:00Z".parse().expect("an instant");
        let rate = Rate::default();
        let came = |at| (0..3).map(|_| rate.exceeded("con_1", at)).collect::<Vec<_>>();
        assert_eq!(came(now), [None, None, None], "no limit without one");
        rate.set(Some(2));
        assert_eq!(came(now), [None, None, Some(2)]);
        assert_eq!(rate.exceeded("con_2", now), None);
        assert_eq!(came(now + TimeDelta::seconds(1)), [None, None, Some(2)]);
        rate.set(None);
        assert_eq!(came(now), [None, None, None]);
    }
}

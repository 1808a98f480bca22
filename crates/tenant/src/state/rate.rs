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
    /// The second that is counted in.
    second: i64,
    /// How many came in it to each connection.
    came: HashMap<String, u32>,
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
        if counted.second != second {
            *counted = Counted { limit: Some(limit), second, came: HashMap::new() };
        }
        let came = counted.came.entry(connection_id.to_owned()).or_default();
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
        assert_eq!(rate.0.lock().expect("no panic").came.len(), 1, "of another second nothing is kept");
        rate.set(None);
        assert_eq!(came(now), [None, None, None]);
    }
}

//! The newest check of a provider.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use lintel_oidc::discovery::Report;

const FRESH: TimeDelta = TimeDelta::seconds(60);

/// The newest check, so that what comes right after it asks nobody a second time.
#[derive(Debug, Default)]
pub(crate) struct LastCheck(Mutex<Option<Arc<Checked>>>);

#[derive(Debug)]
pub(crate) struct Checked {
    pub(super) input: String,
    pub(crate) at: DateTime<Utc>,
    pub(crate) report: Report,
}

impl LastCheck {
    /// If it was of `input`.
    pub(super) fn of(&self, input: &str) -> Option<Arc<Checked>> {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().filter(|last| last.input == input).cloned()
    }

    pub(super) fn keep(&self, checked: Checked) -> Arc<Checked> {
        let checked = Arc::new(checked);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&checked));
        checked
    }
}

impl Checked {
    /// A check from the future is none to rest on: the clock has been set back since.
    pub(super) fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        (self.at..=self.at + FRESH).contains(&now)
    }
}

use std::sync::{Mutex, MutexGuard, PoisonError};

use lintel_oidc::preflight::Course;

/// The newest plan under its ticket, until it runs.
#[derive(Debug, Default)]
pub(crate) struct Preflights(Mutex<Option<(String, Course)>>);

impl Preflights {
    pub(super) fn keep(&self, ticket: &str, course: Course) {
        *self.lock() = Some((ticket.to_owned(), course));
    }

    pub(super) fn take(&self, ticket: &str) -> Option<Course> {
        self.lock().take_if(|(of, _)| of == ticket).map(|(_, course)| course)
    }

    fn lock(&self) -> MutexGuard<'_, Option<(String, Course)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

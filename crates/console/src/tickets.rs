//! Long calls that can be cancelled: each runs under a ticket that its caller made up.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::sync::oneshot;

use crate::view::Problem;

#[derive(Debug, Default)]
pub(crate) struct Tickets(Mutex<HashMap<String, oneshot::Sender<()>>>);

impl Tickets {
    /// Runs `call` until it ends or its ticket is cancelled.
    pub(crate) async fn run<T>(&self, ticket: &str, call: impl Future<Output = T>) -> Result<T, Problem> {
        let cancelled = self.cancelled(ticket);
        let outcome = tokio::select! {
            outcome = call => Ok(outcome),
            _ = cancelled => return Err(Problem::new("cancelled", "Cancelled.")),
        };
        self.lock().remove(ticket);
        outcome
    }

    /// Ready when the ticket is cancelled, for a call that comes to its own end. The call gives the ticket back by cancelling it.
    pub(crate) fn cancelled(&self, ticket: &str) -> oneshot::Receiver<()> {
        let (cancel, cancelled) = oneshot::channel();
        self.lock().insert(ticket.to_owned(), cancel);
        cancelled
    }

    pub(crate) fn cancel(&self, ticket: &str) {
        self.lock().remove(ticket);
    }

    pub(crate) fn cancel_all(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, oneshot::Sender<()>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

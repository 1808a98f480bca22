use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use lintel_oidc::sign_in::AuthorizationResponse;
use tokio::sync::oneshot::{self, Receiver, Sender};

/// The trials that wait at `/login/callback`, each under the `state` of its authorization request.
#[derive(Debug, Default)]
pub(crate) struct Trials(Mutex<HashMap<String, Sender<AuthorizationResponse>>>);

impl Trials {
    /// Waits for the response that carries `state`. Dropping the receiver ends the wait.
    pub(crate) fn expect(&self, state: &str) -> Receiver<AuthorizationResponse> {
        let (sender, receiver) = oneshot::channel();
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, sender| !sender.is_closed());
        waiting.insert(state.to_owned(), sender);
        receiver
    }

    /// Where the response goes, once.
    pub(crate) fn take(&self, state: &str) -> Option<Sender<AuthorizationResponse>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(state).filter(|sender| !sender.is_closed())
    }
}

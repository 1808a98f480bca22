use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use lintel_oidc::sign_in::AuthorizationResponse;
use tokio::sync::{
    broadcast,
    oneshot::{self, Receiver, Sender},
};

/// Answers of nobody's that a slow listener may lag behind by.
const STRAYS_KEPT: usize = 8;

/// The trials that wait at `/login/callback`, each under the `state` of its authorization request.
#[derive(Debug)]
pub(crate) struct AwaitedAnswers {
    waiting: Mutex<HashMap<String, Sender<AuthorizationResponse>>>,
    strays: broadcast::Sender<AuthorizationResponse>,
}

impl Default for AwaitedAnswers {
    fn default() -> Self {
        AwaitedAnswers { waiting: Mutex::default(), strays: broadcast::channel(STRAYS_KEPT).0 }
    }
}

impl AwaitedAnswers {
    /// Waits for the response that carries `state`. Dropping the receiver ends the wait.
    pub(crate) fn expect(&self, state: &str) -> Receiver<AuthorizationResponse> {
        let (sender, receiver) = oneshot::channel();
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, sender| !sender.is_closed());
        waiting.insert(state.to_owned(), sender);
        receiver
    }

    /// Where the response goes, once.
    pub(crate) fn take(&self, state: &str) -> Option<Sender<AuthorizationResponse>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(state).filter(|sender| !sender.is_closed())
    }

    /// An answer that belongs to no sign-in: a trial may tell of it.
    pub(crate) fn stray(&self, response: &AuthorizationResponse) {
        // One without a word may have its words in the fragment, which the page looks for.
        if !response.params.is_empty() {
            let _ = self.strays.send(response.clone());
        }
    }

    pub(crate) fn strays(&self) -> broadcast::Receiver<AuthorizationResponse> {
        self.strays.subscribe()
    }
}

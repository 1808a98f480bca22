//! Which calls are made once more.

use std::time::Duration;

use reqwest::StatusCode;

use super::error::ClientError;
use crate::Method;

/// How often a call is made once more that the rate limit refused: nothing was done then.
const AFTER_REFUSAL: usize = 3;
/// How long to wait before a call is made once more that broke.
const AFTER_BREAK: [Duration; 2] = [Duration::from_millis(250), Duration::from_secs(1)];

/// What may be tried of one call still.
#[derive(Debug, Default)]
pub(super) struct Retries {
    refused: usize,
    broken: usize,
    renewed: bool,
}

impl Retries {
    /// The token was not taken: once more with another.
    pub(super) fn with_new_token(&mut self) -> bool {
        !std::mem::replace(&mut self.renewed, true)
    }

    /// The rate limit refused it, which says itself when to ask again.
    pub(super) fn refused(&mut self) -> bool {
        self.refused += 1;
        self.refused <= AFTER_REFUSAL
    }

    /// The pause after which to make it once more, where that can do no harm: of a call that only reads, and of one that was never sent.
    pub(super) fn broken(&mut self, method: Method, outcome: Result<StatusCode, &ClientError>) -> Option<Duration> {
        let again = match outcome {
            Ok(status) => method == Method::Get && status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED,
            // One that took its whole time does so again.
            Err(ClientError::Unreachable { source, .. }) => {
                !source.is_timeout() && (source.is_connect() || method == Method::Get)
            }
            Err(_) => false,
        };
        let pause = AFTER_BREAK.get(self.broken).copied().filter(|_| again);
        self.broken += 1;
        pause
    }
}

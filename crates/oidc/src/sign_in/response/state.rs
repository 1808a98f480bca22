//! Whose answer it is.

use super::answer::AuthorizationResponse;
use crate::{
    Finding,
    sign_in::{checks::response::STATE_MISMATCH, recorder::Recorder},
};

/// RFC 6749, section 10.12.
pub(super) fn state_matches(response: &AuthorizationResponse, state: &str, recorder: &mut Recorder) -> Option<Finding> {
    let check = &STATE_MISMATCH;
    let got = response.param("state");
    if got == Some(state) {
        recorder.check(check.passed("state", state, state));
        return None;
    }
    let message = match response.said().filter(|_| got.is_none()) {
        Some(said) => format!(
            "An error came that carries no state: {said}. It may be the provider's, which has to send the state back with errors as well, \
             or anybody's."
        ),
        None => "The response does not carry the state that was sent, so it may answer another request.".to_owned(),
    };
    let finding =
        check.finding("state", message).expected(state).got(got.unwrap_or("no state")).literal(got.is_some()).remedy(
            "Start the sign-in again in one window. If it stays, a proxy or the provider drops or changes “state”.",
        );
    recorder.check(check.failed(&finding));
    Some(finding)
}

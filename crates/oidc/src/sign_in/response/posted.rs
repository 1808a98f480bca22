//! How the ID token came.

use super::answer::AuthorizationResponse;
use crate::{
    Channel, Finding,
    sign_in::{checks::response::RESPONSE_NOT_POSTED, recorder::Recorder},
};

/// OAuth 2.0 Multiple Response Type Encoding Practices, section 3: no ID token travels in a query.
pub(super) fn in_a_query(
    response: &AuthorizationResponse,
    channel: Channel,
    recorder: &mut Recorder,
) -> Option<Finding> {
    let check = &RESPONSE_NOT_POSTED;
    if channel == Channel::BackChannel || response.param("id_token").is_none() {
        return None;
    }
    if response.posted {
        recorder.check(check.passed("id_token", "in a form", "in a form"));
        return None;
    }
    let finding = check
        .finding("id_token", "The ID token came in the address, although the request asked for a form.")
        .expected("response_mode=form_post: a form that is posted")
        .got("a query")
        .remedy("Have the provider obey response_mode=form_post for this client. If it cannot, use Back Channel.");
    recorder.check(check.failed(&finding));
    Some(finding)
}

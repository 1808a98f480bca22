//! That it carries what the channel needs.

use super::answer::AuthorizationResponse;
use crate::{
    Channel, Finding,
    sign_in::{checks::response::RESPONSE_INCOMPLETE, recorder::Recorder},
};

pub(super) fn carries(
    response: &AuthorizationResponse,
    channel: Channel,
    carried: &str,
    recorder: &mut Recorder,
) -> Option<Finding> {
    if response.param("error").is_some() {
        return None;
    }
    let check = &RESPONSE_INCOMPLETE;
    if let Some(value) = response.param(carried).filter(|value| !value.is_empty()) {
        recorder.check(check.passed(carried, carried, &format!("{} characters", value.chars().count())));
        return None;
    }
    let names = response.params.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    let got = if names.is_empty() { "no parameters".to_owned() } else { names };
    let remedy = match channel {
        // A fragment never reaches a server; what may still arrive is what a proxy or the provider adds to the query.
        _ if response.params.iter().all(|(name, _)| matches!(name.as_str(), "state" | "iss" | "session_state")) => {
            "The provider may have answered in the URL fragment (response_mode=fragment). Have it use query or form_post."
        }
        Channel::BackChannel => "Allow the authorization code flow for this client at the provider.",
        Channel::FrontChannel => {
            "Allow ID tokens (implicit) with form_post for this client at the provider, or use Back Channel."
        }
    };
    let finding =
        check.finding(carried, format!("The response carries no {carried}.")).expected(carried).got(got).remedy(remedy);
    recorder.check(check.failed(&finding));
    Some(finding)
}

//! Each parameter once.

use std::collections::HashSet;

use super::answer::AuthorizationResponse;
use crate::{
    Finding,
    sign_in::{checks::response::DUPLICATE_PARAMETER, recorder::Recorder},
};

/// RFC 6749, section 3.1: parameters must not be included more than once.
pub(super) fn duplicates(response: &AuthorizationResponse, recorder: &mut Recorder) -> Option<Finding> {
    let check = &DUPLICATE_PARAMETER;
    let mut seen = HashSet::new();
    let mut names = response.params.iter().map(|(name, _)| name.as_str());
    let repeated = names.by_ref().find(|name| !seen.insert(*name));
    let Some(name) = repeated else {
        recorder.check(check.passed("", "each parameter once", "each parameter once"));
        return None;
    };
    let times = 2 + names.filter(|other| *other == name).count();
    let finding = check
        .finding(name, format!("The response carries “{name}” {times} times."))
        .expected("once")
        .got(format!("{times} times"))
        .remedy("This is a fault of the provider, or of a proxy between: report it there.");
    recorder.check(check.failed(&finding));
    Some(finding)
}

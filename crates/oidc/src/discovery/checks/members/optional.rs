//! What may be there.

use serde_json::Value;

use super::{
    kind::{list_fault, wrong_type},
    known::{OPTIONAL_FLAGS, OPTIONAL_LISTS, OPTIONAL_URLS, REQUIRED_LISTS, REQUIRED_URLS, WORDLESS},
    url::{url_fault, url_fault_in_words},
};
use crate::{
    discovery::breach::{BOTH, Breach},
    finding::{Check, Severity},
};

pub(crate) const ALL: &[&Check] = &[&OPTIONAL_MEMBER_WRONG_TYPE, &OPTIONAL_MEMBER_NOT_A_URL];

const OPTIONAL_MEMBER_WRONG_TYPE: Check = Check {
    code: "optional-member-wrong-type",
    title: "Optional members have the right type",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 3",
    about: "A sign-in does without the member, but a strict relying party refuses the whole document when one member has another \
            type than the specification gives it. Booleans written as strings are the usual case.",
};

const OPTIONAL_MEMBER_NOT_A_URL: Check = Check {
    code: "optional-member-not-a-url",
    title: "Optional addresses are absolute URLs",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 3",
    about: "The address cannot be called as it stands. A sign-in may do without it: userinfo, for instance, is called only when the \
            mapping of claims uses it.",
};

/// A member that a sign-in does without.
pub(super) fn member(member: &str, value: &Value) -> Option<Breach> {
    if REQUIRED_LISTS.contains(&member) || REQUIRED_URLS.contains(&member) {
        return None;
    }
    let wrong = |wanted| {
        let finding = wrong_type(&OPTIONAL_MEMBER_WRONG_TYPE, member, value, wanted);
        Some(if WORDLESS.contains(&member) {
            Breach::aside(finding, BOTH)
        } else {
            Breach::warning(finding, BOTH, format!("type:{member}"))
        })
    };
    if OPTIONAL_FLAGS.contains(&member) {
        return if value.is_boolean() { None } else { wrong("boolean") };
    }
    if OPTIONAL_LISTS.contains(&member) {
        return list_fault(value).and_then(|_| wrong("array"));
    }
    if !OPTIONAL_URLS.contains(&member) {
        return None;
    }
    let Some(text) = value.as_str() else {
        return wrong("string");
    };
    let reason = url_fault(member, text)?;
    let finding = OPTIONAL_MEMBER_NOT_A_URL
        .finding(member, format!("{member} is “{text}”, {}.", url_fault_in_words(reason)))
        .expected("an absolute https URL")
        .got(text)
        .remedy(format!("Correct {member} at the provider if anything is to call it."));
    Some(Breach::warning(finding, BOTH, format!("optional_url:{member}")))
}

//! What may be there.

use serde_json::Value;

use super::{
    kind::{is_absent, list_fault, wrong_type},
    known::{OPTIONAL_FLAGS, OPTIONAL_LISTS, OPTIONAL_URLS, REQUIRED_LISTS, REQUIRED_URLS, WORDLESS},
    url::{url_fault, url_fault_in_words},
};
use crate::{
    discovery::{
        breach::{BOTH, Breach},
        document::DiscoveryDocument,
    },
    finding::{Check, Severity},
    words::listed,
};

pub(crate) const ALL: &[&Check] = &[&OPTIONAL_MEMBER_WRONG_TYPE, &OPTIONAL_MEMBER_NOT_A_URL, &OPTIONAL_MEMBER_EMPTY];

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

const OPTIONAL_MEMBER_EMPTY: Check = Check {
    code: "optional-member-empty",
    title: "Optional members without a value are left out",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 4.2",
    about: "A member without a value must be omitted. Null, an empty text and an empty list are read as if the member were not there; a strict \
            relying party refuses the whole document for one.",
};

/// The members that are there and hold nothing, in one finding. Those with a rule of their own say it themselves.
pub(super) fn empty(document: &DiscoveryDocument) -> Option<Breach> {
    const OWN_RULE: [&str; 2] = ["token_endpoint_auth_methods_supported", "code_challenge_methods_supported"];
    let known =
        |name: &&str| OPTIONAL_URLS.contains(name) || OPTIONAL_FLAGS.contains(name) || OPTIONAL_LISTS.contains(name);
    let empty: Vec<(&str, &Value)> = document
        .members()
        .iter()
        .map(|(name, value)| (name.as_str(), value))
        .filter(|(name, value)| known(name) && !OWN_RULE.contains(name) && is_absent(Some(value)))
        .collect();
    let (first, _) = empty.first()?;
    let said: Vec<String> = empty
        .iter()
        .map(|(name, value)| format!("{name} is {}", if value.is_null() { "null" } else { "empty" }))
        .collect();
    let got: Vec<String> = empty.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let finding = OPTIONAL_MEMBER_EMPTY
        .finding(first, format!("{}. That is read as if nothing were there.", listed(&said)))
        .expected("a value, or no member")
        .got(got.join(", "))
        .remedy("Nothing for a sign-in. Have the provider leave members out that have no value.");
    Some(Breach::aside(finding, BOTH))
}

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

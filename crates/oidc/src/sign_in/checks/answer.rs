//! The shape of whatever the provider sends.

use crate::{
    Finding,
    finding::{Check, Severity},
    json::{JsonError, MAX_DEPTH, Repeat},
};

pub(crate) const ALL: &[&Check] = &[&ANSWER_TOO_DEEP, &ANSWER_REPEATS_NAME];

pub(crate) const ANSWER_TOO_DEEP: Check = Check {
    code: "answer-too-deep",
    title: "What the provider sends is nested at most 32 levels deep",
    severity: Severity::Error,
    spec: "RFC 8259, section 9",
    about: "Keys, tokens and claims of real providers come to a few levels. Claims are stored with the user and in the record of the login; \
            what is stored without a limit to its depth cannot be read again.",
};

pub(crate) const ANSWER_REPEATS_NAME: Check = Check {
    code: "answer-repeats-name",
    title: "What the provider sends names each value once",
    severity: Severity::Error,
    spec: "RFC 7515, section 4; RFC 7519, section 4; RFC 8259, section 4",
    about: "Of two values under one name, one reader takes the first and another the last: what was checked need not be what is used.",
};

/// The finding of JSON that is refused for its shape; absent where it is none at all. `what` names it in a sentence.
pub(crate) fn of_json(member: &str, what: &str, error: &JsonError) -> Option<Finding> {
    match error {
        JsonError::Syntax(_) => None,
        JsonError::TooDeep { .. } => Some(
            ANSWER_TOO_DEEP
                .finding(member, format!("{what} is refused: {error}."))
                .expected(format!("at most {MAX_DEPTH} arrays and objects within one another"))
                .got(format!("more than {MAX_DEPTH}"))
                .remedy("Have the provider send flat values; no member that a sign-in reads is nested so."),
        ),
        JsonError::Repeated(Repeat { name, .. }) => Some(
            ANSWER_REPEATS_NAME
                .finding(member, format!("{what} is refused: {error}, and readers differ in which they take."))
                .expected("each name once in an object")
                .got(format!("{name} more than once"))
                .remedy(format!("Have the provider send “{name}” once.")),
        ),
    }
}

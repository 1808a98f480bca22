//! Names that come more than once.

use crate::{
    Finding,
    discovery::breach::{BOTH, Breach},
    finding::{Check, Severity},
    json::Repeat,
};

pub(crate) const ALL: &[&Check] = &[&MEMBER_REPEATED, &OPTIONAL_MEMBER_REPEATED];

pub(crate) const MEMBER_REPEATED: Check = Check {
    code: "member-repeated",
    title: "What a sign-in reads is said once",
    severity: Severity::Error,
    spec: "RFC 8259, section 4; RFC 7517, section 4",
    about: "Of an issuer, an endpoint or a key that is named twice in one object, one reader takes the first and another the last. Who can \
            add a line to a document can so show the one to those who check it, and the other to those who sign in.",
};

const OPTIONAL_MEMBER_REPEATED: Check = Check {
    code: "optional-member-repeated",
    title: "Each member is said once",
    severity: Severity::Warning,
    spec: "RFC 8259, section 4",
    about: "A member that no sign-in reads is named twice in one object. Readers differ in which they take; Lintel takes the last.",
};

/// What a sign-in reads. `message` says what happened.
pub(crate) fn member_repeated(repeat: &Repeat, message: String) -> Finding {
    MEMBER_REPEATED
        .finding(&repeat.member, message)
        .expected("each name once")
        .got(format!("{} more than once", repeat.name))
        .remedy(format!("Have the provider take all but one “{}” out.", repeat.name))
}

/// A member that no sign-in reads.
pub(super) fn optional(repeat: &Repeat) -> Breach {
    let finding = OPTIONAL_MEMBER_REPEATED
        .finding(&repeat.member, format!("{repeat}. The last counts here."))
        .expected("each name once")
        .got(format!("{} more than once", repeat.name))
        .remedy(format!("Have the provider take all but one “{}” out.", repeat.name));
    Breach::warning(finding, BOTH, format!("repeated:{}", repeat.member))
}

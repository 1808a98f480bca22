//! Userinfo.

use crate::finding::{Check, Severity};

pub(crate) const ALL: &[&Check] = &[&USERINFO_FAILED, &USERINFO_SIGNED, &USERINFO_ODD, &USERINFO_SUBJECT];

pub(crate) const USERINFO_FAILED: Check = Check {
    code: "userinfo-failed",
    title: "Userinfo can be read",
    severity: Severity::Warning,
    spec: "OpenID Connect Core 1.0, section 5.3",
    about: "The mapping asks for userinfo claims and the userinfo endpoint did not give them. Attributes mapped from them stay empty.",
};

pub(crate) const USERINFO_SIGNED: Check = Check {
    code: "userinfo-signed",
    title: "Userinfo is plain JSON",
    severity: Severity::Warning,
    spec: "OpenID Connect Core 1.0, section 5.3.2",
    about: "A client can be registered for userinfo as a signed or encrypted token. A connection registers nothing of the kind and reads no \
            claims from one, whatever signs it.",
};

pub(crate) const USERINFO_ODD: Check = Check {
    code: "userinfo-odd",
    title: "Userinfo calls itself JSON",
    severity: Severity::Warning,
    spec: "OpenID Connect Core 1.0, section 5.3.2",
    about: "The content type of userinfo must be application/json where it is not a token. JSON under another name is read here, and not \
            by every program.",
};

pub(crate) const USERINFO_SUBJECT: Check = Check {
    code: "userinfo-subject",
    title: "Userinfo is about the same person",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 5.3.2",
    about: "The sub of userinfo must equal the sub of the ID token; otherwise its values must not be used.",
};

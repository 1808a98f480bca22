//! Userinfo.

use crate::finding::{Check, Severity};

pub(crate) const ALL: &[&Check] = &[&USERINFO_FAILED, &USERINFO_SUBJECT];

pub(crate) const USERINFO_FAILED: Check = Check {
    code: "userinfo-failed",
    title: "Userinfo can be read",
    severity: Severity::Warning,
    spec: "OpenID Connect Core 1.0, section 5.3",
    about: "The mapping asks for userinfo claims and the userinfo endpoint did not give them. Attributes mapped from them stay empty.",
};

pub(crate) const USERINFO_SUBJECT: Check = Check {
    code: "userinfo-subject",
    title: "Userinfo is about the same person",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 5.3.2",
    about: "The sub of userinfo must equal the sub of the ID token; otherwise its values must not be used.",
};

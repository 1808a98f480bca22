//! Whom the token is about.

use serde_json::{Map, Value};

use super::{
    claim::{raw, text},
    judgement::{Judgement, fail, pass},
};
use crate::finding::{Check, Severity};

pub(super) const ALL: &[&Check] = &[&ID_TOKEN_SUBJECT];

const ID_TOKEN_SUBJECT: Check = Check {
    code: "id-token-subject",
    title: "Subject present",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 2",
    about: "sub is who signed in: without it, or longer than 255 characters, there is no stable user ID.",
};

pub(super) fn subject(claims: &Map<String, Value>) -> Judgement {
    let check = &ID_TOKEN_SUBJECT;
    let expected = "1 to 255 characters";
    match text(claims, "sub") {
        Some(sub) if (1..=255).contains(&sub.chars().count()) => pass(check, "sub", expected, sub),
        got => fail(
            check,
            check
                .finding("sub", "The ID token does not say in a usable way who signed in.")
                .expected(expected)
                .got(got.map_or_else(|| raw(claims, "sub"), |sub| format!("{} characters", sub.chars().count())))
                .remedy("Have the provider put a stable subject into its ID tokens."),
        ),
    }
}

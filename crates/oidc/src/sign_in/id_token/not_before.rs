//! From when on the token is valid.

use serde_json::{Map, Value};

use super::{
    claim::{LEEWAY, clock, raw, time},
    expectation::Expectation,
    judgement::{Judgement, fail, pass, skip},
};
use crate::finding::{Check, Severity};

pub(super) const ALL: &[&Check] = &[&ID_TOKEN_NOT_BEFORE];

pub(super) const ID_TOKEN_NOT_BEFORE: Check = Check {
    code: "id-token-not-before",
    title: "Valid already",
    severity: Severity::Error,
    spec: "RFC 7519, section 4.1.5",
    about: "The token is not valid before its nbf, a minute of leeway allowed.",
};

pub(super) fn not_before(claims: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &ID_TOKEN_NOT_BEFORE;
    if !claims.contains_key("nbf") {
        return skip(check, "nbf", "not in the token");
    }
    let expected = format!("not after {}", clock(expect.now));
    match time(claims, "nbf") {
        Some(nbf) if nbf <= expect.now + LEEWAY => pass(check, "nbf", expected, clock(nbf)),
        got => fail(
            check,
            check
                .finding("nbf", "The ID token is not valid yet.")
                .expected(expected)
                .got(got.map_or_else(|| raw(claims, "nbf"), clock))
                .remedy("The provider's clock is ahead, or this computer's is behind. Set both by NTP."),
        ),
    }
}

//! From when on the token is valid.

use serde_json::{Map, Value};

use super::{
    claim::{Time, clock, no_time, time},
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
    let expected = format!("not after {}", clock(expect.now));
    match time(claims, "nbf") {
        Time::At(nbf) if nbf <= expect.now + expect.leeway => pass(check, "nbf", expected, clock(nbf)),
        Time::At(nbf) => fail(
            check,
            check
                .finding(
                    "nbf",
                    format!("The ID token is not valid yet, for another {} s.", (nbf - expect.now).num_seconds()),
                )
                .expected(expected)
                .got(clock(nbf))
                .remedy("The provider's clock is ahead, or this computer's is behind. Set both by NTP."),
        ),
        Time::Absent => skip(check, "nbf", "not in the token"),
        other => fail(check, no_time(check, claims, "nbf", expected, &other)),
    }
}

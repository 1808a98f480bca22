//! Until when the token is valid.

use serde_json::{Map, Value};

use super::{
    claim::{Time, clock, no_time, time},
    expectation::Expectation,
    judgement::{Judgement, fail, pass},
};
use crate::finding::{Check, Severity};

pub(super) const ALL: &[&Check] = &[&ID_TOKEN_EXPIRED];

pub(super) const ID_TOKEN_EXPIRED: Check = Check {
    code: "id-token-expired",
    title: "Not expired",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 3.1.3.7 (9)",
    about: "The token is past its exp, a minute of leeway allowed. Usually one of the two clocks is wrong.",
};

pub(super) fn expired(claims: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &ID_TOKEN_EXPIRED;
    let expected = format!("after {}", clock(expect.now));
    match time(claims, "exp") {
        Time::At(exp) if expect.now - expect.leeway < exp => pass(check, "exp", expected, clock(exp)),
        Time::At(exp) => fail(
            check,
            check
                .finding("exp", format!("The ID token expired {} s ago.", (expect.now - exp).num_seconds()))
                .expected(expected)
                .got(clock(exp))
                .remedy("Compare both clocks (NTP). If they agree, the provider hands out old tokens."),
        ),
        other => fail(check, no_time(check, claims, "exp", expected, &other)),
    }
}

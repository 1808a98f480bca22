//! When the token was issued.

use serde_json::{Map, Value};

use super::{
    claim::{Time, clock, no_time, time},
    expectation::Expectation,
    judgement::{Judgement, fail, pass},
};
use crate::finding::{Check, Severity};

pub(super) const ALL: &[&Check] = &[&ID_TOKEN_ISSUED_AT];

pub(super) const ID_TOKEN_ISSUED_AT: Check = Check {
    code: "id-token-issued-at",
    title: "Issued in the past",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 3.1.3.7 (10)",
    about: "iat must be there and not lie in the future, a minute of leeway allowed. A token from the future comes from a clock that is \
            ahead.",
};

pub(super) fn issued_at(claims: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &ID_TOKEN_ISSUED_AT;
    let expected = format!("not after {}", clock(expect.now));
    match time(claims, "iat") {
        Time::At(iat) if iat <= expect.now + expect.leeway => pass(check, "iat", expected, clock(iat)),
        Time::At(iat) => fail(
            check,
            check
                .finding(
                    "iat",
                    format!("The ID token was issued {} s in the future.", (iat - expect.now).num_seconds()),
                )
                .expected(expected)
                .got(clock(iat))
                .remedy("The provider's clock is ahead, or this computer's is behind. Set both by NTP."),
        ),
        other => fail(check, no_time(check, claims, "iat", expected, &other)),
    }
}

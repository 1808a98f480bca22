//! How long ago the token was issued.

use chrono::TimeDelta;
use serde_json::{Map, Value};

use super::{
    claim::{Time, clock, time},
    expectation::Expectation,
};
use crate::{
    Finding,
    finding::{Check, Severity},
};

pub(super) const ALL: &[&Check] = &[&ID_TOKEN_OLD];

const ID_TOKEN_OLD: Check = Check {
    code: "id-token-old",
    title: "Issued for this sign-in",
    severity: Severity::Note,
    spec: "OpenID Connect Core 1.0, section 3.1.3.7 (10)",
    about: "A token is issued when it is fetched, so that one of long ago was kept somewhere: by a provider or a proxy that hands out a stored \
            answer. Some programs refuse what is older than some minutes. A provider whose clock is behind looks the same.",
};

/// Longer than this nobody takes between issuing and handing out.
const LATELY: TimeDelta = TimeDelta::minutes(10);

/// A note on one that is not expired and was issued long ago.
pub(super) fn age(claims: &Map<String, Value>, expect: &Expectation<'_>) -> Option<Finding> {
    let (Time::At(issued), Time::At(ends)) = (time(claims, "iat"), time(claims, "exp")) else { return None };
    let age = expect.now - issued;
    (age > LATELY && expect.now < ends).then(|| {
        ID_TOKEN_OLD
            .finding("iat", format!("The ID token was issued {} minutes before it came.", age.num_minutes()))
            .expected(format!("not before {}", clock(expect.now - LATELY)))
            .got(clock(issued))
            .remedy(
                "Sign in once more. If iat is the same again, something between the provider and here hands out a stored answer; if it is \
                 as far back as before, the provider’s clock is behind.",
            )
    })
}

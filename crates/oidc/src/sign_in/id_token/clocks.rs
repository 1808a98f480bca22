//! Whose clock it is, where a token is refused for its times or passes by the leeway alone.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};

use super::{
    claim::clock, expectation::Expectation, expired::ID_TOKEN_EXPIRED, issued_at::ID_TOKEN_ISSUED_AT,
    judgement::Judgement, not_before::ID_TOKEN_NOT_BEFORE,
};
use crate::{
    Finding,
    finding::{Check, Severity},
};

pub(super) const ALL: &[&Check] = &[&ID_TOKEN_LEEWAY];

const ID_TOKEN_LEEWAY: Check = Check {
    code: "id-token-leeway",
    title: "Valid without leeway",
    severity: Severity::Note,
    spec: "RFC 7519, section 4.1.4",
    about: "The token is valid only because a minute is allowed between two clocks. Others allow less, or nothing. The clock of the provider is \
            measured by the Date of its answers, with the time that they took.",
};

/// On which side of now a time is that should be on the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// It is past: `exp`.
    Past,
    /// It is still to come: `iat`, `nbf`.
    ToCome,
}

/// A judgement of a time, with whose clock it is, by how much, and whether a leeway would help; one that passed, with a note where only
/// the leeway let it. Any other judgement stays as it is.
pub(super) fn beside_clocks(
    (result, finding): Judgement,
    claims: &Map<String, Value>,
    expect: &Expectation<'_>,
) -> Judgement {
    let (claim, side) = match &result.code {
        code if code == ID_TOKEN_EXPIRED.code => ("exp", Side::Past),
        code if code == ID_TOKEN_ISSUED_AT.code => ("iat", Side::ToCome),
        code if code == ID_TOKEN_NOT_BEFORE.code => ("nbf", Side::ToCome),
        _ => return (result, finding),
    };
    let Some(time) = claims.get(claim).and_then(Value::as_f64).and_then(of_our_age) else { return (result, finding) };
    let beyond = match side {
        Side::Past => expect.now - time,
        Side::ToCome => time - expect.now,
    };
    let told = match finding {
        Some(finding) => Some(explained(finding, side, beyond, expect)),
        // At exp itself a token is over.
        None if beyond > TimeDelta::zero() || (side == Side::Past && beyond == TimeDelta::zero()) => {
            Some(by_leeway(claim, side, time, beyond, expect))
        }
        None => None,
    };
    (result, told)
}

/// What is in another age is no matter of clocks.
fn of_our_age(seconds: f64) -> Option<DateTime<Utc>> {
    (0.0..LAST).contains(&seconds).then(|| DateTime::from_timestamp(seconds as i64, 0)).flatten()
}

/// The year 2200.
const LAST: f64 = 7_258_118_400.0;

fn explained(finding: Finding, side: Side, beyond: TimeDelta, expect: &Expectation<'_>) -> Finding {
    let (said, remedy) = explanation(side, beyond, expect);
    let message = format!("{} {said}", finding.message);
    Finding { message, ..finding }.remedy(format!("{remedy} {}", leeway(side, beyond, expect.leeway)))
}

fn by_leeway(claim: &str, side: Side, time: DateTime<Utc>, beyond: TimeDelta, expect: &Expectation<'_>) -> Finding {
    let (is, wanted) = match side {
        Side::Past => ("past", "after"),
        Side::ToCome => ("ahead", "not after"),
    };
    let (said, remedy) = explanation(side, beyond, expect);
    let allowed = expect.leeway.num_seconds();
    ID_TOKEN_LEEWAY
        .finding(
            claim,
            format!("{claim} is {} {is}, and passes by the leeway of {allowed} s alone. {said}", seconds(beyond)),
        )
        .expected(format!("{wanted} {}", clock(expect.now)))
        .got(clock(time))
        .remedy(remedy)
}

/// What the provider's clock has to do with it, and what to do.
fn explanation(side: Side, beyond: TimeDelta, expect: &Expectation<'_>) -> (String, String) {
    let Some(server) = expect.clock else {
        return (
            "No answer told the provider's time, so it is not known whose clock is off.".to_owned(),
            "Compare this computer and the provider with a time server (NTP).".to_owned(),
        );
    };
    let host = &server.host;
    let ahead = server.ahead();
    let by = format!("{} s", ahead.abs().num_seconds());
    let (off, is) = match ahead < TimeDelta::zero() {
        true => (format!("{by} behind this computer's"), format!("{by} behind")),
        false => (format!("{by} ahead of this computer's"), format!("{by} ahead")),
    };
    let measured = format!("within {}", seconds(server.give_or_take().max(TimeDelta::seconds(1))));
    let there = match side {
        Side::Past => beyond + ahead,
        Side::ToCome => beyond - ahead,
    };
    let slack = server.give_or_take() + TimeDelta::seconds(2);
    match (server.agrees(), there <= slack) {
        (false, true) => (
            format!("The clock of {host} is {off} ({measured}); by its own the token is valid."),
            format!(
                "One of the two clocks is wrong by {by}. Set this computer's by NTP first. If it was right, {host} is {is}: have its \
                 clock set, since others may refuse its tokens too, Auth0 among them."
            ),
        ),
        (false, false) => (
            format!(
                "The clock of {host} is {off} ({measured}), which does not explain it: by its own the token is off \
                 by {} still.",
                seconds(there)
            ),
            format!("Set both clocks by NTP. {}", without_clocks(side, there, host)),
        ),
        (true, true) if side == Side::ToCome => (
            format!(
                "The clock of {host} agrees with this computer's ({measured}), which is as near as can be measured."
            ),
            "Nothing here. Where another refuses the token, a leeway of some seconds helps.".to_owned(),
        ),
        (true, _) => (
            format!(
                "The clock of {host} agrees with this computer's ({measured}), so no difference of theirs explains it."
            ),
            without_clocks(side, beyond, host),
        ),
    }
}

/// What else makes such a time.
fn without_clocks(side: Side, beyond: TimeDelta, host: &str) -> String {
    match (side, whole_hours(beyond)) {
        (Side::Past, _) => {
            "The token was old already when it came: have the provider issue one for each sign-in, with a lifetime of \
                            some minutes."
                .to_owned()
        }
        (Side::ToCome, Some(hours)) => format!(
            "The time is off by {hours} h to the minute, as where local time is written for UTC: have the provider write seconds since \
             1970 UTC."
        ),
        (Side::ToCome, None) => format!(
            "What signs the tokens goes by another clock than {host}: compare the clocks of the provider's servers."
        ),
    }
}

fn whole_hours(off: TimeDelta) -> Option<i64> {
    let nearest = TimeDelta::minutes(30).checked_add(&off)?.num_hours();
    let rest = off - TimeDelta::try_hours(nearest)?;
    ((1..=14).contains(&nearest) && rest.abs() <= TimeDelta::minutes(1)).then_some(nearest)
}

/// No verifier allows more.
const MOST_LEEWAY: TimeDelta = TimeDelta::minutes(5);

fn leeway(side: Side, beyond: TimeDelta, allowed: TimeDelta) -> String {
    let wanted = match side {
        Side::Past => beyond + TimeDelta::seconds(1),
        Side::ToCome => beyond,
    };
    let allowed = allowed.num_seconds();
    match wanted <= MOST_LEEWAY {
        true => format!(
            "A leeway of {} would let it pass where one can be set; {allowed} s are allowed here.",
            seconds(wanted)
        ),
        false => format!("No leeway helps: {} are missing, and few allow more than {allowed} s.", seconds(wanted)),
    }
}

/// Seconds, rounded up.
fn seconds(span: TimeDelta) -> String {
    let whole = span.num_seconds() + i64::from(span.subsec_nanos() > 0);
    format!("{whole} s")
}

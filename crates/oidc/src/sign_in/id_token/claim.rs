//! How claims and header parameters are read and shown.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};

use crate::{Finding, finding::Check, json::a_json_type, words::beginning};

/// How far two clocks may be apart.
pub const LEEWAY: TimeDelta = TimeDelta::seconds(60);

pub(super) fn text<'a>(object: &'a Map<String, Value>, member: &str) -> Option<&'a str> {
    object.get(member)?.as_str()
}

pub(super) fn texts<'a>(claims: &'a Map<String, Value>, claim: &str) -> Vec<&'a str> {
    match claims.get(claim) {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// A claim that should be a NumericDate (RFC 7519, section 2).
pub(super) enum Time {
    At(DateTime<Utc>),
    Absent,
    /// A number that is a time of these years if it counts milliseconds.
    Milliseconds(DateTime<Utc>),
    /// Of another type, or out of all bounds.
    NotSeconds,
}

/// Fractions are cut off.
pub(super) fn time(claims: &Map<String, Value>, claim: &str) -> Time {
    let value = match claims.get(claim) {
        None | Some(Value::Null) => return Time::Absent,
        Some(value) => value,
    };
    let number =
        value.as_i64().or_else(|| value.as_f64().filter(|number| number.abs() < 1e15).map(|number| number as i64));
    match number {
        Some(number) if (FIRST_MILLISECONDS..LAST_MILLISECONDS).contains(&number) => {
            DateTime::from_timestamp_millis(number).map_or(Time::NotSeconds, Time::Milliseconds)
        }
        Some(number) => DateTime::from_timestamp(number, 0).map_or(Time::NotSeconds, Time::At),
        None => Time::NotSeconds,
    }
}

/// 2001 and 2100 in milliseconds; in seconds they are tens of thousands of years away.
const FIRST_MILLISECONDS: i64 = 1_000_000_000_000;
const LAST_MILLISECONDS: i64 = 4_102_444_800_000;

/// The finding of a time that cannot be read, or of none.
pub(super) fn no_time(
    check: &Check,
    claims: &Map<String, Value>,
    claim: &str,
    expected: String,
    time: &Time,
) -> Finding {
    let (message, got, remedy) = match time {
        Time::Milliseconds(at) => (
            format!(
                "The ID token's {claim} counts milliseconds: in seconds, as it must be, it is in another age. As milliseconds it says {}.",
                clock(*at)
            ),
            raw(claims, claim),
            format!("Have the provider write {claim} in seconds since 1970: divide it by 1000. No clock is wrong."),
        ),
        Time::NotSeconds => {
            let value = claims.get(claim).unwrap_or(&Value::Null);
            (
                if value.is_number() {
                    format!("The ID token's {claim} is a number that is no time.")
                } else {
                    format!("The ID token's {claim} is {} and not a number of seconds.", a_json_type(value))
                },
                shown(value),
                format!("Have the provider write {claim} as a number: seconds since 1970."),
            )
        }
        Time::At(_) | Time::Absent => {
            let is_null = if claims.contains_key(claim) { format!(": {claim} is null") } else { String::new() };
            (
                match claim {
                    "exp" => format!("The ID token does not say when it expires{is_null}."),
                    _ => format!("The ID token does not say when it was issued{is_null}."),
                },
                raw(claims, claim),
                format!("Have the provider put {claim} into its ID tokens, as seconds since 1970."),
            )
        }
    };
    check.finding(claim, message).expected(expected).got(got).remedy(remedy)
}

/// A value as a finding repeats it: text as it is, the rest as JSON.
pub(super) fn shown(value: &Value) -> String {
    beginning(&value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

pub(super) fn raw(claims: &Map<String, Value>, claim: &str) -> String {
    claims.get(claim).map_or_else(|| format!("no {claim}"), |value| beginning(&value.to_string()))
}

pub(super) fn clock(time: DateTime<Utc>) -> String {
    time.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}

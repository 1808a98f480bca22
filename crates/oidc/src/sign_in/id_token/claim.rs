//! How claims and header parameters are read and shown.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};

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

/// A NumericDate (RFC 7519, section 2); fractions are cut off.
pub(super) fn time(claims: &Map<String, Value>, claim: &str) -> Option<DateTime<Utc>> {
    let value = claims.get(claim)?;
    let seconds = value
        .as_i64()
        .or_else(|| value.as_f64().filter(|seconds| seconds.abs() < 1e15).map(|seconds| seconds as i64))?;
    DateTime::from_timestamp(seconds, 0)
}

pub(super) fn raw(claims: &Map<String, Value>, claim: &str) -> String {
    claims.get(claim).map_or_else(|| format!("no {claim}"), Value::to_string)
}

pub(super) fn clock(time: DateTime<Utc>) -> String {
    time.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}

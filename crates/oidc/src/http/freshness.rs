//! For how long an answer may be used, by what it says of itself (RFC 9111, section 4.2).

use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderMap, HeaderName, header};

/// Absent where the answer says nothing of it, and never below zero.
pub(super) fn lifetime(headers: &HeaderMap, answered: DateTime<Utc>) -> Option<TimeDelta> {
    let cache_control = directives(headers);
    let says = |name: &str| cache_control.iter().any(|(directive, _)| directive == name);
    if says("no-store") || says("no-cache") {
        return Some(TimeDelta::zero());
    }
    let max_age = cache_control.iter().find(|(directive, _)| directive == "max-age");
    let lifetime = match max_age {
        // What is no number of seconds is stale at once.
        Some((_, value)) => seconds(value).unwrap_or_default(),
        None => expires(headers, answered)?,
    };
    let age = text(headers, &header::AGE).and_then(seconds).unwrap_or_default();
    Some((lifetime - age).max(TimeDelta::zero()))
}

fn directives(headers: &HeaderMap) -> Vec<(String, &str)> {
    let values = headers.get_all(header::CACHE_CONTROL).into_iter().filter_map(|value| value.to_str().ok());
    let directives = values.flat_map(|value| value.split(',')).map(|directive| {
        let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
        (name.trim().to_ascii_lowercase(), value.trim().trim_matches('"'))
    });
    directives.collect()
}

/// Beside the server's own clock, where it says that. What is no date is past.
fn expires(headers: &HeaderMap, answered: DateTime<Utc>) -> Option<TimeDelta> {
    let date = |text: &str| DateTime::parse_from_rfc2822(text).ok().map(|date| date.to_utc());
    let expires = text(headers, &header::EXPIRES)?;
    let said = text(headers, &header::DATE).and_then(date).unwrap_or(answered);
    Some(date(expires).map_or(TimeDelta::zero(), |expires| expires - said))
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn seconds(text: &str) -> Option<TimeDelta> {
    let digits = text.trim();
    let number = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.is_empty();
    // So long a number is as good as any other.
    number.then(|| TimeDelta::seconds(digits.parse::<u32>().unwrap_or(u32::MAX).into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lives(headers: &[(HeaderName, &'static str)]) -> Option<i64> {
        let noon = "2026-05-01T12:00:00Z".parse().expect("an instant");
        let headers: HeaderMap =
            headers.iter().map(|(name, value)| (name.clone(), value.parse().expect("a value"))).collect();
        lifetime(&headers, noon).map(|span| span.num_seconds())
    }

    #[test]
    fn an_answer_says_how_long_it_may_be_used() {
        use header::{AGE, CACHE_CONTROL, DATE, EXPIRES};
        let later = (EXPIRES, "Fri, 01 May 2026 12:02:00 GMT");
        for (headers, wanted) in [
            (vec![], None),
            (vec![(CACHE_CONTROL, "public")], None),
            (vec![(CACHE_CONTROL, "public, Max-Age=\"300\"")], Some(300)),
            (vec![(CACHE_CONTROL, "max-age=300"), (AGE, "100")], Some(200)),
            (vec![(CACHE_CONTROL, "max-age=300"), (AGE, "400")], Some(0)),
            (vec![(CACHE_CONTROL, "max-age=300"), later.clone()], Some(300)),
            (vec![(CACHE_CONTROL, "max-age=-1")], Some(0)),
            (vec![(CACHE_CONTROL, "max-age=99999999999")], Some(u32::MAX.into())),
            (vec![(CACHE_CONTROL, "no-cache, max-age=300")], Some(0)),
            (vec![(CACHE_CONTROL, "no-store")], Some(0)),
            (vec![later.clone()], Some(120)),
            // Its clock is a minute ahead.
            (vec![later, (DATE, "Fri, 01 May 2026 12:01:00 GMT")], Some(60)),
            (vec![(EXPIRES, "0")], Some(0)),
        ] {
            assert_eq!(lives(&headers), wanted, "{headers:?}");
        }
    }
}

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::{
    StatusCode,
    header::{self, HeaderMap},
};

/// What an answer says of the rate limit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Told {
    /// The tenant did not do it: 429.
    pub(crate) refused: bool,
    /// `x-ratelimit-limit`: how many at once, where none were asked before.
    pub(crate) limit: Option<u32>,
    /// `x-ratelimit-remaining`
    pub(crate) remaining: Option<u32>,
    /// How long until there is more: `Retry-After`, else `x-ratelimit-reset`.
    pub(crate) wait: Option<Duration>,
}

impl Told {
    pub(crate) fn of(status: StatusCode, headers: &HeaderMap) -> Self {
        let number = |name: &str| -> Option<u64> { headers.get(name)?.to_str().ok()?.trim().parse().ok() };
        let small = |name: &str| number(name).map(|number| u32::try_from(number).unwrap_or(u32::MAX));
        let moment = |name: &str| httpdate::parse_http_date(headers.get(name)?.to_str().ok()?).ok();
        // The tenant's own clock, which both of its moments are of.
        let now = moment(header::DATE.as_str()).unwrap_or_else(here);
        let until = |moment: SystemTime| moment.duration_since(now).unwrap_or_default();
        let retry = || {
            let name = header::RETRY_AFTER.as_str();
            number(name).map(Duration::from_secs).or_else(|| moment(name).map(until))
        };
        let reset = || UNIX_EPOCH.checked_add(Duration::from_secs(number("x-ratelimit-reset")?)).map(until);
        Told {
            refused: status == StatusCode::TOO_MANY_REQUESTS,
            limit: small("x-ratelimit-limit"),
            remaining: small("x-ratelimit-remaining"),
            wait: retry().or_else(reset),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the tenant names moments and no clock; how long to wait is bounded")]
fn here() -> SystemTime {
    SystemTime::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(status: u16, headers: &[(&'static str, &'static str)]) -> Told {
        let headers = headers
            .iter()
            .map(|(name, value)| (header::HeaderName::from_static(name), header::HeaderValue::from_static(value)));
        Told::of(StatusCode::from_u16(status).expect("a status"), &headers.collect())
    }

    const DATE: (&str, &str) = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");

    #[test]
    fn a_moment_is_measured_by_the_clock_of_whoever_names_it() {
        let answer = told(
            200,
            &[DATE, ("x-ratelimit-limit", "50"), ("x-ratelimit-remaining", "49"), ("x-ratelimit-reset", "784111780")],
        );
        let expected =
            Told { refused: false, limit: Some(50), remaining: Some(49), wait: Some(Duration::from_secs(3)) };
        assert_eq!(answer, expected);
        let wait = |value| told(429, &[DATE, ("retry-after", value), ("x-ratelimit-reset", "784111780")]).wait;
        assert_eq!(wait("7"), Some(Duration::from_secs(7)), "Retry-After goes first");
        assert_eq!(wait("Sun, 06 Nov 1994 08:49:41 GMT"), Some(Duration::from_secs(4)), "as a date");
        assert_eq!(wait("soon"), Some(Duration::from_secs(3)), "what is neither counts for nothing");
    }

    #[test]
    fn what_makes_no_sense_is_no_crash() {
        for value in ["-1", "", "99999999999999999999999999", "1e9", "NaN"] {
            assert_eq!(told(200, &[("x-ratelimit-remaining", value), ("x-ratelimit-reset", value)]), Told::default());
        }
        let answer = told(
            429,
            &[DATE, ("x-ratelimit-remaining", "18446744073709551615"), ("x-ratelimit-reset", "18446744073709551615")],
        );
        assert_eq!(answer.remaining, Some(u32::MAX));
        assert_eq!(told(429, &[DATE, ("x-ratelimit-reset", "1")]).wait, Some(Duration::ZERO), "a moment that is past");
    }
}

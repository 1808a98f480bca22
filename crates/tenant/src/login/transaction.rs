//! Sign-ins that wait for the provider's answer, and the cookie that binds each to the browser that began it.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, header::COOKIE};
use chrono::{DateTime, Utc};
use lintel_management::Connection;
use lintel_oidc::{
    issuing::{self, OneTime},
    sign_in::SignIn,
};

use super::request::ApplicationRequest;
use crate::state::Address;

/// How long the person may take at the provider.
pub(super) const LIFETIME: Duration = Duration::from_secs(10 * 60);
/// How many sign-ins may wait. Each holds its connection, with the metadata that is kept in it, and the provider's keys.
pub(super) const MOST: usize = 500;
/// How long a `state` is remembered after that, to tell “too late” and “used before” from “never heard of”, and how many are.
const REMEMBERED: Duration = Duration::from_secs(60 * 60);
const MOST_REMEMBERED: usize = 5000;

/// One application's request and the sign-in at the provider that it led to.
#[derive(Debug)]
pub(super) struct Transaction {
    pub(super) binding: Binding,
    pub(super) connection: Connection,
    pub(super) request: ApplicationRequest,
    pub(super) sign_in: SignIn,
}

/// Transactions under the `state` that was sent to the provider. Each can be taken once. One that nobody came back to in time is
/// dropped with the next use of any, and only what became of it is remembered.
#[derive(Debug)]
pub(super) struct Transactions<T> {
    waiting: OneTime<T>,
    ended: OneTime<Ended>,
}

/// What became of a sign-in that waits no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    Answered,
    Overdue,
    /// [`MOST`] others began after it.
    Displaced,
}

/// What a `state` leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Taken<T> {
    Waiting(T),
    /// Too late, and this is the first that is heard of it.
    Overdue(T),
    Ended(Ended),
    Unknown,
}

impl<T> Transactions<T> {
    pub(super) fn new() -> Self {
        Transactions { waiting: OneTime::new(LIFETIME, MOST), ended: OneTime::new(REMEMBERED, MOST_REMEMBERED) }
    }

    pub(super) fn begin(&self, state: String, transaction: T, now: DateTime<Utc>) {
        self.drop_overdue("", now);
        if let Some((displaced, _)) = self.waiting.keep(state, transaction, now) {
            self.ended.keep(displaced, Ended::Displaced, now);
        }
    }

    pub(super) fn waits(&self, state: &str, now: DateTime<Utc>) -> bool {
        self.drop_overdue("", now);
        self.waiting.look(state, now, |_| ()).is_some()
    }

    pub(super) fn take(&self, state: &str, now: DateTime<Utc>) -> Taken<T> {
        if let Some(transaction) = self.drop_overdue(state, now) {
            return Taken::Overdue(transaction);
        }
        if let Some(transaction) = self.waiting.redeem(state, now) {
            self.ended.keep(state.to_owned(), Ended::Answered, now);
            return Taken::Waiting(transaction);
        }
        self.ended.look(state, now, |ended| *ended).map_or(Taken::Unknown, Taken::Ended)
    }

    /// Gives back the one under `state`, if it is among them.
    fn drop_overdue(&self, state: &str, now: DateTime<Utc>) -> Option<T> {
        let mut asked_for = None;
        for (overdue, transaction) in self.waiting.overdue(now) {
            if overdue == state {
                asked_for = Some(transaction);
            }
            self.ended.keep(overdue, Ended::Overdue, now);
        }
        asked_for
    }
}

/// A cookie of its own for each transaction, so that two tabs do not overwrite each other's. Cookies ignore ports, so the
/// name carries the tenant's id as well.
pub(super) struct Binding {
    name: String,
    value: String,
    /// Of the address that the sign-in began at.
    secure: bool,
}

impl std::fmt::Debug for Binding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Binding").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Binding {
    pub(super) fn new(tenant_id: &str, address: &Address) -> Self {
        let secure = address.scheme == "https";
        Binding { secure, name: format!("lintel_{tenant_id}_{}", issuing::token(12)), value: issuing::token(43) }
    }

    /// `Set-Cookie` of the response that sends the browser to the provider. On plain http there is no `Secure`, and so no
    /// `SameSite=None`; it is the same over https, but for `Secure`.
    pub(super) fn set(&self) -> Option<HeaderValue> {
        let age = LIFETIME.as_secs();
        self.cookie(&self.value, age)
    }

    /// `Set-Cookie` that removes it again.
    pub(super) fn clear(&self) -> Option<HeaderValue> {
        self.cookie("", 0)
    }

    fn cookie(&self, value: &str, age: u64) -> Option<HeaderValue> {
        let secure = if self.secure { "; Secure" } else { "" };
        let name = &self.name;
        let cookie = format!("{name}={value}; Path=/login/callback; Max-Age={age}; HttpOnly; SameSite=Lax{secure}");
        HeaderValue::from_str(&cookie).ok()
    }

    /// Whether the browser brought the cookie back.
    pub(super) fn holds(&self, headers: &HeaderMap) -> bool {
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|header| header.to_str().ok())
            .flat_map(|header| header.split(';'))
            .filter_map(|cookie| cookie.trim().split_once('='))
            .any(|(name, value)| name == self.name && value == self.value)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::TimeDelta;

    use super::*;

    fn noon() -> DateTime<Utc> {
        "2026-05-01T12:00:00Z".parse().expect("an instant")
    }

    fn after(minutes: i64) -> DateTime<Utc> {
        noon() + TimeDelta::minutes(minutes)
    }

    #[test]
    fn a_transaction_is_taken_once() {
        let transactions = Transactions::new();
        transactions.begin("s1".to_owned(), "first", noon());
        assert!(transactions.waits("s1", noon()) && !transactions.waits("s2", noon()));
        assert_eq!(transactions.take("s1", noon()), Taken::Waiting("first"));
        assert_eq!(transactions.take("s1", noon()), Taken::Ended(Ended::Answered));
        assert_eq!(transactions.take("s2", noon()), Taken::Unknown);
    }

    #[test]
    fn after_ten_minutes_it_is_too_late_and_an_hour_later_forgotten() {
        let transactions = Transactions::new();
        for state in ["too late", "in time"] {
            transactions.begin(state.to_owned(), state, noon());
        }
        assert_eq!(transactions.take("in time", after(10) - TimeDelta::seconds(1)), Taken::Waiting("in time"));
        assert!(!transactions.waits("another", after(9)));
        assert_eq!(transactions.take("too late", after(10)), Taken::Overdue("too late"));
        assert_eq!(transactions.take("too late", after(11)), Taken::Ended(Ended::Overdue));
        assert_eq!(transactions.take("too late", after(70)), Taken::Unknown);
    }

    #[test]
    fn what_is_overdue_is_dropped_with_any_use_and_its_end_remembered() {
        let dropped = Arc::new(());
        let transactions = Transactions::new();
        transactions.begin("s1".to_owned(), Arc::clone(&dropped), noon());
        assert!(!transactions.waits("another", after(10)));
        assert_eq!(Arc::strong_count(&dropped), 1, "nothing of it is kept");
        assert_eq!(transactions.take("s1", after(10)), Taken::Ended(Ended::Overdue));
    }

    #[test]
    fn a_clock_that_was_set_back_leaves_no_more_time() {
        let transactions = Transactions::new();
        transactions.begin("s1".to_owned(), 1, noon());
        assert_eq!(transactions.take("s1", noon() - TimeDelta::hours(1)), Taken::Overdue(1));
    }

    #[test]
    fn the_oldest_makes_room_for_one_too_many() {
        let transactions = Transactions::new();
        for number in 0..=MOST {
            transactions.begin(number.to_string(), number, noon());
        }
        assert_eq!(transactions.take("0", noon()), Taken::Ended(Ended::Displaced));
        assert_eq!(transactions.take("1", noon()), Taken::Waiting(1));
        assert_eq!(transactions.take(&MOST.to_string(), noon()), Taken::Waiting(MOST));
    }

    #[test]
    fn the_cookie_of_a_sign_in_over_https_is_sent_over_https_alone() {
        for (scheme, secure) in [("http", false), ("https", true)] {
            let binding = Binding::new("t1", &Address::new(scheme, "localhost", 4400).expect("an address"));
            for cookie in [binding.set(), binding.clear()] {
                let cookie = cookie.expect("a cookie");
                let cookie = cookie.to_str().expect("text");
                assert_eq!(cookie.ends_with("; Secure"), secure, "{cookie}");
            }
        }
    }

    #[test]
    fn the_cookie_is_found_among_others_and_compared_whole() {
        let binding = Binding::new("t1", &Address::new("http", "localhost", 4400).expect("an address"));
        let own = format!("{}={}", binding.name, binding.value);
        let mut headers = HeaderMap::new();
        assert!(!binding.holds(&headers));
        headers.append(COOKIE, HeaderValue::from_str(&format!("a=b; {own}x")).expect("a header"));
        assert!(!binding.holds(&headers));
        headers.append(COOKIE, HeaderValue::from_str(&format!("c=d; {own}")).expect("a header"));
        assert!(binding.holds(&headers));
    }
}

//! Sign-ins that wait for the provider's answer, and the cookie that binds each to the browser that began it.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use axum::http::{HeaderMap, HeaderValue, header::COOKIE};
use chrono::{DateTime, TimeDelta, Utc};
use lintel_management::Connection;
use lintel_oidc::{issuing, sign_in::SignIn};

use super::request::ApplicationRequest;

/// How long the person may take at the provider.
pub(super) const LIFETIME: TimeDelta = TimeDelta::minutes(10);
/// How long a `state` is remembered, to tell “too late” and “used before” from “never heard of”.
const REMEMBERED: TimeDelta = TimeDelta::hours(1);

/// One application's request and the sign-in at the provider that it led to.
#[derive(Debug)]
pub(super) struct Transaction {
    pub(super) binding: Binding,
    pub(super) connection: Connection,
    pub(super) request: ApplicationRequest,
    pub(super) sign_in: SignIn,
}

/// Transactions under the `state` that was sent to the provider. Each can be taken once.
#[derive(Debug)]
pub(super) struct Transactions<T>(Mutex<HashMap<String, Entry<T>>>);

#[derive(Debug)]
struct Entry<T> {
    begun: DateTime<Utc>,
    /// Absent once it was taken.
    waiting: Option<T>,
}

/// What a `state` leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Taken<T> {
    Waiting(T),
    Expired(T),
    Used,
    Unknown,
}

impl<T> Transactions<T> {
    pub(super) fn new() -> Self {
        Transactions(Mutex::new(HashMap::new()))
    }

    pub(super) fn begin(&self, state: String, transaction: T, now: DateTime<Utc>) {
        let mut entries = self.lock();
        entries.retain(|_, entry| now - entry.begun < REMEMBERED);
        entries.insert(state, Entry { begun: now, waiting: Some(transaction) });
    }

    pub(super) fn take(&self, state: &str, now: DateTime<Utc>) -> Taken<T> {
        let mut entries = self.lock();
        let Some(entry) = entries.get_mut(state) else { return Taken::Unknown };
        match entry.waiting.take() {
            None => Taken::Used,
            Some(transaction) if now - entry.begun < LIFETIME => Taken::Waiting(transaction),
            Some(transaction) => Taken::Expired(transaction),
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Entry<T>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A cookie of its own for each transaction, so that two tabs do not overwrite each other's. Cookies ignore ports, so the
/// name carries the tenant's id as well.
pub(super) struct Binding {
    name: String,
    value: String,
}

impl std::fmt::Debug for Binding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Binding").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Binding {
    pub(super) fn new(tenant_id: &str) -> Self {
        Binding { name: format!("lintel_{tenant_id}_{}", issuing::token(12)), value: issuing::token(43) }
    }

    /// `Set-Cookie` of the response that sends the browser to the provider. On plain http there is no `Secure`, and so no
    /// `SameSite=None`.
    pub(super) fn set(&self) -> Option<HeaderValue> {
        let age = LIFETIME.num_seconds();
        let cookie =
            format!("{}={}; Path=/login/callback; Max-Age={age}; HttpOnly; SameSite=Lax", self.name, self.value);
        HeaderValue::from_str(&cookie).ok()
    }

    /// `Set-Cookie` that removes it again.
    pub(super) fn clear(&self) -> Option<HeaderValue> {
        let cookie = format!("{}=; Path=/login/callback; Max-Age=0; HttpOnly; SameSite=Lax", self.name);
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
    use super::*;

    fn noon() -> DateTime<Utc> {
        "2026-05-01T12:00:00Z".parse().expect("an instant")
    }

    #[test]
    fn a_transaction_is_taken_once() {
        let transactions = Transactions::new();
        transactions.begin("s1".to_owned(), "first", noon());
        assert_eq!(transactions.take("s1", noon()), Taken::Waiting("first"));
        assert_eq!(transactions.take("s1", noon()), Taken::Used);
        assert_eq!(transactions.take("s2", noon()), Taken::Unknown);
    }

    #[test]
    fn after_ten_minutes_it_is_too_late_and_after_an_hour_forgotten() {
        let transactions = Transactions::new();
        transactions.begin("in time".to_owned(), 1, noon());
        transactions.begin("too late".to_owned(), 2, noon());
        transactions.begin("forgotten".to_owned(), 3, noon());
        assert_eq!(transactions.take("in time", noon() + LIFETIME - TimeDelta::seconds(1)), Taken::Waiting(1));
        assert_eq!(transactions.take("too late", noon() + LIFETIME), Taken::Expired(2));
        transactions.begin("another".to_owned(), 4, noon() + REMEMBERED);
        assert_eq!(transactions.take("forgotten", noon() + REMEMBERED), Taken::Unknown);
    }

    #[test]
    fn the_cookie_is_found_among_others_and_compared_whole() {
        let binding = Binding::new("t1");
        let own = format!("{}={}", binding.name, binding.value);
        let mut headers = HeaderMap::new();
        assert!(!binding.holds(&headers));
        headers.append(COOKIE, HeaderValue::from_str(&format!("a=b; {own}x")).expect("a header"));
        assert!(!binding.holds(&headers));
        headers.append(COOKIE, HeaderValue::from_str(&format!("c=d; {own}")).expect("a header"));
        assert!(binding.holds(&headers));
    }
}

//! A sign-in, as the tenant's log tells it.

use lintel_management::LogEntry;
use serde_json::{Map, Value};

use super::time::time;
use crate::view::{
    SignInEvent, SignInFact,
    SignInOutcome::{self, Failed, Succeeded, Warned},
};

/// The types of entries that are about a sign-in, as Auth0 documents them.
const KINDS: [(&str, SignInOutcome, &str); 12] = [
    ("s", Succeeded, "Logged in"),
    ("ssa", Succeeded, "Logged in without asking"),
    ("scoa", Succeeded, "Logged in cross-origin"),
    ("w", Warned, "Warning at login"),
    ("f", Failed, "Login failed"),
    ("fc", Failed, "Failed at the connector"),
    ("fco", Failed, "Origin not allowed"),
    ("fcoa", Failed, "Login cross-origin failed"),
    ("fp", Failed, "Wrong password"),
    ("fu", Failed, "Unknown user name"),
    ("fsa", Failed, "Login without asking failed"),
    ("feacft", Failed, "Code not redeemed"),
];

/// Members of `details` that say how a sign-in went, and what they are called.
const FACTS: [(&str, &str); 13] = [
    ("/channel", "Channel"),
    ("/token_endpoint_auth_method", "Client authentication"),
    ("/token_endpoint_auth_signing_alg", "Assertion algorithm"),
    ("/id_token_signing_alg", "ID token algorithm"),
    ("/id_token_signed_response_algs", "ID token algorithms"),
    ("/dpop_signing_alg", "DPoP algorithm"),
    ("/upstream_userinfo_fetch/status", "Provider’s userinfo"),
    ("/error/oauthError", "Provider’s error"),
    ("/error/type", "Kind of error"),
    ("/error/uri", "More about it"),
    ("/stats/loginsCount", "Logins of the user"),
    ("/session_id", "Session"),
    ("/transaction_id", "Transaction"),
];

/// What a page shows of details at most, in bytes of JSON.
const MOST_DETAILS: usize = 64 * 1024;
/// The same of one value.
const MOST_VALUE: usize = 500;

pub(super) fn all() -> impl Iterator<Item = &'static str> {
    KINDS.into_iter().map(|(kind, ..)| kind)
}

pub(super) fn failed() -> impl Iterator<Item = &'static str> {
    KINDS.into_iter().filter(|(_, outcome, _)| *outcome == Failed).map(|(kind, ..)| kind)
}

/// Whether an entry is of a person who signs in, and not of an application that redeems a code.
pub(crate) fn is_of_a_person(entry: &LogEntry) -> bool {
    entry.kind != "feacft" && KINDS.iter().any(|(kind, ..)| *kind == entry.kind)
}

pub(crate) fn sign_in(entry: LogEntry) -> SignInEvent {
    let known = KINDS.iter().find(|(kind, ..)| *kind == entry.kind);
    let (outcome, title) = known.map_or((Warned, entry.kind.as_str()), |(_, outcome, title)| (*outcome, *title));
    let text = |name: &str| text(entry.other.get(name));
    let reason = text_at(&entry.details, "/error/message")
        .or_else(|| text_at(&entry.details, "/error"))
        .or_else(|| text("description"))
        .filter(|_| outcome != Succeeded);
    SignInEvent {
        title: title.to_owned(),
        outcome,
        reason,
        at: time(&entry.date),
        person: text("user_name").or_else(|| text("user_id")),
        user_id: text("user_id"),
        application: text("client_name").or_else(|| text("client_id")),
        client_id: text("client_id"),
        connection_id: text("connection_id").or_else(|| text_at(&entry.details, "/connection_id")),
        connection: text("connection"),
        ip: text("ip"),
        user_agent: text("user_agent"),
        organization: text("organization_name")
            .or_else(|| text_at(&entry.details, "/organization_name"))
            .or_else(|| text("organization_id")),
        took_ms: took(&entry.details),
        trace_id: text_at(&entry.details, "/lintel/trace_id"),
        facts: facts(&entry.details),
        details: shown(entry.details),
        id: entry.log_id,
        code: entry.kind,
    }
}

fn took(details: &Map<String, Value>) -> Option<u32> {
    let number = |name: &str| details.get(name).and_then(Value::as_u64);
    let took = number("elapsedTime").or_else(|| number("completedAt")?.checked_sub(number("initiatedAt")?));
    took.and_then(|ms| u32::try_from(ms).ok())
}

fn facts(details: &Map<String, Value>) -> Vec<SignInFact> {
    let fact = |(path, label): (&str, &str)| {
        let value = match at(details, path)? {
            Value::Null | Value::Object(_) => return None,
            Value::String(text) if text.is_empty() => return None,
            Value::String(text) => text.clone(),
            Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
            other => other.to_string(),
        };
        Some(SignInFact { label: label.to_owned(), value: value.chars().take(MOST_VALUE).collect() })
    };
    FACTS.into_iter().filter_map(fact).collect()
}

fn shown(details: Map<String, Value>) -> Option<Value> {
    let details = Value::Object(details);
    (details.to_string().len() <= MOST_DETAILS).then_some(details)
}

fn at<'a>(details: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    let (first, rest) = path.strip_prefix('/')?.split_once('/').unwrap_or((path.strip_prefix('/')?, ""));
    let value = details.get(first)?;
    if rest.is_empty() { Some(value) } else { value.pointer(&format!("/{rest}")) }
}

fn text_at(details: &Map<String, Value>, path: &str) -> Option<String> {
    text(at(details, path))
}

fn text(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(value: Value) -> SignInEvent {
        sign_in(serde_json::from_value(value).expect("an entry"))
    }

    #[test]
    fn a_refused_login_is_told_by_whom_to_what_and_why() {
        let told = event(json!({
            "log_id": "9", "type": "f", "date": "2026-11-28T05:00:00.000Z", "description": "Issuer mismatch",
            "connection": "globex", "connection_id": "con_1", "client_id": "abc", "client_name": "HR Desk",
            "organization_id": "org_1", "organization_name": "globex-payroll", "ip": "203.0.113.7", "user_agent": "Firefox", "user_name": "payroll@globex.example",
            "details": {
                "error": { "message": "issuer mismatch: got sso, expected id", "oauthError": "invalid_token", "type": "oauth" },
                "channel": "back_channel", "initiatedAt": 1000, "completedAt": 3800, "stats": { "loginsCount": 4 },
                "id_token_signed_response_algs": ["RS256", "ES256"], "upstream_userinfo_fetch": { "status": "FAILURE" },
            },
        }));
        assert_eq!((told.outcome, told.title.as_str(), told.took_ms), (Failed, "Login failed", Some(2800)));
        assert_eq!(told.reason.as_deref(), Some("issuer mismatch: got sso, expected id"));
        assert_eq!(told.organization.as_deref(), Some("globex-payroll"));
        assert_eq!((told.application.as_deref(), told.connection.as_deref()), (Some("HR Desk"), Some("globex")));
        let facts: Vec<_> = told.facts.iter().map(|fact| (fact.label.as_str(), fact.value.as_str())).collect();
        assert_eq!(
            facts,
            [
                ("Channel", "back_channel"),
                ("ID token algorithms", "RS256, ES256"),
                ("Provider’s userinfo", "FAILURE"),
                ("Provider’s error", "invalid_token"),
                ("Kind of error", "oauth"),
                ("Logins of the user", "4"),
            ]
        );
    }

    #[test]
    fn an_entry_of_any_shape_is_told_as_far_as_it_goes() {
        let bare = event(
            json!({ "type": "s", "date": { "$date": 1 }, "details": { "error": { "message": 1 }, "elapsedTime": -1 } }),
        );
        assert_eq!((bare.outcome, bare.at, bare.person, bare.took_ms), (Succeeded, None, None, None));
        let unknown = event(json!({ "type": "zz", "details": { "error": "in one word" } }));
        assert_eq!(
            (unknown.outcome, unknown.title.as_str(), unknown.reason.as_deref()),
            (Warned, "zz", Some("in one word"))
        );
        let large = event(json!({ "type": "s", "details": { "text": "x".repeat(MOST_DETAILS) } }));
        assert_eq!(large.details, None);
        assert!(failed().all(|kind| all().any(|other| kind == other)));
    }
}

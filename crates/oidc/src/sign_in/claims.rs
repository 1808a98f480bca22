//! The claims of an ID token as a trace shows them: what each means here.

use serde_json::{Map, Value};

use super::{id_token::Expectation, recorder::Recorder};
use crate::{
    Finding,
    finding::{Check, Severity},
    trace::Claim,
};

pub(super) const ALL: &[&Check] = &[&SESSION_EXPIRY_MISSING];

const SESSION_EXPIRY_MISSING: Check = Check {
    code: "session-expiry-missing",
    title: "The provider says when its session ends",
    severity: Severity::Error,
    spec: "IPSIE OpenID Connect SL1 Profile 1.0",
    about: "With id_token_session_expiry_supported Auth0 ends its own session when the provider's ends, and refuses a sign-in whose ID \
            token lacks the claim session_expiry. Lintel's tenant keeps no session, so that it refuses alike but ends nothing.",
};

const SESSION_EXPIRY: &str = "session_expiry";

/// Every claim, in the provider's order. `ends_sessions` is the connection's `id_token_session_expiry_supported`.
pub(super) fn with_notes(claims: &Map<String, Value>, expect: &Expectation<'_>, ends_sessions: bool) -> Vec<Claim> {
    let note = |name: &str, value: &Value| match (name, ends_sessions) {
        (SESSION_EXPIRY, true) => Some(format!(
            "{}: Auth0 would end its session then; the local tenant keeps none",
            time(value).unwrap_or_else(|| "No time".to_owned())
        )),
        (SESSION_EXPIRY, false) => Some("Not used: Session expiry is off".to_owned()),
        _ => note(name, value, expect),
    };
    claims
        .iter()
        .map(|(name, value)| Claim { name: name.clone(), value: value.clone(), note: note(name, value) })
        .collect()
}

/// Auth0 refuses a sign-in without the claim that it was told to expect.
pub(super) fn session_expiry(claims: &Map<String, Value>, recorder: &mut Recorder) -> Option<Finding> {
    let check = &SESSION_EXPIRY_MISSING;
    let expected = "seconds since 1970";
    match claims.get(SESSION_EXPIRY) {
        Some(Value::Number(seconds)) => {
            recorder.check(check.passed(SESSION_EXPIRY, expected, &seconds.to_string()));
            None
        }
        got => {
            let finding = check
                .finding(SESSION_EXPIRY, "The ID token does not say when the provider's session ends.")
                .expected(expected)
                .got(got.map_or_else(|| "no session_expiry".to_owned(), Value::to_string))
                .remedy("Have the provider put session_expiry into its ID tokens, or switch Session expiry off.");
            recorder.check(check.failed(&finding));
            Some(finding)
        }
    }
}

fn note(name: &str, value: &Value, expect: &Expectation<'_>) -> Option<String> {
    let text = value.as_str();
    match name {
        "iss" if text == Some(expect.issuer) => Some("Equals the issuer".to_owned()),
        "aud" if text == Some(expect.client_id) => Some("Equals the client ID".to_owned()),
        "nonce" if text == expect.nonce && text.is_some() => Some("Equals the one sent".to_owned()),
        "sub" => Some("Becomes the user ID".to_owned()),
        "iat" | "exp" | "nbf" | "auth_time" => time(value),
        _ => None,
    }
}

fn time(value: &Value) -> Option<String> {
    let instant = chrono::DateTime::from_timestamp(value.as_i64()?, 0)?;
    Some(instant.format("%Y-%m-%d %H:%M:%S UTC").to_string())
}

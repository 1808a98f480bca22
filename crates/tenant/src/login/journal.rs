//! What the log tells of a sign-in.

use lintel_management::Connection;
use lintel_oidc::{
    Channel,
    trace::{Direction, Outcome, Step, StepKind, StepState, Trace},
};
use serde_json::{Map, Value, json};

use super::request::ApplicationRequest;
use crate::{
    OidcOptions, TenantState,
    oauth::OAuthError,
    sign_in_log::{Party, SignInEvent, SignInLogEntry, short},
};

/// Writes down a sign-in whose trace is closed: with the user whom it led to, or with what the application was told.
pub(super) async fn ended(
    state: &TenantState,
    connection: &Connection,
    request: &ApplicationRequest,
    trace: &Trace,
    user: Option<Map<String, Value>>,
    told: Option<&OAuthError>,
) {
    let mut details = of_trace(connection, trace, user.as_ref());
    let description = short(match &trace.outcome {
        Some(Outcome::Refused { finding, .. }) => &finding.message,
        Some(Outcome::Abandoned { reason, .. }) => reason,
        _ => "",
    });
    let event = if user.is_some() { SignInEvent::SignedIn } else { SignInEvent::Failed };
    if event == SignInEvent::Failed {
        details.insert("error".to_owned(), error(&description, told, said_by_provider(trace)));
    }
    let (party, connection) = (request.party.clone(), Some(connection.clone()));
    SignInLogEntry { event, party, description, connection, user, details }.write(state).await;
}

/// Writes down a request that led to no sign-in at a provider.
pub(super) async fn refused(
    state: &TenantState,
    party: Party,
    connection: Option<Connection>,
    description: &str,
    told: Option<&OAuthError>,
) {
    let (event, description) = (SignInEvent::Failed, short(description));
    let details = Map::from_iter([("error".to_owned(), error(&description, told, None))]);
    SignInLogEntry { event, party, description, connection, user: None, details }.write(state).await;
}

fn error(message: &str, told: Option<&OAuthError>, payload: Option<Value>) -> Value {
    let mut error = json!({ "message": message, "type": "oauth-authorization" });
    if let Some(told) = told {
        error["oauthError"] = told.error.into();
    }
    if let Some(payload) = payload {
        error["payload"] = payload;
    }
    error
}

fn of_trace(connection: &Connection, trace: &Trace, user: Option<&Map<String, Value>>) -> Map<String, Value> {
    let begun = trace.started_at.timestamp_millis();
    let elapsed = trace.steps.last().map_or(0, |step| i64::from(step.started_ms + step.elapsed_ms.unwrap_or_default()));
    let mut details = Map::new();
    let mut say = |name: &str, value: Value| drop(details.insert(name.to_owned(), value));
    let prompt = json!({
        "name": "federated-authenticate",
        "initiatedAt": begun,
        "completedAt": begun + elapsed,
        "elapsedTime": elapsed,
        "connection": connection.name,
        "connection_id": connection.id,
        "strategy": connection.strategy,
    });
    say("prompts", json!([prompt]));
    say("initiatedAt", begun.into());
    say("completedAt", (begun + elapsed).into());
    say("elapsedTime", elapsed.into());
    if let Some(count) = user.and_then(|user| user.get("logins_count")) {
        say("stats", json!({ "loginsCount": count }));
    }
    say("transaction_id", trace.id.clone().into());
    say("channel", json!(trace.channel));
    if let Some(options) = OidcOptions::of_connection(connection) {
        if trace.channel == Channel::BackChannel {
            let by_key = options.uses_private_key_jwt();
            say("token_endpoint_auth_method", if by_key { "private_key_jwt" } else { "client_secret_post" }.into());
            if by_key {
                say("token_endpoint_auth_signing_alg", options.token_endpoint_auth_signing_alg.into());
            }
        }
        if !options.id_token_signed_response_algs.is_empty() {
            say("id_token_signed_response_algs", json!(options.id_token_signed_response_algs));
        }
    }
    if let Some(fetch) = step(trace, StepKind::Userinfo) {
        let status = if fetch.state == StepState::Failed { "FAILURE" } else { "SUCCESS" };
        say("upstream_userinfo_fetch", json!({ "status": status }));
    }
    let mut lintel = json!({ "trace_id": trace.id });
    if let Some(Outcome::Refused { step, finding }) = &trace.outcome {
        lintel["step"] = json!(step);
        lintel["finding"] = finding.code.clone().into();
    }
    say("lintel", lintel);
    details
}

fn step(trace: &Trace, kind: StepKind) -> Option<&Step> {
    trace.steps.iter().find(|step| step.kind == kind)
}

/// The error that the provider answered with, in its own words.
fn said_by_provider(trace: &Trace) -> Option<Value> {
    let failed = trace.steps.iter().rfind(|step| step.state == StepState::Failed)?;
    let received = failed.messages.iter().rfind(|message| message.direction == Direction::Received)?;
    let said = received.fields.iter().filter(|field| field.name.starts_with("error") && !field.masked);
    let said: Map<String, Value> = said.map(|field| (field.name.clone(), field.value.clone().into())).collect();
    said.contains_key("error").then_some(Value::Object(said))
}

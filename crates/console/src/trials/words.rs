//! A trial in a headline and one sentence.

use lintel_oidc::{
    Finding,
    trace::{CheckState, Outcome, StepKind, Trace},
};

/// Headline, sentence and diagnosis.
pub(super) fn words(trace: &Trace, running: bool) -> (String, String, Option<Finding>) {
    match &trace.outcome {
        None => still_running(trace),
        _ if running => still_running(trace),
        Some(Outcome::Accepted { profile }) => {
            let who = profile.get("name").or_else(|| profile.get("email")).and_then(|value| value.as_str());
            let steps = trace.steps.len();
            let checks: usize = trace
                .steps
                .iter()
                .map(|step| step.checks.iter().filter(|check| check.state == CheckState::Passed).count())
                .sum();
            let detail = format!("{} signed in. {steps} steps and {checks} checks passed.", who.unwrap_or("A person"));
            ("Login works".to_owned(), detail, None)
        }
        Some(Outcome::Refused { step, finding }) => {
            (format!("Login failed at {}", place(*step)), finding.message.clone(), Some(finding.clone()))
        }
        Some(Outcome::Abandoned { reason, .. }) => ("Test ended".to_owned(), reason.clone(), None),
    }
}

fn still_running(trace: &Trace) -> (String, String, Option<Finding>) {
    let waiting = trace.steps.last().is_some_and(|step| step.kind == StepKind::SignIn);
    let detail = if waiting { "Waiting for you in the sign-in window." } else { "Working." };
    ("Testing the login".to_owned(), detail.to_owned(), None)
}

fn place(step: StepKind) -> &'static str {
    match step {
        StepKind::Discovery => "discovery",
        StepKind::AuthorizationRequest => "the authorization request",
        StepKind::SignIn => "the provider",
        StepKind::AuthorizationResponse => "the callback",
        StepKind::TokenRequest => "the token request",
        StepKind::IdToken => "the ID token checks",
        StepKind::Userinfo => "userinfo",
        StepKind::ClaimsMapping => "the claims mapping",
        StepKind::Profile => "the profile",
        StepKind::Application => "the application",
    }
}

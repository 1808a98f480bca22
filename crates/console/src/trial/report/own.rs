//! Everything that is known of a trial.

use lintel_oidc::{
    Finding,
    bidi::isolated,
    trace::{CheckResult, CheckState, Direction, Message, ShownPage, Step, StepKind, StepState},
};
use serde_json::Value;

use super::parts::{began, lintel, personal_claims, utc};
use crate::{
    trial::{keeping::short_id, test::Whole, words::duration},
    view::{TrialView, TrialWay},
};

pub(super) fn report(whole: &Whole, tenant: &str) -> String {
    let Whole { view, subject, .. } = whole;
    let mut parts = vec![format!("# {}", view.headline), view.detail.clone()];
    parts.push(
        [
            format!("- Report: {}", short_id(&view.id)),
            format!("- Tenant: {}", isolated(tenant)),
            format!(
                "- Connection: {}",
                if view.connection_name.is_empty() { "not saved" } else { &view.connection_name }
            ),
            format!("- Provider: {}", isolated(&subject.provider)),
            format!("- Client ID: {}", isolated(&subject.client_id)),
            format!("- Callback URL: {}", subject.callback_url),
            format!("- Channel: {}", view.trace.channel.label()),
            format!("- Tested: {}, {}", way(view.way), times(view, &began(whole))),
            format!("- Trace ID: {}", view.trace.id),
            format!("- Written by: {}", lintel()),
            format!("- Personal data: {}", personal(view)),
        ]
        .join("\n"),
    );
    if let Some(finding) = &view.diagnosis {
        parts.extend(["## What happened".to_owned(), told(finding)]);
    }
    parts.push("## Steps".to_owned());
    parts.extend(view.trace.steps.iter().map(step));
    format!("{}\n", parts.join("\n\n"))
}

fn way(way: TrialWay) -> &'static str {
    match way {
        TrialWay::Direct => "directly at the provider",
        TrialWay::ThroughTenant => "through the tenant",
    }
}

fn times(view: &TrialView, began: &str) -> String {
    match view.finished_at {
        Some(ended) => format!("{began} to {}, {}", utc(ended), duration(ended - view.trace.started_at)),
        None => began.to_owned(),
    }
}

/// Which claims of the person stand below.
fn personal(view: &TrialView) -> String {
    let mut names: Vec<&str> = personal_claims(&view.trace).map(|claim| claim.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    match names.as_slice() {
        [] => "none was received. Secrets and tokens are left out.".to_owned(),
        names => {
            let names: Vec<_> = names.iter().map(|name| isolated(name)).collect();
            format!("{} of the person who signed in stand below. Secrets and tokens are left out.", names.join(", "))
        }
    }
}

fn step(step: &Step) -> String {
    let time = step.elapsed_ms.map(|ms| format!(", {}", duration(chrono::TimeDelta::milliseconds(ms.into()))));
    let mut lines = vec![
        format!("### {}: {}{}", name(step.kind), state(step.state), time.unwrap_or_default()),
        step.summary.clone(),
    ];
    lines.extend(step.page.iter().map(page));
    lines.extend(step.messages.iter().map(message));
    lines.extend(step.checks.iter().map(check));
    lines.extend(step.findings.iter().map(told));
    lines.extend(step.claims.iter().map(|claim| {
        let note = claim.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
        format!("- {}: {}{note}", isolated(&claim.name), isolated(&shown(&claim.value)))
    }));
    lines.extend(step.attributes.iter().map(|attribute| {
        let from = isolated(&attribute.from);
        format!("- {}: {} (from {from})", isolated(&attribute.name), isolated(&shown(&attribute.value)))
    }));
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// Where the browser stood, and what could be read there.
fn page(page: &ShownPage) -> String {
    let status = page.status.map(|status| format!(", {status}")).unwrap_or_default();
    let head = format!("- Page: {} ({}{status}), read {}", isolated(&page.named()), page.address, utc(page.read_at));
    let text = page.text.iter().flat_map(|text| text.lines()).map(|line| format!("  > {}", isolated(line)));
    std::iter::once(head).chain(text).collect::<Vec<_>>().join("\n")
}

/// Masked values are left out altogether.
fn message(message: &Message) -> String {
    let direction = if message.direction == Direction::Sent { ">" } else { "<" };
    let status = message.status.map(|status| status.to_string());
    let head = [Some(direction), message.method.as_deref(), message.url.as_deref(), status.as_deref()];
    let head = head.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let field = |field: &lintel_oidc::trace::Field| {
        let value = if field.masked { "(left out)".into() } else { isolated(&field.value) };
        format!("  {}: {value}", isolated(&field.name))
    };
    std::iter::once(head).chain(message.fields.iter().map(field)).collect::<Vec<_>>().join("\n")
}

fn check(check: &CheckResult) -> String {
    let mark = match check.state {
        CheckState::Passed => "[x]",
        CheckState::Warned => "[!]",
        CheckState::Failed => "[ ]",
        CheckState::NotApplicable => "[-]",
    };
    let value = |value: &Option<String>| isolated(value.as_deref().unwrap_or("nothing")).into_owned();
    match check.state {
        CheckState::Warned | CheckState::Failed => {
            format!("- {mark} {}, expected {}, got {}", check.title, value(&check.expected), value(&check.got))
        }
        _ => format!("- {mark} {}", check.title),
    }
}

fn told(finding: &Finding) -> String {
    let line = |what: &str, value: &Option<String>| value.as_ref().map(|value| format!("{what}: {}", isolated(value)));
    let lines = [
        Some(finding.message.clone()),
        line("Expected", &finding.expected),
        line("Got", &finding.got),
        finding.remedy.as_ref().map(|remedy| format!("How to fix it: {remedy}")),
        Some(format!("{} ({})", finding.spec, finding.code)),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

fn name(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Discovery => "Discovery",
        StepKind::AuthorizationRequest => "Authorization request",
        StepKind::SignIn => "Sign-in at provider",
        StepKind::AuthorizationResponse => "Callback",
        StepKind::TokenRequest => "Token request",
        StepKind::IdToken => "ID token checks",
        StepKind::Userinfo => "Userinfo",
        StepKind::ClaimsMapping => "Claims mapping",
        StepKind::Profile => "Profile",
        StepKind::Application => "Application",
        StepKind::TenantLog => "Tenant’s log",
    }
}

fn state(state: StepState) -> &'static str {
    match state {
        StepState::Running => "stopped",
        StepState::Passed => "passed",
        StepState::Warned => "passed with a warning",
        StepState::Failed => "failed",
    }
}

/// Strings bare, everything else as JSON.
fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

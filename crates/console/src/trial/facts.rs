//! Two tests beside each other, fact by fact.

use chrono::TimeDelta;
use lintel_oidc::{
    sign_in::AttributeMap,
    trace::{CheckState, Direction, Evidence, Field, Step, StepKind},
};
use serde_json::Value;

use super::{test::Whole, words::duration};
use crate::view::{TrialComparison, TrialFact, TrialWay};

/// What is another in each sign-in, whatever the settings are.
const ALWAYS_OTHERS: [&str; 20] = [
    "state",
    "nonce",
    "code",
    "code_challenge",
    "iat",
    "exp",
    "nbf",
    "auth_time",
    "jti",
    "at_hash",
    "c_hash",
    "s_hash",
    "sid",
    "session_state",
    "uti",
    "aio",
    "rh",
    "dpop_jkt",
    "trace_id",
    "timestamp",
];
/// Characters that are shown of a value.
const MOST: usize = 300;

/// `b` beside `a`. A fact that only one of them has stands where that one has it.
pub(super) fn comparison(a: &Whole, b: &Whole) -> TrialComparison {
    let (of_a, of_b) = (facts(a), facts(b));
    let mut facts: Vec<TrialFact> = Vec::with_capacity(of_a.len());
    for (name, value) in of_a {
        facts.push(TrialFact { name, a: Some(value), b: None });
    }
    let mut after = 0;
    for (name, value) in of_b {
        match facts.iter().position(|fact| fact.name == name) {
            Some(at) => {
                facts[at].b = Some(value);
                after = at + 1;
            }
            None => {
                facts.insert(after, TrialFact { name, a: None, b: Some(value) });
                after += 1;
            }
        }
    }
    let same = facts.iter().filter(|fact| fact.a == fact.b).count();
    let title = match (&a.view.headline, &b.view.headline) {
        _ if same == facts.len() => "No fact differs".to_owned(),
        (before, after) if before == after => format!("{before}, both times"),
        (before, after) => format!("{before}; then: {after}"),
    };
    let same = u32::try_from(same).unwrap_or(u32::MAX);
    TrialComparison { title, a: a.view.clone(), b: b.view.clone(), facts, same }
}

fn facts(whole: &Whole) -> Vec<(String, String)> {
    let Whole { view, subject, evidence, .. } = whole;
    let mut facts = Facts::default();
    facts.put("Result", &view.headline);
    facts.put(
        "Tested",
        match view.way {
            TrialWay::Direct => "Directly at the provider",
            TrialWay::ThroughTenant => "Through the tenant",
        },
    );
    facts.put("Communication Channel", view.trace.channel.label());
    facts.put_if("Application", view.application.as_deref());
    facts.put_if("Organization", view.organization.as_deref());
    facts.put("Client ID", &subject.client_id);
    facts.put("Callback URL", subject.callback_url.as_str());
    if let Some(evidence) = evidence {
        of_settings(evidence, &mut facts);
    }
    for step in &view.trace.steps {
        of_step(step, &mut facts);
    }
    facts.0
}

fn of_settings(evidence: &Evidence, facts: &mut Facts) {
    let by = &evidence.judged_by;
    facts.put("Issuer expected", &by.issuer);
    facts.put("Audience expected", &by.client_id);
    facts.put(
        "ID token algorithms",
        &if by.algorithms.is_empty() { "Any".to_owned() } else { by.algorithms.join(", ") },
    );
    facts.put("Clock leeway", &format!("{} s", by.leeway_seconds));
    facts.put("Nonce expected", if by.nonce { "The one that was sent" } else { "None" });
    match AttributeMap::from_json(Some(&by.attribute_map)) {
        AttributeMap::BindAll => facts.put("User Mapping", "Bind all"),
        AttributeMap::UseMap { attributes, .. } => {
            facts.put("User Mapping", "Use map");
            for (name, template) in &attributes {
                facts.put(&format!("Mapping of {name}"), &shown(template));
            }
        }
    }
}

fn of_step(step: &Step, facts: &mut Facts) {
    let fields = |direction: Direction| {
        let messages = step.messages.iter().filter(move |message| message.direction == direction);
        messages.flat_map(|message| &message.fields)
    };
    let lasting = |field: &&Field| !field.masked && !ALWAYS_OTHERS.contains(&field.name.as_str());
    match step.kind {
        StepKind::Discovery => {
            for field in fields(Direction::Received).filter(lasting) {
                facts.put(&format!("Discovery, {}", field.name), &field.value);
            }
        }
        StepKind::AuthorizationRequest => {
            let sent = |name: &str| fields(Direction::Sent).find(|field| field.name == name);
            facts.put("PKCE", sent("code_challenge_method").map_or("Off", |field| &field.value));
            facts.put("Nonce", if sent("nonce").is_some() { "Sent" } else { "Not sent" });
            let told = ["client_id", "redirect_uri", "code_challenge_method"];
            for field in fields(Direction::Sent).filter(lasting).filter(|field| !told.contains(&field.name.as_str())) {
                facts.put(if field.name == "scope" { "Scopes" } else { &field.name }, &field.value);
            }
        }
        StepKind::SignIn => {
            let took = step.elapsed_ms.map(|ms| duration(TimeDelta::milliseconds(ms.into())));
            facts.put_if("Sign-in took", took.as_deref());
        }
        StepKind::TokenRequest => {
            for field in fields(Direction::Received).filter(lasting) {
                facts.put(&format!("Token response, {}", field.name), &field.value);
            }
        }
        StepKind::IdToken => {
            for field in fields(Direction::Received).filter(lasting) {
                facts.put(&format!("ID token header, {}", field.name), &field.value);
            }
            let second = |name: &str| step.claims.iter().find(|claim| claim.name == name)?.value.as_i64();
            if let (Some(iat), Some(exp)) = (second("iat"), second("exp")) {
                facts.put("ID token lasts", &format!("{} s", exp.saturating_sub(iat)));
            }
        }
        _ => {}
    }
    let source = if step.kind == StepKind::IdToken { "ID token" } else { "Userinfo" };
    if matches!(step.kind, StepKind::IdToken | StepKind::Userinfo) {
        for claim in step.claims.iter().filter(|claim| !ALWAYS_OTHERS.contains(&claim.name.as_str())) {
            facts.put(&format!("{source}, {}", claim.name), &shown(&claim.value));
        }
    }
    for check in &step.checks {
        let state = match check.state {
            CheckState::Passed => "Passed",
            CheckState::Warned => "Warned",
            CheckState::Failed => "Failed",
            CheckState::NotApplicable => "Nothing to check",
        };
        facts.put(&check.title, state);
    }
    let target = if step.kind == StepKind::Profile { "User" } else { "Profile" };
    for attribute in &step.attributes {
        facts.put(&format!("{target}, {}", attribute.name), &shown(&attribute.value));
    }
}

/// Each by a name that comes once.
#[derive(Default)]
struct Facts(Vec<(String, String)>);

impl Facts {
    fn put(&mut self, name: &str, value: &str) {
        if !self.0.iter().any(|(known, _)| known == name) {
            self.0.push((name.to_owned(), value.chars().take(MOST).collect()));
        }
    }

    fn put_if(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

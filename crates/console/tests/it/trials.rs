//! Test sign-ins to their end, passed and failed.

use lintel_console::view::{
    ConnectionForm, ConnectionView, TrialRequest, TrialState, TrialVerdict, TrialView, TrialWay,
};
use lintel_oidc::{
    Channel, Finding,
    trace::{Outcome, StepKind},
};

use crate::{
    browser::SUBJECT,
    scene::{Running, Scene, direct, through_tenant},
    window::{Person, Window},
};

#[tokio::test]
async fn directly_passes_on_both_channels() {
    let scene = Scene::start().await;
    for (name, channel) in [("back", Channel::BackChannel), ("front", Channel::FrontChannel)] {
        let connection = scene.created(name, channel).await;
        let trial = scene.tried(direct(&connection)).await;
        assert_passed(&trial);
        assert_eq!(trial.way, TrialWay::Direct);
        let redeemed = steps(&trial).contains(&StepKind::TokenRequest);
        assert_eq!(redeemed, channel == Channel::BackChannel, "{:?}", steps(&trial));
        assert_eq!(scene.console.kept_trial(&trial.id).await, Some(trial));
    }
}

#[tokio::test]
async fn a_draft_is_tested_before_it_is_created() {
    let scene = Scene::start().await;
    let form = scene.form("draft", Channel::BackChannel);
    assert_passed(&scene.tried(TrialRequest::Direct { connection_id: None, form: Box::new(form) }).await);
    assert!(scene.console.list_connections(None).await.expect("a list").rows.is_empty());
}

#[tokio::test]
async fn a_login_with_an_empty_profile_says_so_and_how_claims_are_had() {
    let scene = Scene::start().await;
    let form = ConnectionForm { scope: "openid".to_owned(), ..scene.form("bare", Channel::BackChannel) };
    let connection = scene.console.create_connection(&form).await.expect("a connection");
    let trial = scene.tried(direct(&connection)).await;
    assert_eq!((trial.state, trial.headline.as_str()), (TrialState::Passed, "Login works, with an empty profile"));
    let diagnosis = trial.diagnosis.expect("a diagnosis");
    assert!(diagnosis.remedy.is_some_and(|remedy| remedy.contains("profile and email")));
    let last = scene.console.connection(&connection.id).await.expect("the connection").last_trial.expect("a test");
    assert_eq!(last.verdict, TrialVerdict::Warned);
}

#[tokio::test]
async fn directly_touches_nothing_in_the_tenant() {
    let scene = Scene::start().await;
    let back = scene.enabled("back", Channel::BackChannel).await;
    let front = scene.enabled("front", Channel::FrontChannel).await;
    let (scene, before) = scene.holdings().await;
    assert_eq!((before.connections.len(), before.users.len()), (2, 0));
    for connection in [&back, &front] {
        assert_passed(&scene.tried(direct(connection)).await);
        let mut edited = connection.clone();
        edited.form.scope = "openid email".to_owned();
        assert_passed(&scene.tried(direct(&edited)).await);
    }
    let (_scene, after) = scene.holdings().await;
    assert_eq!(after, before);
}

#[tokio::test]
async fn through_the_tenant_passes_on_both_channels_and_makes_a_user() {
    let scene = Scene::start().await;
    for (name, channel) in [("back", Channel::BackChannel), ("front", Channel::FrontChannel)] {
        let connection = scene.enabled(name, channel).await;
        let trial = scene.tried(through_tenant(&connection)).await;
        assert_passed(&trial);
        assert_eq!(trial.way, TrialWay::ThroughTenant);
        assert_eq!(steps(&trial)[steps(&trial).len() - 2..], [StepKind::Profile, StepKind::Application]);
        let rows = scene.console.list_connections(None).await.expect("a list").rows;
        let row = rows.iter().find(|row| row.name == name).expect("the connection's row");
        assert!(row.last_trial.as_ref().is_some_and(|last| last.verdict == TrialVerdict::Passed), "{row:?}");
    }
    let (_scene, held) = scene.holdings().await;
    let mut users: Vec<&str> = held.users.iter().filter_map(|user| user["user_id"].as_str()).collect();
    users.sort_unstable();
    assert_eq!(users, [format!("oidc|back|{SUBJECT}"), format!("oidc|front|{SUBJECT}")]);
}

#[tokio::test]
async fn through_the_tenant_wants_the_sample_application_switched_on() {
    let scene = Scene::start().await;
    let connection = scene.created("acme", Channel::BackChannel).await;
    let window = Window::new(Person::SignsIn);
    let refused = Running::asked_for(&scene.console, through_tenant(&connection), window.clone()).started().await;
    assert_eq!(refused.expect_err("refused").code, "connection-not-enabled");
    assert!(!window.was_opened());
}

#[tokio::test]
async fn a_wrong_issuer_is_named_with_both_values_either_way() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    let front = scene.enabled("front", Channel::FrontChannel).await;
    scene.console.set_dial("wrong-issuer", true).expect("a dial");
    let issuer = scene.console.practice().expect("it answers").issuer;
    for request in [direct(&connection), direct(&front), through_tenant(&connection), through_tenant(&front)] {
        let trial = scene.tried(request).await;
        let diagnosis = diagnosis(&trial, StepKind::IdToken);
        assert_eq!(diagnosis.code, "id-token-issuer");
        assert_eq!(diagnosis.expected.as_deref(), Some(issuer.as_str()));
        assert_eq!(diagnosis.got, Some(format!("{issuer}/v2.0")));
        assert!(diagnosis.remedy.is_some());
    }
    scene.console.set_dial("wrong-issuer", false).expect("a dial");
    assert_passed(&scene.tried(direct(&connection)).await);
}

#[tokio::test]
async fn a_rejected_secret_is_named_either_way() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    scene.console.set_dial("secret-rejected", true).expect("a dial");
    let secret = scene.console.reveal_practice_secret().expect("it answers");
    for request in [direct(&connection), through_tenant(&connection)] {
        let trial = scene.tried(request).await;
        let diagnosis = diagnosis(&trial, StepKind::TokenRequest);
        assert_eq!(diagnosis.code, "client-rejected");
        assert!(diagnosis.expected.is_some() && diagnosis.got.is_some() && diagnosis.remedy.is_some());
        assert!(!serde_json::to_string(&trial).expect("JSON").contains(&secret), "the secret is not shown");
    }
    assert!(last_trial_failed(&scene, &connection).await);
}

#[track_caller]
fn assert_passed(trial: &TrialView) {
    assert_eq!(trial.state, TrialState::Passed, "{}: {} {:?}", trial.headline, trial.detail, trial.diagnosis);
    assert!(matches!(&trial.trace.outcome, Some(Outcome::Accepted { profile }) if profile.contains_key("email")));
    assert!(trial.finished_at.is_some());
}

/// Why the trial failed, which stands at the step where it did.
#[track_caller]
fn diagnosis(trial: &TrialView, at: StepKind) -> &Finding {
    assert_eq!(trial.state, TrialState::Failed, "{}: {}", trial.headline, trial.detail);
    let diagnosis = trial.diagnosis.as_ref().expect("a diagnosis");
    let step = trial.trace.steps.last().expect("a step");
    assert_eq!(step.kind, at);
    assert!(step.findings.contains(diagnosis), "{:?}", step.findings);
    diagnosis
}

fn steps(trial: &TrialView) -> Vec<StepKind> {
    trial.trace.steps.iter().map(|step| step.kind).collect()
}

async fn last_trial_failed(scene: &Scene, connection: &ConnectionView) -> bool {
    let view = scene.console.connection(&connection.id).await.expect("the connection");
    view.last_trial.is_some_and(|last| last.verdict == TrialVerdict::Failed)
}

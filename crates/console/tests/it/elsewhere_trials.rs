//! A test through a tenant that this program does not serve: what the application is sent, and what the tenant's log tells.

use std::time::Duration;

use lintel_console::{
    trial::{PATIENCE, WindowEvent},
    view::{ConnectionView, ObstacleKind, TrialPlace, TrialRequest, TrialState, TrialTarget, TrialView},
};
use lintel_oidc::{
    Channel,
    trace::{Step, StepKind, StepState},
};
use lintel_tenant::KeySource;
use serde_json::json;

use crate::{
    elsewhere::Elsewhere,
    scene::{KEY, Running, Scene, through_tenant},
    window::{Person, Window},
};

/// Long enough for the tenant of these tests, whose log does not lag.
const BRIEF: Duration = Duration::from_secs(3);
const SCOPES: [&str; 9] = [
    "read:connections",
    "read:connections_options",
    "create:connections",
    "update:connections",
    "read:clients",
    "read:client_keys",
    "read:users",
    "read:logs",
    "update:clients",
];

#[tokio::test]
async fn what_the_application_is_sent_is_joined_by_the_tenants_own_record_of_the_sign_in() {
    let (scene, _elsewhere, connection) = connected(PATIENCE, &[]).await;
    let trial = scene.tried(through_tenant(&connection)).await;
    assert_eq!((trial.state, trial.elsewhere), (TrialState::Passed, true), "{}", trial.detail);
    let kinds: Vec<_> = trial.trace.steps.iter().map(|step| step.kind).collect();
    let expected = [
        StepKind::AuthorizationRequest,
        StepKind::SignIn,
        StepKind::Application,
        StepKind::TenantLog,
        StepKind::Profile,
    ];
    assert_eq!(kinds, expected);
    assert!(trial.trace.steps.iter().all(|step| step.state == StepState::Passed), "{:#?}", trial.trace.steps);
    let log = step(&trial, StepKind::TenantLog);
    assert_eq!(log.summary, "Logged in; the only entry that fits");
    assert_eq!(field(log, "type"), Some("s"));
    assert_eq!(field(log, "connection"), Some("acme"));
    let application = step(&trial, StepKind::Application);
    assert!(application.claims.iter().any(|claim| claim.name == "email"), "it reads userinfo: {application:?}");
    let stored = &step(&trial, StepKind::Profile).attributes;
    assert!(stored.iter().any(|attribute| attribute.name == "email"), "{stored:?}");
    let again = scene.tried(through_tenant(&connection)).await;
    assert_eq!(
        step(&again, StepKind::TenantLog).summary,
        "Logged in; the only entry that fits",
        "the earlier one is known"
    );
}

#[tokio::test]
async fn an_entry_among_several_that_fit_is_called_the_most_likely() {
    let (scene, _elsewhere, connection) = connected(PATIENCE, &[]).await;
    let mut running = scene.begin(through_tenant(&connection), Person::Waits).await;
    running.window.opened().await;
    running.window.somebody_signs_in_unseen().await;
    running.window.signs_in();
    let trial = running.end().await;
    assert_eq!(trial.state, TrialState::Passed, "{}", trial.detail);
    let log = step(&trial, StepKind::TenantLog);
    assert_eq!(log.summary, "Logged in; most likely this entry, of 2 that fit");
    assert_eq!(field(log, "joined"), Some("most likely, of 2 entries of this application and connection"));
}

#[tokio::test]
async fn a_log_that_may_not_be_read_is_said_and_fails_no_test() {
    let without: Vec<_> = SCOPES.into_iter().filter(|scope| !["read:logs", "read:users"].contains(scope)).collect();
    let (scene, _elsewhere, connection) = connected(PATIENCE, &without).await;
    let trial = scene.tried(through_tenant(&connection)).await;
    assert_eq!(trial.state, TrialState::Passed, "{}", trial.detail);
    let log = step(&trial, StepKind::TenantLog);
    assert_eq!(log.state, StepState::Warned);
    assert!(log.summary.contains("its credentials lack read:logs"), "{}", log.summary);
    assert!(step(&trial, StepKind::Profile).summary.contains("lack read:users"));
}

#[tokio::test]
async fn without_the_applications_secret_its_code_is_seen_and_the_rest_told_by_the_log() {
    let without: Vec<_> = SCOPES.into_iter().filter(|scope| *scope != "read:client_keys").collect();
    let (scene, _elsewhere, connection) = connected(PATIENCE, &without).await;
    let offered = scene.console.trial_applications(&connection.id).await.expect("applications");
    assert!(offered[0].unseen.as_deref().is_some_and(|unseen| unseen.contains("read:client_keys")), "{offered:?}");
    let trial = scene.tried(through_tenant(&connection)).await;
    assert_eq!(trial.state, TrialState::Passed, "{}", trial.detail);
    assert!(step(&trial, StepKind::Application).summary.contains("none of its tokens"));
    assert_eq!(step(&trial, StepKind::TenantLog).state, StepState::Passed);
    assert!(!step(&trial, StepKind::Profile).attributes.is_empty(), "the log names the user");
}

#[tokio::test]
async fn a_log_that_never_tells_is_waited_for_within_bounds() {
    let (scene, _elsewhere, connection) = connected(BRIEF, &[]).await;
    let window = Window::new(Person::Waits);
    let request = through_tenant(&connection);
    let mut running = Running::asked_for_at(TrialPlace::BrowserAndLog, &scene.console, request, window);
    let waiting =
        running.until(|view| step_of(view, StepKind::TenantLog).is_some_and(|step| step.summary.contains(" s"))).await;
    assert_eq!(waiting.state, TrialState::Running, "it says how long it has waited");
    let trial = running.end().await;
    assert_eq!(trial.state, TrialState::Ended);
    let log = step(&trial, StepKind::TenantLog);
    assert!(
        log.state == StepState::Warned && log.summary.starts_with("No entry of this sign-in within 3.0 s"),
        "{log:?}"
    );
}

#[tokio::test]
async fn what_the_browser_does_not_bring_back_the_log_tells_alone() {
    let (scene, _elsewhere, connection) = connected(PATIENCE, &[]).await;
    let request = through_tenant(&connection);
    let mut running =
        Running::asked_for_at(TrialPlace::BrowserAndLog, &scene.console, request, Window::new(Person::SignsIn));
    let trial = running.end().await;
    assert_eq!(trial.state, TrialState::Passed, "{}", trial.detail);
    assert!(step_of(&trial, StepKind::Application).is_none(), "what the application was sent is not seen");
    assert!(trial.detail.contains("Ada"), "the person is known by the log: {}", trial.detail);
    assert!(
        scene.console.history(&connection.id).await.expect("a history").iter().all(|entry| entry.address.is_none())
    );
}

#[tokio::test]
async fn a_refusal_of_the_tenant_is_told_with_the_words_of_its_log() {
    let (scene, elsewhere, connection) = connected(PATIENCE, &[]).await;
    let practice = scene.tenants.console().expect("it is open");
    practice.set_dial("wrong-issuer", true).expect("a dial");
    let trial = scene.tried(through_tenant(&connection)).await;
    practice.set_dial("wrong-issuer", false).expect("a dial");
    assert_eq!(trial.state, TrialState::Failed, "{}", trial.detail);
    let log = step(&trial, StepKind::TenantLog);
    assert!(log.summary.starts_with("Login failed: "), "{}", log.summary);
    let finding = trial.diagnosis.expect("a diagnosis");
    assert!(finding.message.contains("Its log: "), "{}", finding.message);
    drop(elsewhere);
}

#[tokio::test]
async fn who_closes_the_window_on_a_page_of_the_tenant_learns_what_its_log_says() {
    let (scene, _elsewhere, connection) = connected(BRIEF, &[]).await;
    let mut running = scene.begin(through_tenant(&connection), Person::Waits).await;
    running.window.opened().await;
    running.window.tells(WindowEvent::Closed);
    let trial = running.end().await;
    assert_eq!((trial.state, trial.headline.as_str()), (TrialState::Ended, "Test ended"));
    assert!(trial.detail.starts_with("The sign-in window was closed"), "{}", trial.detail);

    let mut running = scene.begin(through_tenant(&connection), Person::Waits).await;
    running.window.opened().await;
    let practice = scene.tenants.console().expect("it is open");
    practice.set_dial("wrong-issuer", true).expect("a dial");
    running.window.somebody_signs_in_unseen().await;
    practice.set_dial("wrong-issuer", false).expect("a dial");
    running.window.tells(WindowEvent::Closed);
    let trial = running.end().await;
    assert_eq!(trial.state, TrialState::Failed, "{}", trial.detail);
    assert!(trial.detail.starts_with("The tenant refused the sign-in: "), "{}", trial.detail);
}

#[tokio::test]
async fn the_tenants_applications_are_offered_by_what_can_be_seen_of_a_test() {
    let (scene, elsewhere, connection) = connected(PATIENCE, &[]).await;
    let create = async |name: &str, method: &str, callbacks: &[&str]| {
        let body = json!({
            "name": name, "app_type": "regular_web", "callbacks": callbacks, "token_endpoint_auth_method": method,
            "grant_types": ["authorization_code"],
        });
        let made = elsewhere.create("clients", &body).await;
        made["client_id"].as_str().expect("a client ID").to_owned()
    };
    let portal = create("Portal", "none", &["https://portal.example/cb"]).await;
    let bare = create("Bare", "none", &[]).await;
    create("Not enabled", "none", &["https://other.example/cb"]).await;
    let enabled = [portal.clone(), bare.clone()];
    scene.console.switch_applications(&connection.id, &enabled, true).await.expect("enabled");
    let offered = scene.console.trial_applications(&connection.id).await.expect("applications");
    let names: Vec<_> = offered.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Portal", "Sample application", "Bare"], "those that it is enabled for");
    assert_eq!(offered[2].obstacles[0].kind, ObstacleKind::NoCallback);
    assert!(offered[2].obstacles[0].remedy.contains("test in the browser"));

    let at = |client_id: &str| TrialRequest::ThroughTenant {
        connection_id: connection.id.clone(),
        application: Some(TrialTarget { client_id: client_id.to_owned(), callback: None }),
        organization: None,
    };
    let refused = Running::asked_for(&scene.console, at(&bare), Window::new(Person::Waits)).started().await;
    assert_eq!(refused.expect_err("it has no callback").code, "no-callback");
    let window = Window::new(Person::SignsIn);
    let trial = Running::asked_for_at(TrialPlace::Browser, &scene.console, at(&bare), window).end().await;
    assert_eq!((trial.state, trial.application.as_deref()), (TrialState::Passed, Some("Bare")), "{}", trial.detail);
    let trial = scene.tried(at(&portal)).await;
    assert_eq!(trial.state, TrialState::Passed, "{}", trial.detail);
}

/// A tenant elsewhere in front, with a connection that its Sample application may use.
pub(crate) async fn connected(patience: Duration, scopes: &[&str]) -> (Scene, Elsewhere, ConnectionView) {
    let mut scene = Scene::start_with(KeySource::Given(KEY), patience).await;
    let elsewhere = Elsewhere::serve().await;
    let access = if scopes.is_empty() { elsewhere.access() } else { elsewhere.access_with(scopes).await };
    scene.tenants.connect_auth0("Staging", &access).await.expect("a tenant");
    scene.console = scene.tenants.console().expect("it is open");
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    (scene, elsewhere, connection)
}

pub(crate) fn step(trial: &TrialView, kind: StepKind) -> &Step {
    step_of(trial, kind).unwrap_or_else(|| panic!("no {kind:?} in {:#?}", trial.trace.steps))
}

fn step_of(trial: &TrialView, kind: StepKind) -> Option<&Step> {
    trial.trace.steps.iter().find(|step| step.kind == kind)
}

fn field<'a>(step: &'a Step, name: &str) -> Option<&'a str> {
    let fields = step.messages.iter().flat_map(|message| &message.fields);
    fields.clone().find(|field| field.name == name).map(|field| field.value.as_str())
}

//! Tests in the system's browser, and the address on this computer that it comes back to.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use lintel_console::{
    trial::{PATIENCE, WindowEvent},
    view::{ChangeKind, ChangeState, TrialPlace, TrialState, TrialStop},
};
use lintel_oidc::Channel;

use crate::{
    elsewhere::Elsewhere,
    elsewhere_trials::connected,
    gate::{Gate, When},
    scene::{Running, Scene, direct, through_tenant},
    window::{Person, Window},
};

#[tokio::test]
async fn on_a_local_tenant_a_test_in_the_browser_passes_both_ways_and_leaves_no_callback() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    let sample = scene.sample(&connection.id).await;
    let before = callbacks(&scene, &sample).await;
    for request in [direct(&connection), through_tenant(&connection)] {
        let window = Window::new(Person::SignsIn);
        let trial = Running::asked_for_at(TrialPlace::Browser, &scene.console, request, window.clone()).end().await;
        assert_eq!((trial.state, trial.place), (TrialState::Passed, TrialPlace::Browser), "{}", trial.detail);
        assert!(window.was_opened());
    }
    assert_eq!(callbacks(&scene, &sample).await, before);
    let history = scene.console.history(&connection.id).await.expect("a history");
    let added = history.iter().find(|entry| entry.kind == ChangeKind::TestAddress).expect("it is written down");
    assert_eq!(added.state, ChangeState::Done);
    assert!(added.address.as_ref().expect("the address").callback.starts_with("http://127.0.0.1:"));
}

#[tokio::test]
async fn on_an_auth0_tenant_the_address_is_a_callback_as_long_as_the_test_runs() {
    let (scene, _elsewhere, connection) = connected(PATIENCE, &[]).await;
    let sample = scene.sample(&connection.id).await;
    let before = callbacks(&scene, &sample).await;
    let window = Window::new(Person::Waits);
    let request = through_tenant(&connection);
    let mut running = Running::asked_for_at(TrialPlace::Browser, &scene.console, request, window.clone());
    running.started().await.expect("a trial");
    window.opened().await;
    let asked = window.browsed();
    let address = asked.query_pairs().find(|(name, _)| name == "redirect_uri").expect("a redirect URI").1.into_owned();
    assert_eq!(callbacks(&scene, &sample).await, [before.as_slice(), &[address]].concat());
    scene.tenants.cancel_trial(&running.id, TrialStop::Cancelled);
    assert_eq!(running.end().await.state, TrialState::Ended);
    assert_eq!(callbacks(&scene, &sample).await, before);

    let mut running = Running::asked_for_at(
        TrialPlace::Browser,
        &scene.console,
        through_tenant(&connection),
        Window::new(Person::HasNoScreen),
    );
    let trial = running.end().await;
    assert!(trial.detail.contains("there is no browser"), "{}", trial.detail);
    assert_eq!(callbacks(&scene, &sample).await, before);

    let refused =
        Running::asked_for_at(TrialPlace::Browser, &scene.console, direct(&connection), Window::new(Person::Waits));
    let mut refused = refused;
    assert_eq!(refused.started().await.expect_err("its answer goes elsewhere").code, "browser-elsewhere");
}

#[tokio::test]
async fn who_quits_in_the_middle_leaves_no_callback() {
    let (scene, elsewhere, connection) = connected(PATIENCE, &[]).await;
    let window = Window::new(Person::Waits);
    let request = through_tenant(&connection);
    let mut running = Running::asked_for_at(TrialPlace::Browser, &scene.console, request, window.clone());
    running.started().await.expect("a trial");
    window.opened().await;
    assert!(held_by(&elsewhere).await.iter().any(|callback| callback.contains("/lintel-test/")));
    scene.tenants.stop().await;
    assert!(!held_by(&elsewhere).await.iter().any(|callback| callback.contains("/lintel-test/")));
}

#[tokio::test]
async fn an_address_that_could_not_be_taken_away_is_taken_away_by_the_next_start() {
    let (mut scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    let gate = Gate::before(&elsewhere).await;
    let access = gate.access(&elsewhere);
    let tenant = scene.tenants.connect_auth0("Gated", &access).await.expect("connected").tenant.id;
    scene.console = scene.tenants.console().expect("it is open");
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    let sample = scene.sample(&connection.id).await;
    let path = format!("/clients/{sample}");
    let mut held = gate.hold(Method::PATCH, &path, When::AfterTheTenant);
    let request = through_tenant(&connection);
    let mut running = Running::asked_for_at(TrialPlace::Browser, &scene.console, request, Window::new(Person::Waits));
    held.arrived().await;
    gate.answer(Method::PATCH, &path, StatusCode::INTERNAL_SERVER_ERROR, "{}");
    drop(held);
    running.started().await.expect("a trial");
    scene.tenants.cancel_trial(&running.id, TrialStop::Cancelled);
    running.end().await;
    let left = |callbacks: Vec<String>| callbacks.iter().any(|callback| callback.contains("/lintel-test/"));
    assert!(left(held_by(&elsewhere).await), "as after a crash");
    gate.open();
    drop(running);
    let scene = scene.while_closed(drop).await;
    scene.tenants.renew_credentials(&tenant, &access).await.expect("connected");
    let settled = async {
        while left(held_by(&elsewhere).await) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), settled).await.expect("the start takes it away");
}

#[tokio::test]
async fn without_the_scope_no_address_is_added_and_what_lacks_is_named() {
    let scopes = [
        "read:connections",
        "read:connections_options",
        "create:connections",
        "update:connections",
        "read:clients",
        "read:logs",
    ];
    let (scene, elsewhere, connection) = connected(PATIENCE, &scopes).await;
    let window = Window::new(Person::SignsIn);
    let request = through_tenant(&connection);
    let refused = Running::asked_for_at(TrialPlace::Browser, &scene.console, request, window.clone()).started().await;
    let problem = refused.expect_err("refused");
    assert!(problem.code == "scope-missing" && problem.message.contains("update:clients"), "{problem:?}");
    assert!(!window.was_opened());
    assert!(!held_by(&elsewhere).await.iter().any(|callback| callback.contains("/lintel-test/")));
    assert!(
        scene.console.history(&connection.id).await.expect("a history").iter().all(|entry| entry.address.is_none())
    );
}

#[tokio::test]
async fn a_provider_that_refuses_windows_ends_the_test_and_the_browser_is_pointed_at() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    for request in [direct(&connection), through_tenant(&connection)] {
        let mut running = scene.begin(request, Person::Waits).await;
        running.window.opened().await;
        running.window.tells(WindowEvent::Refused);
        let trial = running.end().await;
        assert_eq!((trial.state, trial.window_refused), (TrialState::Ended, true));
        assert!(trial.detail.contains("Test in the browser"), "{}", trial.detail);
    }
}

async fn callbacks(scene: &Scene, client_id: &str) -> Vec<String> {
    scene.console.application(client_id).await.expect("an application").form.callbacks
}

/// The callbacks of the Sample application elsewhere.
async fn held_by(elsewhere: &Elsewhere) -> Vec<String> {
    let sample = &elsewhere.tenant.sample_application().client_id;
    let held = elsewhere.tenant.store().client(sample).await.expect("a database");
    held.expect("the Sample application").callbacks
}

//! Test sign-ins that nobody finishes: each ends cleanly and says why, and the next one is none the wiser.

use std::{sync::Arc, time::Duration};

use lintel_console::{
    trial::PATIENCE,
    view::{ConnectionView, TrialPlace, TrialRequest, TrialState, TrialStop, TrialVerdict, TrialView},
};
use lintel_oidc::{
    Channel,
    trace::{Outcome, StepKind},
};
use lintel_tenant::KeySource;
use tokio::sync::mpsc;

use crate::{
    scene::{Running, Scene, direct, through_tenant},
    window::{Person, Window},
};

#[tokio::test]
async fn a_window_that_the_person_closes() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    for request in both_ways(&connection) {
        let ended = scene.begin(request, Person::ClosesIt).await.end().await;
        assert_ended_with(&ended, "The sign-in window was closed", Some("window-closed"));
    }
    assert_passes_again(&scene, &connection).await;
}

#[tokio::test]
async fn a_window_that_cannot_be_opened() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    for request in both_ways(&connection) {
        let ended = scene.begin(request, Person::HasNoScreen).await.end().await;
        assert_ended(&ended, "there is no screen");
    }
    assert_passes_again(&scene, &connection).await;
}

#[tokio::test]
async fn a_trial_that_the_person_cancels() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    for request in both_ways(&connection) {
        let mut trial = scene.begin(request, Person::Waits).await;
        trial.window.opened().await;
        scene.tenants.cancel_trial(&trial.id, TrialStop::Cancelled);
        assert_ended(&trial.end().await, "You cancelled the test");
    }
    assert_passes_again(&scene, &connection).await;
}

#[tokio::test]
async fn a_trial_whose_page_the_person_leaves() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    for request in both_ways(&connection) {
        let mut trial = scene.begin(request, Person::Waits).await;
        trial.window.opened().await;
        scene.tenants.cancel_trial(&trial.id, TrialStop::Left);
        assert_ended(&trial.end().await, "You left the page");
    }
    assert_eq!(scene.tenants.kept_trials(&connection.id).await[0].verdict, TrialVerdict::Ended);
}

#[tokio::test]
async fn a_trial_that_is_cancelled_before_its_provider_has_answered_opens_no_window() {
    let scene = Scene::start().await;
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let mut form = scene.form("draft", Channel::BackChannel);
    form.discovery_url = format!("http://{}", silent.local_addr().expect("an address"));
    let request = TrialRequest::Direct { connection_id: None, form: Box::new(form) };
    let mut trial = Running::asked_for(&scene.console, request, Window::new(Person::SignsIn));
    let (_held, _) = silent.accept().await.expect("the provider is asked");
    scene.tenants.cancel_trial(&trial.id, TrialStop::Left);
    let problem = trial.started().await.expect_err("it never began");
    assert_eq!((problem.code.as_str(), problem.message.contains("left the page")), ("cancelled", true));
    assert!(!trial.window.was_opened());
}

#[tokio::test]
async fn a_trial_that_is_cancelled_while_its_window_opens_leaves_no_window() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    for request in both_ways(&connection) {
        let mut trial = scene.begin(request, Person::IsKeptWaiting).await;
        trial.window.asked_for().await;
        scene.tenants.cancel_trial(&trial.id, TrialStop::Cancelled);
        assert_ended(&trial.end().await, "You cancelled the test");
        trial.window.may_open();
        trial.window.opened().await;
        trial.window.gone().await;
    }
}

#[tokio::test]
async fn a_trial_that_breaks_down_says_so_and_the_next_one_works() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    for request in both_ways(&connection) {
        let ended = scene.begin(request, Person::SeesItBreak).await.end().await;
        assert_ended(&ended, "A fault of Lintel ended the test");
    }
    // Its page breaks down when it hears of the sign-in.
    let window = Window::new(Person::Waits);
    let (ended, mut ends) = mpsc::unbounded_channel();
    let observer = Arc::new(move |view: &TrialView| match (view.state, view.trace.steps.len()) {
        (TrialState::Running, 3) => panic!("the page broke down"),
        (TrialState::Running, _) => {}
        _ => drop(ended.send(view.clone())),
    });
    let started =
        scene.console.start_trial("broken", direct(&connection), TrialPlace::Window, window.clone(), observer).await;
    started.expect("a trial");
    assert_ended(&ends.recv().await.expect("an end"), "A fault of Lintel ended the test");
    assert!(!window.is_open());
    assert_passes_again(&scene, &connection).await;
}

#[tokio::test]
async fn a_trial_belongs_to_the_tenant_on_which_it_began() {
    let scene = Scene::start().await;
    let lab = scene.tenants.create_local("Lab").await.expect("a tenant").tenant.id;
    let in_lab = scene.tenants.console().expect("it is open");
    let view = in_lab.create_connection(&scene.form("acme", Channel::BackChannel)).await.expect("a connection");
    let mut trial = Running::asked_for(&in_lab, direct(&view), Window::new(Person::Waits));
    trial.started().await.expect("a trial");
    trial.window.opened().await;
    scene.tenants.choose("local").await.expect("another tenant in front");
    scene.tenants.cancel_trial(&trial.id, TrialStop::Cancelled);
    assert_ended(&trial.end().await, "You cancelled the test");
    assert_eq!(scene.tenants.kept_trials(&view.id).await.len(), 1, "it is found from the tenant in front");

    let mut trial = Running::asked_for(&in_lab, direct(&view), Window::new(Person::Waits));
    trial.started().await.expect("a trial");
    trial.window.opened().await;
    scene.tenants.remove(&lab, "Lab").await.expect("removed");
    assert!(!trial.window.is_open(), "its window went with the tenant");
    assert_ended(&trial.end().await, "The tenant of the test was closed");
    let late = Running::asked_for(&in_lab, direct(&view), Window::new(Person::SignsIn)).started().await;
    assert_eq!(late.expect_err("nothing begins on it any more").code, "trial-ended");
}

#[tokio::test]
async fn the_end_of_the_program_ends_its_trials() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    let mut trial = scene.begin(through_tenant(&connection), Person::Waits).await;
    trial.window.opened().await;
    scene.tenants.stop().await;
    assert!(!trial.window.is_open(), "its window is gone before the program is");
    assert_ended(&trial.end().await, "was closed");
}

#[tokio::test]
async fn two_trials_at_once_know_nothing_of_each_other() {
    let scene = Scene::start().await;
    let (acme, umbrella) =
        (scene.enabled("acme", Channel::BackChannel).await, scene.enabled("umbrella", Channel::FrontChannel).await);
    let mut one = scene.begin(through_tenant(&acme), Person::Waits).await;
    let mut other = scene.begin(direct(&umbrella), Person::Waits).await;
    one.window.opened().await;
    other.window.opened().await;
    one.window.signs_in();
    other.window.signs_in();
    for (trial, name) in [(&mut one, "acme"), (&mut other, "umbrella")] {
        let view = trial.end().await;
        assert_eq!((view.state, view.connection_name.as_str()), (TrialState::Passed, name), "{}", view.detail);
    }
}

#[tokio::test]
async fn a_person_who_does_not_come_back_in_time() {
    let scene = Scene::start_with(KeySource::Given([7; 32]), Duration::from_millis(1)).await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    for request in both_ways(&connection) {
        let ended = scene.begin(request, Person::Waits).await.end().await;
        assert_ended_with(&ended, "Nothing came back", Some("nothing-came"));
    }
    let (scene, ()) = scene.meanwhile(PATIENCE, async |_| ()).await;
    assert_passes_again(&scene, &connection).await;
}

#[tokio::test]
async fn a_trial_whose_place_another_one_takes() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    let mut first = scene.begin(direct(&connection), Person::Waits).await;
    first.window.opened().await;
    let second = scene.tried(direct(&connection)).await;
    assert_ended(&first.end().await, "Another test of this connection took its place");
    assert_eq!(second.state, TrialState::Passed, "{}", second.detail);
}

fn both_ways(connection: &ConnectionView) -> [TrialRequest; 2] {
    [direct(connection), through_tenant(connection)]
}

#[track_caller]
fn assert_ended(trial: &TrialView, why: &str) {
    assert_ended_with(trial, why, None);
}

#[track_caller]
fn assert_ended_with(trial: &TrialView, why: &str, finding: Option<&str>) {
    assert_eq!(trial.state, TrialState::Ended, "{}: {}", trial.headline, trial.detail);
    assert!(trial.detail.contains(why), "{}", trial.detail);
    assert_eq!(trial.diagnosis.as_ref().map(|finding| finding.code.as_str()), finding);
    let Some(Outcome::Abandoned { step, .. }) = trial.trace.outcome else { panic!("{:?}", trial.trace.outcome) };
    // Through the tenant, a window may be gone before the tenant has begun.
    assert!(trial.trace.steps.is_empty() || step == StepKind::SignIn, "{step:?}");
}

async fn assert_passes_again(scene: &Scene, connection: &ConnectionView) {
    for request in both_ways(connection) {
        let trial = scene.tried(request).await;
        assert_eq!(trial.state, TrialState::Passed, "{}: {}", trial.headline, trial.detail);
    }
}

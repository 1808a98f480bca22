//! Test sign-ins that nobody finishes: each ends cleanly and says why, and the next one is none the wiser.

use std::time::Duration;

use lintel_console::{
    trials::PATIENCE,
    view::{ConnectionView, TrialRequest, TrialState, TrialView},
};
use lintel_oidc::{
    Channel,
    trace::{Outcome, StepKind},
};
use lintel_tenant::KeySource;

use crate::{
    scene::{Scene, direct, through_tenant},
    window::Person,
};

#[tokio::test]
async fn a_window_that_the_person_closes() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    for request in both_ways(&connection) {
        let ended = scene.begin(request, Person::ClosesIt).await.end().await;
        assert_ended(&ended, "The sign-in window was closed");
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
        scene.console.cancel_trial(&trial.started.id);
        assert_ended(&trial.end().await, "You cancelled the test");
    }
    assert_passes_again(&scene, &connection).await;
}

#[tokio::test]
async fn a_person_who_does_not_come_back_in_time() {
    let scene = Scene::start_with(KeySource::Given([7; 32]), Duration::from_millis(1)).await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    for request in both_ways(&connection) {
        let ended = scene.begin(request, Person::Waits).await.end().await;
        assert_ended(&ended, "Nothing came back");
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
    assert_eq!(first.end().await.state, TrialState::Ended);
    assert_eq!(second.state, TrialState::Passed, "{}", second.detail);
}

fn both_ways(connection: &ConnectionView) -> [TrialRequest; 2] {
    [direct(connection), through_tenant(connection)]
}

#[track_caller]
fn assert_ended(trial: &TrialView, why: &str) {
    assert_eq!(trial.state, TrialState::Ended, "{}: {}", trial.headline, trial.detail);
    assert!(trial.detail.contains(why), "{}", trial.detail);
    assert_eq!(trial.diagnosis, None);
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

//! Answers that come without the state of the test: anybody may have sent them.

use lintel_console::{
    trial::WindowEvent,
    view::{TrialState, TrialView},
};
use lintel_oidc::{
    Channel,
    trace::{Outcome, StepKind, StepState},
};

use crate::{
    elsewhere::Elsewhere,
    scene::{Running, Scene, direct, through_tenant},
    window::Person,
};

const LURE: &str = "error=server_error&error_description=Your secret expired. Visit https://evil.example";

#[tokio::test]
async fn through_the_tenant_a_stray_answer_ends_nothing() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    let mut trial = scene.begin(through_tenant(&connection), Person::Waits).await;
    assert_goes_on(&mut trial).await;
    assert_closing_tells(scene.begin(through_tenant(&connection), Person::Waits).await).await;
}

#[tokio::test]
async fn directly_a_stray_answer_ends_nothing() {
    let (mut scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    scene.tenants.connect_auth0("Staging", &elsewhere.access()).await.expect("a tenant");
    scene.console = scene.tenants.console().expect("it is open");
    for (name, channel) in [("back", Channel::BackChannel), ("front", Channel::FrontChannel)] {
        let connection = scene.created(name, channel).await;
        let mut trial = scene.begin(direct(&connection), Person::Waits).await;
        assert_goes_on(&mut trial).await;
        assert_closing_tells(scene.begin(direct(&connection), Person::Waits).await).await;
    }
}

/// On a local tenant the answer goes to the tenant's callback, and so does anything else.
#[tokio::test]
async fn a_stray_answer_at_the_tenants_callback_is_told_and_ends_nothing() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    for request in [direct(&connection), through_tenant(&connection)] {
        let mut trial = scene.begin(request, Person::Waits).await;
        trial.window.opened().await;
        trial.window.loads().await;
        let callback = scene.tenants.desk().tenant.callback_url;
        for query in ["", LURE, "error=access_denied&state=another"] {
            reqwest::get(format!("{callback}?{query}")).await.expect("a page");
        }
        let view = trial.until(|view| unproven(view).len() == 2).await;
        assert!(view.detail.contains("“access_denied”"), "{}", view.detail);
        trial.window.signs_in();
        let view = trial.end().await;
        assert_eq!(view.state, TrialState::Passed, "{}: {}", view.headline, view.detail);
    }
}

/// Only a window sees an answer in the fragment; a server would get nothing of it.
#[tokio::test]
async fn an_answer_in_the_fragment_is_told_from_one_without_state() {
    let (mut scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    scene.tenants.connect_auth0("Staging", &elsewhere.access()).await.expect("a tenant");
    scene.console = scene.tenants.console().expect("it is open");
    let connection = scene.created("acme", Channel::BackChannel).await;
    for (words, code, told) in
        [("code=c", "response-incomplete", "response_mode=fragment"), ("error=access_denied", "provider-refused", "")]
    {
        let mut trial = scene.begin(direct(&connection), Person::Waits).await;
        trial.window.opened().await;
        let mut watched = trial.window.watched();
        watched.set_fragment(Some(&format!(
            "{words}&iss={}&state={}",
            scene.console.practice().expect("it answers").issuer,
            trial.window.state()
        )));
        trial.window.tells(WindowEvent::Caught(watched));
        let finding = trial.end().await.diagnosis.expect("a diagnosis");
        assert_eq!(finding.code, code);
        assert!(finding.remedy.expect("a remedy").contains(told));
    }
}

/// Whatever comes, in whichever form: it is quoted at the sign-in, and the person signs in all the same.
async fn assert_goes_on(trial: &mut Running) {
    trial.window.opened().await;
    trial.window.loads().await;
    let mut watched = trial.window.watched();
    for query in [LURE, "code=stolen&state=another", "", LURE] {
        watched.set_query(Some(query).filter(|query| !query.is_empty()));
        trial.window.tells(WindowEvent::Caught(watched.clone()));
    }
    let form = [("error", "access_denied"), ("state", "another")];
    let form = form.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    trial.window.tells(WindowEvent::Posted(form));
    let view = trial.until(|view| unproven(view).len() == 4).await;
    assert_eq!((view.state, &view.diagnosis), (TrialState::Running, &None));
    assert!(view.detail.contains("“access_denied”"), "{}", view.detail);
    trial.window.signs_in();
    let view = trial.end().await;
    assert_eq!(view.state, TrialState::Passed, "{}: {}", view.headline, view.detail);
    let unproven = unproven(&view);
    assert!(unproven[0].contains("“server_error”, “Your secret expired."), "{unproven:?}");
    let sign_in = view.trace.steps.iter().find(|step| step.kind == StepKind::SignIn).expect("the sign-in");
    assert_eq!(sign_in.state, StepState::Warned);
}

/// Where nothing else came, the words may be the provider's after all: they are told, as what they are.
async fn assert_closing_tells(mut trial: Running) {
    trial.window.opened().await;
    let mut watched = trial.window.watched();
    watched.set_query(Some(LURE));
    trial.window.tells(WindowEvent::Caught(watched));
    trial.window.tells(WindowEvent::Closed);
    let view = trial.end().await;
    let code = view.diagnosis.as_ref().map(|finding| finding.code.as_str());
    assert_eq!((view.state, code), (TrialState::Ended, Some("window-closed")));
    let told = [
        "closed before the provider answered. ",
        " Before that: An answer came that does not carry the state",
        "“server_error”",
    ];
    assert!(told.iter().all(|told| view.detail.contains(told)), "{}", view.detail);
    assert!(matches!(view.trace.outcome, Some(Outcome::Abandoned { .. })));
}

fn unproven(view: &TrialView) -> Vec<&str> {
    let findings = view.trace.steps.iter().filter(|step| step.kind == StepKind::SignIn).flat_map(|step| &step.findings);
    findings.filter(|finding| finding.code == "answer-unproven").map(|finding| finding.message.as_str()).collect()
}

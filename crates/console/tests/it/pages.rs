//! Where the sign-in window stands: told while the test waits, kept for its end, and gone once the browser came back.

use std::time::Duration;

use lintel_console::{
    trial::{Page, WindowEvent},
    view::{TrialState, TrialStop, TrialView},
};
use lintel_oidc::{
    Channel,
    trace::{ShownPage, StepKind},
};
use lintel_tenant::KeySource;

use crate::{
    browser::Browser,
    scene::{Running, Scene, direct, through_tenant},
    window::Person,
};

fn page(url: &str, title: &str, text: &str) -> WindowEvent {
    WindowEvent::Shows(Page {
        url: url.parse().expect("a URL"),
        status: Some(200),
        title: Some(title.to_owned()),
        text: Some(text.to_owned()),
    })
}

fn login() -> WindowEvent {
    page("https://login.acme.example/start?state=secret#x", "Sign in to Acme", "Your name")
}

fn shown(view: &TrialView) -> Option<&ShownPage> {
    view.trace.steps.iter().find(|step| step.kind == StepKind::SignIn)?.page.as_ref()
}

fn code(view: &TrialView) -> Option<&str> {
    view.diagnosis.as_ref().map(|finding| finding.code.as_str())
}

async fn waiting(scene: &Scene) -> Running {
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    let running = scene.begin(direct(&connection), Person::Waits).await;
    running.window.opened().await;
    running
}

#[tokio::test]
async fn a_person_sees_where_the_window_stands_and_nothing_that_follows_the_path() {
    let scene = Scene::start().await;
    let mut running = waiting(&scene).await;
    running.window.tells(login());
    let view = running.until(|view| shown(view).is_some()).await;
    assert!(view.detail.ends_with("It shows “Sign in to Acme” at login.acme.example."), "{}", view.detail);
    let page = shown(&view).expect("a page");
    assert_eq!((page.address.as_str(), page.secure), ("https://login.acme.example/start", true));
    assert!(!format!("{view:?}").contains("state=secret"));
}

#[tokio::test]
async fn the_page_that_was_read_last_is_there_when_the_window_closes() {
    let scene = Scene::start().await;
    let mut running = waiting(&scene).await;
    running.window.tells(login());
    running.window.tells(page("https://login.acme.example/oops", "Oops", "Something is odd."));
    running.window.tells(WindowEvent::Closed);
    let view = running.end().await;
    assert_eq!((view.state, code(&view)), (TrialState::Ended, Some("window-closed")));
    assert!(
        view.detail.starts_with("The sign-in window was closed while it showed “Oops” at login.acme.example."),
        "{}",
        view.detail
    );
    assert_eq!(shown(&view).and_then(|page| page.text.as_deref()), Some("Something is odd."));
}

#[tokio::test]
async fn a_person_who_waits_at_a_page_learns_which() {
    let scene = Scene::start_with(KeySource::Given([7; 32]), Duration::from_millis(300)).await;
    let mut running = waiting(&scene).await;
    running.window.tells(login());
    let view = running.end().await;
    assert_eq!((view.state, code(&view)), (TrialState::Ended, Some("nothing-came")));
    assert!(view.detail.contains("The window showed “Sign in to Acme” at login.acme.example last."), "{}", view.detail);
}

#[tokio::test]
async fn a_page_that_does_not_load_is_a_finding() {
    let scene = Scene::start().await;
    let mut running = waiting(&scene).await;
    let url = "https://login.acme.example/start?code=1".to_owned();
    running.window.tells(WindowEvent::LoadFailed { url, reason: "no such host".to_owned() });
    let view = running.end().await;
    assert_eq!((view.state, code(&view)), (TrialState::Ended, Some("page-not-loaded")));
    assert!(view.detail.contains("could not load https://login.acme.example/start: no such host."), "{}", view.detail);
}

#[tokio::test]
async fn once_the_browser_came_back_nobody_keeps_where_it_was() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    for request in [direct(&connection), through_tenant(&connection)] {
        let mut running = scene.begin(request, Person::Waits).await;
        running.window.opened().await;
        running.window.tells(login());
        running.window.signs_in();
        let view = running.end().await;
        assert_eq!(view.state, TrialState::Passed, "{}", view.detail);
        assert_eq!(shown(&view), None);
    }
}

/// The tenant shows its own page then, and sends nobody back.
#[tokio::test]
async fn a_cookie_that_did_not_come_back_is_told_as_that_and_not_as_a_closed_window() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    let mut running = scene.begin(through_tenant(&connection), Person::Waits).await;
    running.window.opened().await;
    let mut browser = Browser::default();
    browser.forgets = true;
    browser.sign_in(&running.window.begins_at(), Some(&running.window.watched())).await;
    running.window.tells(page(
        "http://localhost/login/callback",
        "This browser did not begin the sign-in",
        "Sign in again",
    ));
    running.window.tells(WindowEvent::Closed);
    let view = running.end().await;
    assert_eq!((view.state, code(&view)), (TrialState::Failed, Some("cookie-lost")), "{}", view.detail);
    assert_eq!(view.headline, "Login failed at the callback");
    let kept = scene.console.kept_trials(&connection.id).await;
    assert!(kept[0].detail.contains("did not return the tenant’s cookie"));
}

#[tokio::test]
async fn a_test_that_is_cancelled_at_a_page_without_a_meaning_says_nothing_of_the_connection() {
    let scene = Scene::start().await;
    let mut running = waiting(&scene).await;
    running.window.tells(login());
    running.until(|view| shown(view).is_some()).await;
    scene.tenants.cancel_trial(&running.id, TrialStop::Cancelled);
    let view = running.end().await;
    assert_eq!((view.state, code(&view)), (TrialState::Ended, None));
    assert!(shown(&view).is_some());
}

#[tokio::test]
async fn a_page_that_says_why_fails_the_test_however_it_ends() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    for by_closing in [true, false] {
        let mut running = scene.begin(direct(&connection), Person::Waits).await;
        running.window.opened().await;
        let client = &connection.form.client_id;
        let text = format!(
            "Sorry\nAADSTS700016: Application with identifier '{client}' was not found in the directory 'Acme'."
        );
        running.window.tells(page("https://login.microsoftonline.com/acme/oauth2/v2.0/authorize", "Sign in", &text));
        let told = running.until(|view| shown(view).is_some()).await;
        assert_eq!(told.state, TrialState::Running);
        assert!(told.detail.contains(" refused"), "{}", told.detail);
        match by_closing {
            true => running.window.tells(WindowEvent::Closed),
            false => scene.tenants.cancel_trial(&running.id, TrialStop::Cancelled),
        }
        let view = running.end().await;
        assert_eq!(view.state, TrialState::Failed, "{}", view.detail);
        assert_eq!(view.headline, "Login stopped on a page of login.microsoftonline.com");
        let page = shown(&view).expect("a page");
        assert_eq!(page.marks, ["AADSTS700016", client.as_str()]);
        let finding = view.diagnosis.expect("a diagnosis");
        assert!(finding.got.is_some_and(|got| got.starts_with("AADSTS700016: ")), "the line that says it");
    }
}

#[tokio::test]
async fn a_page_that_refuses_windows_ends_the_test_and_the_browser_is_offered() {
    let scene = Scene::start().await;
    let mut running = waiting(&scene).await;
    let text = "Couldn’t sign you in\nThis browser or app may not be secure.";
    running.window.tells(page("https://accounts.google.com/v3/signin/rejected", "Sign in - Google Accounts", text));
    let view = running.end().await;
    assert_eq!((view.state, view.window_refused), (TrialState::Ended, true), "{}", view.detail);
    assert_eq!(code(&view), Some("embedded-window-refused"));
}

#[tokio::test]
async fn a_page_of_the_tenant_itself_is_not_taken_for_the_providers() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    let mut running = scene.begin(through_tenant(&connection), Person::Waits).await;
    running.window.opened().await;
    let callback = scene.tenants.desk().tenant.callback_url;
    running.window.tells(page(&callback, "Unknown client", "invalid redirect_uri"));
    running.window.tells(WindowEvent::Closed);
    let view = running.end().await;
    assert_eq!((view.state, code(&view)), (TrialState::Ended, Some("window-closed")), "{}", view.detail);
}

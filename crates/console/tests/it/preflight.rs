//! Before anybody signs in: the form's values at the practice provider.

use std::sync::{Arc, Mutex};

use lintel_console::view::{ConnectionForm, PreflightState, Verdict};
use lintel_oidc::Channel;

use crate::scene::Scene;

/// All but the first two, which are enough here: each takes a second.
const WITHOUT: [&str; 6] = [
    "client-id-control",
    "channel-control",
    "pkce-control",
    "scopes-control",
    "client-authentication",
    "client-authentication-control",
];

fn without() -> Vec<String> {
    WITHOUT.map(str::to_owned).into()
}

#[tokio::test]
async fn a_form_is_tried_before_it_is_created_as_it_was_planned_and_its_plan_runs_once() {
    let scene = Scene::start().await;
    let form = scene.form("draft", Channel::BackChannel);
    let plan = scene.console.plan_preflight("t-1", None, &form).await.expect("a plan");
    assert_eq!((plan.state, plan.requests.len()), (PreflightState::Planned, 8), "{plan:#?}");
    assert_eq!(plan.experiments[0].title, "Callback, tenant domain");
    assert!(plan.experiments[0].own.asked.ends_with("/login/callback"));

    let told = Arc::new(Mutex::new(Vec::new()));
    let hearing = Arc::clone(&told);
    let observer = move |progress| hearing.lock().expect("no panic").push(progress);
    let done = scene.console.run_preflight("t-1", &without(), &observer).await.expect("it ran");
    assert_eq!((done.state, done.sent(), done.counted(Verdict::Proven)), (PreflightState::Done, 2, 1), "{done:#?}");
    let told = told.lock().expect("no panic").clone();
    assert!(told.iter().all(|progress| progress.ticket == "t-1") && told.len() >= 3);
    assert_eq!(told.iter().filter(|progress| progress.preflight.sent() == 1).count(), 1);
    assert!(scene.console.list_connections(None).await.expect("a list").rows.is_empty());

    let again = scene.console.run_preflight("t-1", &without(), &|_| {}).await.expect_err("it ran already");
    assert_eq!(again.code, "preflight-gone");
}

#[tokio::test]
async fn the_saved_secret_is_tried_where_the_form_leaves_it_and_shown_to_nobody() {
    let scene = Scene::start().await;
    let connection = scene.created("back", Channel::BackChannel).await;
    let secret = scene.console.reveal_secret(&connection.id).await.expect("a secret");
    let form: ConnectionForm = connection.form.clone();
    let plan = scene.console.plan_preflight("t-1", Some(&connection.id), &form).await.expect("a plan");
    let without: Vec<String> =
        plan.requests.iter().filter(|one| !one.id.starts_with("client-auth")).map(|one| one.id.clone()).collect();
    let done = scene.console.run_preflight("t-1", &without, &|_| {}).await.expect("it ran");
    let client = done.experiments.iter().find(|one| one.id == "client-authentication").expect("it is asked");
    assert_eq!(client.verdict, Verdict::Proven, "{done:#?}");
    assert!(!format!("{plan:?}{done:?}").contains(&secret));
}

#[tokio::test]
async fn a_preflight_that_is_cancelled_sends_nothing_more() {
    let scene = Scene::start().await;
    let form = scene.form("draft", Channel::BackChannel);
    scene.console.plan_preflight("t-1", None, &form).await.expect("a plan");
    let console = Arc::clone(&scene.console);
    let sent = Arc::new(Mutex::new(0));
    let counting = Arc::clone(&sent);
    let observer = move |progress: lintel_console::view::PreflightProgress| {
        *counting.lock().expect("no panic") = progress.preflight.sent();
        if progress.preflight.sent() == 1 {
            console.cancel("t-1");
        }
    };
    let ended = scene.console.run_preflight("t-1", &[], &observer).await.expect_err("cancelled");
    assert_eq!((ended.code.as_str(), *sent.lock().expect("no panic")), ("cancelled", 1));
}

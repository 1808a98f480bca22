//! Inbound SCIM, as the page Provisioning and Activity work on it, against a tenant that serves it.

use std::{sync::Arc, time::Duration};

use lintel_console::view::{
    Activity, ActivityEntry, ActivityFilter, ChangeKind, ChangeState, ProvisioningRequest, ProvisioningTest,
    ProvisioningTestState, RestoreOutcome, ScimChange, ScimPairRow, ScimProvider, ScimSaved, ScimSettings, ScimState,
    ScimView, UserSearch,
};
use lintel_oidc::Channel;
use tokio::sync::mpsc;

use crate::scene::{Scene, restored};

const SOON: Duration = Duration::from_secs(60);

fn on(state: ScimState) -> ScimView {
    let ScimState::On { scim } = state else { panic!("it is not on: {state:?}") };
    *scim
}

fn pair(scim: &str, profile: &str) -> ScimPairRow {
    ScimPairRow { scim: scim.to_owned(), profile: profile.to_owned() }
}

#[tokio::test]
async fn scim_is_turned_on_mapped_and_off_and_each_change_stands_in_history_with_its_way_back() {
    let scene = Scene::start().await;
    let id = scene.created("acme", Channel::BackChannel).await.id;
    assert!(matches!(scene.console.scim(&id).await, Ok(ScimState::Off { lacking, .. }) if lacking.is_empty()));

    let begun = on(scene.console.turn_on_scim(&id).await.expect("it is on"));
    assert!(begun.endpoint.ends_with(&format!("/scim/v2/connections/{id}")), "{}", begun.endpoint);
    assert_eq!(begun.settings.user_id_attribute, "externalId");
    assert!(begun.settings.mapping.contains(&pair("active", "blocked")), "{:?}", begun.settings.mapping);
    assert_eq!((begun.tokens.as_deref(), begun.provider), (Some(&[][..]), ScimProvider::Other));
    let codes: Vec<_> = begun.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(codes, ["sync-at-login"]);
    assert_eq!(begun.findings[0].fix.as_ref().map(|fix| &fix.change), Some(&ScimChange::NoSyncAtLogin));

    let edited = ScimSettings {
        mapping: vec![pair("userName", "nickname"), pair("", ""), pair("active ", "blocked")],
        ..begun.settings.clone()
    };
    let saved = scene.console.save_scim(&id, &begun.settings, &edited).await.expect("an outcome");
    let ScimSaved::Saved { state } = saved else { panic!("it moved") };
    let held = on(state).settings;
    assert_eq!(held.mapping, [pair("userName", "nickname"), pair("active", "blocked")]);

    // Whoever still looks at the state before does not write over it.
    let theirs = ScimSettings { user_id_attribute: "userName".to_owned(), ..begun.settings.clone() };
    let moved = scene.console.save_scim(&id, &begun.settings, &theirs).await.expect("an outcome");
    let ScimSaved::Moved { state, theirs } = moved else { panic!("it was written") };
    assert_eq!(on(state).settings, held);
    assert!(theirs.iter().any(|line| line.label == "SCIM mapping of userName"), "{theirs:?}");

    assert!(matches!(scene.console.turn_off_scim(&id).await, Ok(ScimState::Off { .. })));
    let history = scene.console.history(&id).await.expect("a history");
    let told: Vec<_> = history.iter().map(|entry| (entry.kind, entry.state)).take(3).collect();
    assert_eq!(told, [(ChangeKind::Scim, ChangeState::Done); 3]);
    assert_eq!(history[0].changes[0].label, "SCIM");
    assert_eq!(history[0].changes[0].after.as_deref(), Some("Off"));

    // The mapping comes back, tokens do not.
    let outcome = restored(&scene.console, history[0].id, false).await.expect("restored");
    assert!(matches!(outcome, RestoreOutcome::Saved { .. }));
    assert_eq!(on(scene.console.scim(&id).await.expect("a state")).settings, held);
    let outcome = restored(&scene.console, history[1].id, false).await.expect("restored");
    assert!(matches!(outcome, RestoreOutcome::Saved { .. }));
    let mut back = on(scene.console.scim(&id).await.expect("a state")).settings;
    let mut first = begun.settings.clone();
    back.mapping.sort_by(|a, b| a.scim.cmp(&b.scim));
    first.mapping.sort_by(|a, b| a.scim.cmp(&b.scim));
    assert_eq!(back, first);
}

#[tokio::test]
async fn half_a_pair_one_that_means_nothing_and_no_user_id_attribute_are_refused_before_anything_is_sent() {
    let scene = Scene::start().await;
    let id = scene.created("acme", Channel::BackChannel).await.id;
    let begun = on(scene.console.turn_on_scim(&id).await.expect("it is on"));
    let half = ScimSettings { mapping: vec![pair("title", "")], ..begun.settings.clone() };
    let problem = scene.console.save_scim(&id, &begun.settings, &half).await.expect_err("it is refused");
    assert_eq!(
        (problem.code.as_str(), problem.message.as_str()),
        ("pair-half", "The pair with title has no profile attribute.")
    );
    for key in ["favouriteColour".to_owned(), "x".repeat(600)] {
        let nothing = ScimSettings { mapping: vec![pair(&key, "nickname")], ..begun.settings.clone() };
        let problem = scene.console.save_scim(&id, &begun.settings, &nothing).await.expect_err("it is refused");
        assert_eq!(problem.code, "pair-means-nothing");
        assert!(problem.message.len() < 300, "{}", problem.message);
    }
    let none = ScimSettings { user_id_attribute: " ".to_owned(), ..begun.settings.clone() };
    assert_eq!(
        scene.console.save_scim(&id, &begun.settings, &none).await.expect_err("refused").code,
        "user-id-attribute"
    );
    assert_eq!(on(scene.console.scim(&id).await.expect("a state")).settings, begun.settings);
}

#[tokio::test]
async fn tokens_are_made_listed_and_revoked_and_there_is_no_third() {
    let scene = Scene::start().await;
    let id = scene.created("acme", Channel::BackChannel).await.id;
    scene.console.turn_on_scim(&id).await.expect("it is on");
    let scopes = ["get:users", "post:users"].map(str::to_owned);
    let first = scene.console.create_scim_token(&id, &scopes, Some(30)).await.expect("a token");
    assert!(first.token.starts_with(&format!("{}.", first.id)));
    let second = scene.console.create_scim_token(&id, &scopes, None).await.expect("a token");
    let third = scene.console.create_scim_token(&id, &scopes, None).await.expect_err("no third");
    assert_eq!(third.code, "two-tokens");
    let tokens = on(scene.console.scim(&id).await.expect("a state")).tokens.expect("they are shown");
    let told: Vec<_> = tokens.iter().map(|token| (token.id.as_str(), token.valid_until.is_some())).collect();
    assert_eq!(told, [(first.id.as_str(), true), (second.id.as_str(), false)]);
    assert_eq!(tokens[0].scopes, scopes);

    // A test has no room for its own, and says so before it makes anything.
    let problem = scene.console.start_provisioning_test("test", &id, Arc::new(|_| {})).await.expect_err("no room");
    assert_eq!(problem.code, "two-tokens");

    scene.console.revoke_scim_token(&id, &first.id).await.expect("revoked");
    scene.console.revoke_scim_token(&id, &first.id).await.expect("it is gone already");
    assert_eq!(on(scene.console.scim(&id).await.expect("a state")).tokens.expect("shown").len(), 1);
}

#[tokio::test]
async fn a_test_plays_a_provider_takes_back_what_it_made_and_stands_in_activity() {
    let scene = Scene::start().await;
    let id = scene.created("acme", Channel::BackChannel).await.id;
    let off = scene.console.start_provisioning_test("test", &id, Arc::new(|_| {})).await.expect_err("it is off");
    assert_eq!(off.code, "scim-off");
    scene.console.turn_on_scim(&id).await.expect("it is on");
    let (sender, mut tests) = mpsc::unbounded_channel();
    let observer = Arc::new(move |test: &ProvisioningTest| drop(sender.send(test.clone())));
    scene.console.start_provisioning_test("test", &id, observer).await.expect("it begins");
    let over = ended(&mut tests).await;
    let failed: Vec<_> = over.steps.iter().filter(|step| !step.ok).collect();
    assert_eq!((over.state, failed.len()), (ProvisioningTestState::Passed, 0), "{over:?}");
    assert_eq!(over.steps.last().map(|step| step.title.as_str()), Some("The token is revoked"));

    assert_eq!(scene.console.find_users(&UserSearch::default(), 0).await.expect("users").total, 0);
    assert_eq!(on(scene.console.scim(&id).await.expect("a state")).tokens.expect("shown"), []);

    let filter = ActivityFilter { connection_id: Some(id.clone()), ..ActivityFilter::default() };
    let asked = requests(&scene, &filter).await;
    let blocked = asked.iter().find(|request| request.summary == "Blocked").expect("it was blocked");
    assert_eq!((blocked.method.as_str(), blocked.failed), ("PATCH", false));
    assert!(blocked.changes.iter().any(|change| change.path == "blocked"), "{blocked:?}");
    assert!(asked.iter().any(|request| request.method == "POST"
        && request.about.as_deref().is_some_and(|about| about.starts_with("lintel-test-"))));
    let failed = ActivityFilter { connection_id: Some(id), failed_only: true, ..ActivityFilter::default() };
    assert_eq!(requests(&scene, &failed).await, []);
}

async fn requests(scene: &Scene, filter: &ActivityFilter) -> Vec<ProvisioningRequest> {
    let read = scene.console.activity(filter, None).await.expect("the log");
    let Activity::Read { entries, .. } = read else { panic!("it is hidden") };
    let request = |entry| match entry {
        ActivityEntry::Provisioning(request) => request,
        ActivityEntry::SignIn(event) => panic!("nobody signed in: {event:?}"),
    };
    entries.into_iter().map(request).collect()
}

#[tokio::test]
async fn a_test_that_is_cancelled_leaves_nothing_behind() {
    let scene = Scene::start().await;
    let id = scene.created("acme", Channel::BackChannel).await.id;
    scene.console.turn_on_scim(&id).await.expect("it is on");
    let (sender, mut tests) = mpsc::unbounded_channel();
    let console = Arc::clone(&scene.console);
    let observer = Arc::new(move |test: &ProvisioningTest| {
        if test.steps.iter().any(|step| step.title == "The user is created") {
            console.cancel("test");
        }
        drop(sender.send(test.clone()));
    });
    scene.console.start_provisioning_test("test", &id, observer).await.expect("it begins");
    let over = ended(&mut tests).await;
    assert_eq!(over.state, ProvisioningTestState::Ended, "{over:?}");
    assert_eq!(scene.console.find_users(&UserSearch::default(), 0).await.expect("users").total, 0);
    assert_eq!(on(scene.console.scim(&id).await.expect("a state")).tokens.expect("shown"), []);
}

#[tokio::test]
async fn a_tenant_that_is_closed_during_a_test_waits_until_nothing_of_it_is_left() {
    let scene = Scene::start().await;
    let id = scene.created("acme", Channel::BackChannel).await.id;
    scene.console.turn_on_scim(&id).await.expect("it is on");
    let (sender, mut created) = mpsc::unbounded_channel();
    let observer = Arc::new(move |test: &ProvisioningTest| {
        if test.steps.iter().any(|step| step.title == "The user is created") {
            let _ = sender.send(());
        }
    });
    scene.console.start_provisioning_test("test", &id, observer).await.expect("it begins");
    tokio::time::timeout(SOON, created.recv()).await.expect("in time").expect("it is created");

    let scene = scene.while_closed(|_| ()).await;
    assert_eq!(scene.console.find_users(&UserSearch::default(), 0).await.expect("users").total, 0);
    assert_eq!(on(scene.console.scim(&id).await.expect("a state")).tokens.expect("shown"), []);
}

#[tokio::test]
async fn a_mapping_is_applied_to_the_samples_and_what_it_loses_is_named() {
    let scene = Scene::start().await;
    let id = scene.created("acme", Channel::BackChannel).await.id;
    let mapping = scene.console.default_scim_mapping(&id).await.expect("a mapping");
    let review = scene.console.review_scim(&mapping, ScimProvider::Entra);
    let value = |scim: &str| {
        let at = mapping.iter().position(|pair| pair.scim == scim).expect("a pair");
        review.rows[at].value.clone()
    };
    assert_eq!(value("userName"), Some("ada@harbour.example".into()));
    assert_eq!(value("active"), Some(false.into()));
    let codes: Vec<_> = review.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(codes, ["mail-lost", "manager"]);
    assert!(review.lost.iter().any(|lost| lost == "name.formatted"), "{:?}", review.lost);

    let nonsense = [pair("favouriteColour", "nickname"), pair("userName", "user_id"), pair("title", "")];
    let review = scene.console.review_scim(&nonsense, ScimProvider::Other);
    assert!(review.rows[0].problem.is_some() && review.rows[2].problem.is_none(), "{:?}", review.rows);
    assert_eq!(review.findings[0].code, "means-nothing");
}

async fn ended(tests: &mut mpsc::UnboundedReceiver<ProvisioningTest>) -> ProvisioningTest {
    let waiting = async {
        loop {
            let test = tests.recv().await.expect("it reports");
            if test.state != ProvisioningTestState::Running {
                return test;
            }
        }
    };
    tokio::time::timeout(SOON, waiting).await.expect("it ends")
}

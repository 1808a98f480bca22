//! What is said of a change is so: whatever fails after it was sent, and whoever else writes meanwhile.

use std::{sync::Arc, time::Duration};

use axum::http::{Method, StatusCode};
use lintel_console::{
    Console, Problem,
    view::{
        AuthMethod, BulkAction, ChangeKind, ChangeState, ConnectionForm, ConnectionView, Decisions, Edit, SaveOutcome,
    },
};
use lintel_oidc::Channel;

use crate::{
    elsewhere::Elsewhere,
    gate::{Gate, When},
    scene::{Scene, restored},
};

/// A scene that works on a tenant elsewhere, through a gate.
async fn gated() -> (Scene, Elsewhere, Gate, Arc<Console>) {
    let (scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    let gate = Gate::before(&elsewhere).await;
    scene.tenants.connect_auth0("Gated", &gate.access(&elsewhere)).await.expect("connected");
    let console = scene.tenants.console().expect("it is open");
    (scene, elsewhere, gate, console)
}

async fn changed(
    console: &Console,
    view: &ConnectionView,
    edit: impl FnOnce(&mut ConnectionForm),
) -> Result<SaveOutcome, Problem> {
    let mut form = view.form.clone();
    edit(&mut form);
    let edit = Edit { id: view.id.clone(), revision: view.revision.clone(), form };
    console.save_connection(&edit, &Decisions::default()).await
}

fn view(outcome: SaveOutcome) -> ConnectionView {
    match outcome {
        SaveOutcome::Saved { view, differs } => {
            assert_eq!(differs, []);
            *view
        }
        other => panic!("{other:?}"),
    }
}

/// Lets the journal of the built-in tenant do everything but this.
fn forbid(scene: &Scene, what: &str) {
    let journal = rusqlite::Connection::open(scene.folder().join("journal.sqlite3")).expect("the journal");
    let trigger =
        format!("CREATE TRIGGER forbidden BEFORE {what} ON change BEGIN SELECT RAISE(ABORT, 'forbidden'); END");
    journal.execute_batch(&trigger).expect("a trigger");
}

async fn allowed_again(scene: Scene) -> Scene {
    scene
        .while_closed(|folder| {
            let journal = rusqlite::Connection::open(folder.join("journal.sqlite3")).expect("the journal");
            journal.execute_batch("DROP TRIGGER forbidden").expect("it is gone");
        })
        .await
}

#[tokio::test]
async fn nothing_is_sent_that_cannot_be_written_down() {
    let scene = Scene::start().await;
    let saved = scene.created("acme", Channel::BackChannel).await;
    let entry = {
        let scope = changed(&scene.console, &saved, |form| form.scope = "openid email".to_owned()).await;
        view(scope.expect("saved"));
        scene.console.history(&saved.id).await.expect("a history")[0].id
    };
    let (scene, before) = scene.holdings().await;
    forbid(&scene, "INSERT");
    let console = &scene.console;
    let now = console.connection(&saved.id).await.expect("the connection");
    let problems = [
        console.create_connection(&scene.form("other", Channel::BackChannel)).await.expect_err("no creation"),
        changed(console, &now, |form| form.scope = "openid".to_owned()).await.expect_err("no save"),
        restored(console, entry, false).await.expect_err("no restore"),
        console.delete_connection(&saved.id, "acme").await.expect_err("no deletion"),
        console.switch_applications(&saved.id, &[scene.sample(&saved.id).await], true).await.expect_err("no switch"),
    ];
    for problem in problems {
        assert_eq!(problem.code, "journal", "{problem:?}");
        assert!(problem.remedy.as_deref().is_some_and(|remedy| remedy.starts_with("Nothing was sent.")), "{problem:?}");
        assert!(!problem.message.contains("forbidden"), "no words of a library: {}", problem.message);
    }
    let (_scene, after) = scene.holdings().await;
    assert_eq!(after, before);
}

#[tokio::test]
async fn a_journal_that_fails_after_sending_fails_nothing_and_the_next_start_settles() {
    let scene = Scene::start().await;
    let gone = scene.created("gone", Channel::BackChannel).await;
    forbid(&scene, "UPDATE");
    let made = scene.console.create_connection(&scene.form("made", Channel::BackChannel)).await.expect("created");
    let saved = changed(&scene.console, &made, |form| form.scope = "openid email".to_owned()).await.expect("saved");
    let saved = view(saved);
    let again = changed(&scene.console, &saved, |form| form.scope = "openid".to_owned()).await.expect("saved");
    assert_eq!(view(again).form.scope, "openid");
    scene.console.delete_connection(&gone.id, "gone").await.expect("deleted");
    // A refusal stays the refusal that it is.
    let mut taken = scene.form("made", Channel::BackChannel);
    taken.display_name = "Another".to_owned();
    let refused = scene.console.create_connection(&taken).await.expect_err("the name is taken");
    assert_eq!((refused.code.as_str(), refused.field.as_deref()), ("name-taken", Some("name")));

    let history = scene.console.history(&made.id).await.expect("a history");
    assert!(history.iter().all(|entry| entry.state == ChangeState::Sent), "{history:?}");
    let scene = allowed_again(scene).await;
    let history = scene.console.history(&made.id).await.expect("a history");
    // The second save tells what became of the first.
    let told: Vec<_> = history.iter().map(|entry| (entry.kind, entry.state)).collect();
    let done = |kind| (kind, ChangeState::Done);
    assert_eq!(told, [done(ChangeKind::Saved), done(ChangeKind::Saved), done(ChangeKind::Created)]);
    let history = scene.console.history(&gone.id).await.expect("a history");
    assert_eq!((history[0].kind, history[0].state), (ChangeKind::Deleted, ChangeState::Done));
}

#[tokio::test]
async fn a_change_whose_answer_is_lost_is_done_when_the_tenant_shows_it() {
    let (scene, _elsewhere, gate, console) = gated().await;
    gate.lose_answer(Method::POST, "/connections");
    let made = console.create_connection(&scene.form("acme", Channel::BackChannel)).await.expect("it is there");
    let history = console.history(&made.id).await.expect("a history");
    assert_eq!((history[0].kind, history[0].state), (ChangeKind::Created, ChangeState::Done));
    gate.lose_answer(Method::PATCH, &made.id);
    let saved = changed(&console, &made, |form| form.scope = "openid email".to_owned()).await.expect("saved");
    assert_eq!(view(saved).form.scope, "openid email");
    gate.lose_answer(Method::DELETE, &made.id);
    console.delete_connection(&made.id, "acme").await.expect("deleted");
    let history = console.history(&made.id).await.expect("a history");
    assert!(history.iter().all(|entry| entry.state == ChangeState::Done), "{history:?}");
}

#[tokio::test]
async fn a_change_of_which_nobody_knows_says_so_and_a_refused_one_is_not_done() {
    let (scene, _elsewhere, gate, console) = gated().await;
    let made = console.create_connection(&scene.form("acme", Channel::BackChannel)).await.expect("created");
    gate.answer(Method::PATCH, &made.id, StatusCode::BAD_GATEWAY, "");
    let unknown = changed(&console, &made, |form| form.scope = "openid email".to_owned()).await.expect_err("no answer");
    assert!(unknown.message.contains("502 Bad Gateway"), "{unknown:?}");
    assert!(unknown.remedy.as_deref().is_some_and(|remedy| remedy.contains("is not known")), "{unknown:?}");
    assert_eq!(console.history(&made.id).await.expect("a history")[0].state, ChangeState::Sent);
    gate.open();
    const REFUSAL: &str = r#"{"statusCode":400,"message":"Payload validation error: 'No enum match for: x' on property options.client_id (Client ID).","errorCode":"invalid_body"}"#;
    gate.answer(Method::PATCH, &made.id, StatusCode::BAD_REQUEST, REFUSAL);
    let refused = changed(&console, &made, |form| form.scope = "openid".to_owned()).await.expect_err("refused");
    assert_eq!((refused.code.as_str(), refused.field.as_deref()), ("invalid_body", Some("client_id")));
    assert_eq!(console.history(&made.id).await.expect("a history")[0].state, ChangeState::NotDone);
}

#[tokio::test]
async fn what_was_saved_is_not_unsaved_by_what_is_read_afterwards() {
    let (scene, _elsewhere, gate, console) = gated().await;
    let made = console.create_connection(&scene.form("acme", Channel::BackChannel)).await.expect("created");
    let held = gate.hold(Method::PATCH, &made.id, When::AfterTheTenant);
    let saving = changed(&console, &made, |form| form.scope = "openid email".to_owned());
    let breaking = async {
        let mut held = held;
        held.arrived().await;
        gate.answer(Method::GET, &made.id, StatusCode::SERVICE_UNAVAILABLE, "");
    };
    let (saved, ()) = tokio::join!(saving, breaking);
    assert_eq!(view(saved.expect("saved")).form.scope, "openid email");
}

#[tokio::test]
async fn a_creation_whose_settings_are_not_shown_is_a_creation() {
    let (scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    let narrow = ["read:connections", "create:connections", "delete:connections"];
    scene.tenants.connect_auth0("Narrow", &elsewhere.access_with(&narrow).await).await.expect("connected");
    let console = scene.tenants.console().expect("it is open");
    let made = console.create_connection(&scene.form("acme", Channel::BackChannel)).await.expect("created");
    assert_eq!((made.form.name.as_str(), made.has_secret), ("acme", true));
    let history = console.history(&made.id).await.expect("a history");
    assert_eq!((history[0].kind, history[0].state), (ChangeKind::Created, ChangeState::Done));
    assert_eq!(console.connection(&made.id).await.expect_err("not shown").code, "options-hidden");
    console.delete_connection(&made.id, "acme").await.expect("what cannot be read can be deleted");
}

#[tokio::test]
async fn an_entry_that_cannot_be_settled_keeps_no_other_open() {
    let (scene, elsewhere, gate, console) = gated().await;
    let mut made = Vec::new();
    for name in ["first", "second", "third"] {
        let one = console.create_connection(&scene.form(name, Channel::BackChannel)).await.expect("created");
        gate.answer(Method::PATCH, &one.id, StatusCode::BAD_GATEWAY, "");
        changed(&console, &one, |form| form.scope = "openid".to_owned()).await.expect_err("no answer");
        made.push(one.id);
    }
    drop(console);
    let id = scene.tenants.desk().tenant.id;
    gate.open();
    gate.answer(Method::GET, &made[1], StatusCode::FORBIDDEN, "{}");
    let scene = scene.while_closed(drop).await;
    scene.tenants.renew_credentials(&id, &gate.access(&elsewhere)).await.expect("connected");
    let console = scene.tenants.console().expect("it is open");
    for (id, state) in made.iter().zip([ChangeState::NotDone, ChangeState::Sent, ChangeState::NotDone]) {
        let settled = async {
            while console.history(id).await.expect("a history")[0].state != state {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), settled).await.expect("it is settled, or is not");
    }
}

#[tokio::test]
async fn a_change_of_many_and_a_save_of_one_of_them_do_not_undo_each_other() {
    let (scene, _elsewhere, gate, console) = gated().await;
    let made = console.create_connection(&scene.form("acme", Channel::BackChannel)).await.expect("created");
    let mut held = gate.hold(Method::PATCH, &made.id, When::BeforeTheTenant);
    let ids = vec![made.id.clone()];
    let (action, observer) = (BulkAction::Button { shown: true }, |_| {});
    let bulk = console.change_connections("bulk", &ids, &action, &observer);
    let save = async {
        // The change of many has read the connection and has not written it yet.
        held.arrived().await;
        let mut saving = Box::pin(changed(&console, &made, |form| form.display_name = "Acme".to_owned()));
        // Long enough for a save that does not wait.
        let early = tokio::time::timeout(Duration::from_millis(500), &mut saving).await;
        drop(held);
        match early {
            Ok(saved) => saved,
            Err(_) => saving.await,
        }
    };
    let (bulk, saved) = tokio::join!(bulk, save);
    assert_eq!(bulk.expect("an outcome").changed, ids);
    assert_eq!(view(saved.expect("saved")).form.display_name, "Acme");
    let now = console.connection(&made.id).await.expect("the connection").form;
    assert_eq!((now.display_name.as_str(), now.show_as_button), ("Acme", true));
    let history = console.history(&made.id).await.expect("a history");
    assert!(history.iter().all(|entry| entry.state == ChangeState::Done && entry.changes.len() < 2), "{history:?}");
}

#[tokio::test]
async fn two_creations_of_one_name_are_one_connection_and_one_refusal() {
    let scene = Scene::start().await;
    let form = scene.form("acme", Channel::BackChannel);
    let (one, other) = tokio::join!(scene.console.create_connection(&form), scene.console.create_connection(&form));
    let (made, refused) = match (one, other) {
        (Ok(made), Err(refused)) | (Err(refused), Ok(made)) => (made, refused),
        both => panic!("{both:?}"),
    };
    assert_eq!(refused.field.as_deref(), Some("name"));
    assert_eq!(scene.console.history(&made.id).await.expect("a history").len(), 1);
    let (_scene, holdings) = scene.holdings().await;
    assert_eq!(holdings.connections.len(), 1);
}

#[tokio::test]
async fn keys_that_were_rotated_are_not_said_to_be_as_before() {
    let (scene, _elsewhere, gate, console) = gated().await;
    let made = console.create_connection(&scene.form("acme", Channel::BackChannel)).await.expect("created");
    let signing = changed(&console, &made, |form| form.auth_method = AuthMethod::PrivateKeyJwt).await;
    view(signing.expect("saved"));
    let before = console.connection_keys(&made.id).await.expect("keys");
    let mut held = gate.hold(Method::POST, "/keys/rotate", When::AfterTheTenant);
    let breaking = async {
        held.arrived().await;
        gate.answer(Method::GET, "/keys", StatusCode::SERVICE_UNAVAILABLE, "");
        drop(held);
    };
    let (rotated, ()) = tokio::join!(console.rotate_connection_keys(&made.id, "RS256"), breaking);
    let problem = rotated.expect_err("not read");
    assert!(problem.message.starts_with("The keys were rotated, and could not be read since"), "{problem:?}");
    gate.open();
    let after = console.connection_keys(&made.id).await.expect("keys");
    assert_eq!(after.keys[0].kid, before.keys[1].kid, "once");
    gate.lose_answer(Method::POST, "/keys/rotate");
    let problem = console.rotate_connection_keys(&made.id, "RS256").await.expect_err("no answer");
    assert!(problem.remedy.as_deref().is_some_and(|remedy| remedy.contains("is not known")), "{problem:?}");
}

#[tokio::test]
async fn a_change_of_many_that_is_cancelled_while_it_reads_begins_nothing() {
    let (scene, elsewhere, gate, console) = gated().await;
    let made = console.create_connection(&scene.form("acme", Channel::BackChannel)).await.expect("created");
    let application = elsewhere.create("clients", &serde_json::json!({ "name": "App", "app_type": "spa" })).await;
    let client_id = application["client_id"].as_str().expect("a client ID").to_owned();
    let mut held = gate.hold(Method::GET, &format!("/{client_id}/connections"), When::AfterTheTenant);
    let ids = vec![made.id.clone()];
    let (action, observer) = (BulkAction::Application { client_id, enabled: true }, |_| {});
    let bulk = console.change_connections("bulk", &ids, &action, &observer);
    let cancelling = async {
        held.arrived().await;
        console.cancel("bulk");
        drop(held);
    };
    let (bulk, ()) = tokio::join!(bulk, cancelling);
    let outcome = bulk.expect("an outcome");
    assert_eq!((outcome.changed.len(), outcome.left), (0, 1));
    let enabled = console.enabled_counts(std::slice::from_ref(&made.id)).await.expect("counts");
    assert_eq!(enabled[0].count, 0);
}

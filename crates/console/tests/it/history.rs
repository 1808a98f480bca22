//! The journal: every change is there, secrets stay sealed, and earlier states come back.

use std::sync::Arc;

use lintel_console::{
    trial::PATIENCE,
    view::{
        BulkAction, ChangeKind, ChangeState, ConnectionForm, ConnectionView, Decisions, Edit, HistoryEntry,
        ProfileSync, Restore, RestoreOutcome, RestoreReview, RestoreWay, Restored, SaveOutcome, SecretInput,
        SwitchedFor, TrialPlace, TrialRequest,
    },
};
use lintel_oidc::{Channel, Secret};
use lintel_tenant::Tenant;

use crate::{
    elsewhere::Elsewhere,
    scene::{Scene, practice_form, restored, through_tenant},
    window::{Person, Window},
};

const JOURNAL: &str = "journal.sqlite3";

const SECRET: &str = "the-second-secret-of-this-connection";

#[tokio::test]
async fn each_change_is_listed_and_can_be_taken_back_with_or_without_its_secret() {
    let scene = Scene::start().await;
    let id = scene.created("acme", Channel::BackChannel).await.id;
    let first = scene.console.reveal_secret(&id).await.expect("a secret");
    change(&scene, &id, |form| ConnectionForm { scope: "openid".to_owned(), ..form }).await;
    change(&scene, &id, |form| ConnectionForm { client_secret: SecretInput::Replace(Secret::new(SECRET)), ..form })
        .await;

    let history = scene.console.history(&id).await.expect("a history");
    let kinds: Vec<ChangeKind> = history.iter().map(|entry| entry.kind).collect();
    assert_eq!(kinds, [ChangeKind::Saved, ChangeKind::Saved, ChangeKind::Created]);
    assert!(history.iter().all(|entry| entry.state == ChangeState::Done));
    assert_eq!(history[1].changes[0].after.as_deref(), Some("openid"));
    assert!(!format!("{history:?}").contains(SECRET) && !format!("{history:?}").contains(&first));

    let changed = &history[1];
    let RestoreOutcome::Saved { view, differs } = restored(&scene.console, changed.id, false).await.expect("restored")
    else {
        panic!("it moved")
    };
    assert_eq!((view.form.scope.as_str(), differs.len()), ("openid profile email", 0));
    assert_eq!(scene.console.reveal_secret(&id).await.expect("a secret"), SECRET, "the secret stays as it is now");
    restored(&scene.console, changed.id, true).await.expect("restored");
    assert_eq!(scene.console.reveal_secret(&id).await.expect("a secret"), first);
    let history = scene.console.history(&id).await.expect("a history");
    assert_eq!(history[0].kind, ChangeKind::Restored);
    let of = Restored { entry: changed.id, at: changed.at, way: RestoreWay::StateBefore };
    assert_eq!(history[0].restored, Some(of), "the entry says what it brought back");
    assert!(history.iter().all(|entry| entry.by.as_deref().is_some_and(|by| !by.is_empty())), "and as which client");
    let created = history.last().expect("the creation");
    let refused = restored(&scene.console, created.id, true).await.expect_err("refused");
    assert_eq!(refused.code, "nothing-to-restore");
}

/// Scopes changed first, then the name and, by the second change, the scopes once more.
async fn changed_twice(scene: &Scene) -> (ConnectionView, i64) {
    let id = scene.created("acme", Channel::BackChannel).await.id;
    change(scene, &id, |form| ConnectionForm {
        scope: "openid email".to_owned(),
        profile_sync: ProfileSync::OnFirstLogin,
        ..form
    })
    .await;
    let first = scene.console.history(&id).await.expect("a history")[0].id;
    change(scene, &id, |form| ConnectionForm {
        scope: "openid phone".to_owned(),
        display_name: "Acme".to_owned(),
        ..form
    })
    .await;
    (scene.console.connection(&id).await.expect("the connection"), first)
}

fn rows(review: &RestoreReview) -> Vec<(&str, bool, bool)> {
    review.lines.iter().map(|line| (line.change.label.as_str(), line.later, line.chosen)).collect()
}

#[tokio::test]
async fn a_restore_is_reviewed_against_now_and_later_changes_are_told_apart() {
    let scene = Scene::start().await;
    let (view, first) = changed_twice(&scene).await;
    let whole = scene.console.review_restore(first, RestoreWay::StateBefore).await.expect("a review");
    let sync = ("Sync user profile attributes", false, true);
    assert_eq!(rows(&whole), [("Display name", true, true), ("Scopes", true, true), sync]);
    let scopes = &whole.lines[1].change;
    let from_now = (Some("openid phone"), Some("openid profile email"));
    assert_eq!((scopes.before.as_deref(), scopes.after.as_deref()), from_now);
    // Alone, a change is taken back where nobody changed the field since, unless a person ticks it.
    let alone = scene.console.review_restore(first, RestoreWay::OnlyThisChange).await.expect("a review");
    assert_eq!(rows(&alone), [("Scopes", true, false), sync]);
    assert_eq!(scene.console.connection(&view.id).await.expect("the connection"), view, "nothing was written");
}

#[tokio::test]
async fn a_restore_writes_what_is_ticked_and_nothing_else() {
    let scene = Scene::start().await;
    let (view, entry) = changed_twice(&scene).await;
    let way = RestoreWay::StateBefore;
    let RestoreReview { seen, .. } = scene.console.review_restore(entry, way).await.expect("a review");
    // One line of the review, and one that it does not have.
    let paths = vec!["/options/set_user_root_attributes".to_owned(), "/options/client_id".to_owned()];
    let outcome = scene.console.restore(&Restore { entry, way, seen, paths }).await.expect("restored");
    let RestoreOutcome::Saved { view: now, differs } = outcome else { panic!("it moved") };
    let wanted = ConnectionForm { profile_sync: ProfileSync::OnEachLogin, ..view.form };
    assert_eq!((now.form, differs), (wanted, Vec::new()));
}

#[tokio::test]
async fn a_connection_that_moves_after_the_review_is_shown_again_and_not_written() {
    let scene = Scene::start().await;
    let (view, entry) = changed_twice(&scene).await;
    let way = RestoreWay::StateBefore;
    let RestoreReview { seen, lines, .. } = scene.console.review_restore(entry, way).await.expect("a review");
    change(&scene, &view.id, |form| ConnectionForm { scope: "openid address".to_owned(), ..form }).await;
    let moved = scene.console.connection(&view.id).await.expect("the connection");
    let paths: Vec<_> = lines.into_iter().map(|line| line.change.path).collect();
    let wanted = Restore { entry, way, seen, paths };
    let RestoreOutcome::Moved { review } = scene.console.restore(&wanted).await.expect("an outcome") else {
        panic!("it was written")
    };
    assert_eq!(scene.console.connection(&view.id).await.expect("the connection"), moved, "nothing was written");
    assert_eq!(review.again, ["Scopes"]);
    let again: Vec<_> = review.lines.iter().filter(|line| line.again).map(|line| &line.change).collect();
    assert_eq!(again.iter().map(|change| change.before.as_deref()).collect::<Vec<_>>(), [Some("openid address")]);
    assert!(review.lines.iter().all(|line| line.again != line.chosen), "{review:?}");

    let wanted = Restore { seen: review.seen, ..wanted };
    let outcome = scene.console.restore(&wanted).await.expect("restored");
    assert!(matches!(outcome, RestoreOutcome::Saved { view, .. } if view.form.scope == "openid profile email"));
}

#[tokio::test]
async fn applications_that_are_switched_on_and_off_are_in_the_history_without_those_that_were_refused() {
    let scene = Scene::start().await;
    let view = scene.created("acme", Channel::BackChannel).await;
    let sample = scene.sample(&view.id).await;
    let asked = [sample.clone(), "gone".to_owned()];
    scene.console.switch_applications(&view.id, &asked, true).await.expect("switched");
    scene.console.switch_applications(&view.id, &["gone".to_owned()], true).await.expect("an answer");
    let off = BulkAction::Application { client_id: sample.clone(), enabled: false };
    let ids = std::slice::from_ref(&view.id);
    scene.console.change_connections("many", ids, &off, &|_| ()).await.expect("switched");
    let history = scene.console.history(&view.id).await.expect("a history");
    let switches: Vec<_> = history
        .iter()
        .filter_map(|entry| entry.switched.clone().map(|switched| (entry.kind, entry.state, switched)))
        .collect();
    let switched = |enabled, client_ids: &[&String]| SwitchedFor {
        client_ids: client_ids.iter().map(ToString::to_string).collect(),
        enabled,
    };
    let expected = |state, switched| (ChangeKind::Applications, state, switched);
    assert_eq!(
        switches,
        [
            expected(ChangeState::Done, switched(false, &[&sample])),
            expected(ChangeState::NotDone, switched(true, &[&"gone".to_owned()])),
            expected(ChangeState::Done, switched(true, &[&sample])),
        ]
    );
    let entry = history.iter().find(|entry| entry.switched.is_some()).expect("an entry").id;
    let refused = restored(&scene.console, entry, false).await.expect_err("refused");
    assert_eq!(refused.code, "nothing-to-restore", "it is taken back where it was made");
}

#[tokio::test]
async fn a_switch_that_a_crash_left_open_is_settled_by_what_the_tenant_holds() {
    for (enabled, state) in [(true, ChangeState::Done), (false, ChangeState::NotDone)] {
        let scene = Scene::start().await;
        let view = scene.created("acme", Channel::BackChannel).await;
        scene.enable_sample(&view.id).await;
        scene.damage(JOURNAL, "UPDATE change SET state = 'sent' WHERE kind = 'applications'");
        let sample = scene.sample(&view.id).await;
        let (scene, ()) = scene
            .meanwhile(PATIENCE, async |tenant| {
                tenant.store().set_enabled(&view.id, &[(sample, enabled)]).await.expect("a database");
            })
            .await;
        assert_eq!(scene.console.history(&view.id).await.expect("a history")[0].state, state);
    }
}

/// The scopes of the one connection, changed past Lintel.
async fn rescoped(tenant: &Tenant, scope: &str) {
    let mut connection = tenant.store().connections().await.expect("a database").remove(0);
    connection.options.as_mut().expect("options").0.insert("scope".to_owned(), scope.into());
    assert!(tenant.store().replace_connection(&connection).await.expect("a database"));
}

fn kinds(history: &[HistoryEntry]) -> Vec<ChangeKind> {
    history.iter().map(|entry| entry.kind).collect()
}

#[tokio::test]
async fn what_others_changed_is_in_the_history_once_as_seen_and_comes_back_like_any_change() {
    let scene = Scene::start().await;
    let id = scene.created("acme", Channel::BackChannel).await.id;
    scene.console.connection(&id).await.expect("the connection");
    let (scene, ()) = scene.meanwhile(PATIENCE, async |tenant| rescoped(&tenant, "openid phone").await).await;
    for _ in 0..3 {
        scene.console.connection(&id).await.expect("the connection");
    }
    let history = scene.console.history(&id).await.expect("a history");
    assert_eq!(kinds(&history), [ChangeKind::Elsewhere, ChangeKind::Created], "once, and not with each reading");
    let [change] = &history[0].changes[..] else { panic!("{history:?}") };
    let seen = (change.label.as_str(), change.before.as_deref(), change.after.as_deref());
    assert_eq!(seen, ("Scopes", Some("openid profile email"), Some("openid phone")));
    assert_eq!(history[0].by, None, "the API does not say who");

    let outcome = restored(&scene.console, history[0].id, false).await.expect("restored");
    assert!(matches!(outcome, RestoreOutcome::Saved { view, .. } if view.form.scope == "openid profile email"));
    scene.console.connection(&id).await.expect("the connection");
    let history = scene.console.history(&id).await.expect("a history");
    let expected = [ChangeKind::Restored, ChangeKind::Elsewhere, ChangeKind::Created];
    assert_eq!(kinds(&history), expected, "what Lintel wrote is nobody else's change");
}

#[tokio::test]
async fn a_save_sees_what_others_changed_before_it() {
    let scene = Scene::start().await;
    let id = scene.created("acme", Channel::BackChannel).await.id;
    scene.console.connection(&id).await.expect("the connection");
    let (scene, ()) = scene.meanwhile(PATIENCE, async |tenant| rescoped(&tenant, "openid phone").await).await;
    let shown = BulkAction::Button { shown: true };
    scene.console.change_connections("many", std::slice::from_ref(&id), &shown, &|_| ()).await.expect("an outcome");
    let history = scene.console.history(&id).await.expect("a history");
    assert_eq!(kinds(&history), [ChangeKind::Saved, ChangeKind::Elsewhere, ChangeKind::Created]);
}

#[tokio::test]
async fn a_connection_that_was_deleted_elsewhere_is_told_so_and_made_again_as_its_form_says() {
    let (scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    scene.tenants.connect_auth0("Elsewhere", &elsewhere.access()).await.expect("connected");
    let console = scene.tenants.console().expect("a console");
    let form = ConnectionForm {
        domains: vec!["acme.example".to_owned()],
        ..practice_form(&console, "acme", Channel::BackChannel)
    };
    let id = console.create_connection(&form).await.expect("a connection").id;
    let view = console.connection(&id).await.expect("the connection");
    assert!(elsewhere.tenant.store().delete_connection(&id).await.expect("a database"));

    let typed = ConnectionForm { scope: "openid phone".to_owned(), ..view.form.clone() };
    let edit = Edit { id: id.clone(), revision: view.revision.clone(), form: typed };
    let test = TrialRequest::Direct { connection_id: Some(id.clone()), form: Box::new(view.form.clone()) };
    let problems = [
        console.save_connection(&edit, &Decisions::default()).await.expect_err("no save"),
        console.connection(&id).await.expect_err("no page"),
        console.connection_row(&id, None).await.expect_err("no row"),
        console.switch_applications(&id, &["any".to_owned()], true).await.expect_err("no switch"),
        console.delete_connection(&id, "acme").await.expect_err("no deletion"),
        console
            .start_trial("t", test, TrialPlace::Window, Window::new(Person::Waits), Arc::new(|_| ()))
            .await
            .expect_err("no test"),
    ];
    for problem in problems {
        let said = (problem.code.as_str(), problem.message.as_str());
        assert_eq!(said, ("connection-gone", "acme is not on the tenant any more: it was deleted there."));
    }
    let history = console.history(&id).await.expect("a history");
    let gone: Vec<_> = history.iter().filter(|entry| entry.kind == ChangeKind::Gone).collect();
    assert_eq!(gone.len(), 1, "{history:?}");

    let again = console.recreate_connection(&edit).await.expect("a connection");
    assert_ne!(again.id, id);
    assert_eq!(again.form, edit.form);
    assert_eq!(
        console.reveal_secret(&again.id).await.expect("a secret"),
        console.reveal_practice_secret().expect("its secret")
    );
}

#[tokio::test]
async fn no_secret_of_the_journal_is_on_disk() {
    let scene = Scene::start().await;
    let id = scene.created("acme", Channel::BackChannel).await.id;
    change(&scene, &id, |form| ConnectionForm { client_secret: SecretInput::Replace(Secret::new(SECRET)), ..form })
        .await;
    let mut looked_at = 0;
    for entry in std::fs::read_dir(scene.folder()).expect("the folder") {
        let entry = entry.expect("an entry");
        if entry.file_name().to_string_lossy().starts_with("journal.sqlite3") {
            let bytes = std::fs::read(entry.path()).expect("a file");
            assert!(!bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes()), "{:?}", entry.path());
            looked_at += 1;
        }
    }
    assert!(looked_at > 0);
}

/// A program that ends between sending and reading back leaves an entry that the next start settles by reading.
#[tokio::test]
async fn what_a_crash_left_open_is_settled_by_reading() {
    for (lost, wanted) in [(false, ChangeState::Done), (true, ChangeState::NotDone)] {
        let scene = Scene::start().await;
        let id = scene.created("acme", Channel::BackChannel).await.id;
        change(&scene, &id, |form| ConnectionForm { scope: "openid".to_owned(), ..form }).await;
        let journal = scene.folder().join("journal.sqlite3");
        let id_of_tenant = id.clone();
        let (scene, ()) = scene
            .meanwhile(PATIENCE, async |tenant| {
                if lost {
                    let mut connection = tenant.store().connections().await.expect("a database").remove(0);
                    let options = connection.options.as_mut().expect("options");
                    options.0.insert("scope".to_owned(), "openid profile email".into());
                    assert!(tenant.store().replace_connection(&connection).await.expect("a database"));
                }
                let database = rusqlite::Connection::open(&journal).expect("the journal");
                let open = "UPDATE change SET state = 'sent' WHERE kind = 'saved' AND connection_id = ?1";
                assert_eq!(database.execute(open, [&id_of_tenant]).expect("an update"), 1);
            })
            .await;
        let history = scene.console.history(&id).await.expect("a history");
        assert_eq!(history[0].state, wanted);
    }
}

#[tokio::test]
async fn a_connection_is_deleted_by_its_name_with_its_users() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    scene.tried(through_tenant(&connection)).await;
    let impact = scene.console.deletion(&connection.id).await.expect("an impact");
    assert_eq!((impact.users, impact.applications), (Some(1), Some(1)));
    let refused = scene.console.delete_connection(&connection.id, "acm").await.expect_err("refused");
    assert_eq!(refused.field.as_deref(), Some("typed_name"));
    scene.console.delete_connection(&connection.id, "acme").await.expect("deleted");
    let history = scene.console.history(&connection.id).await.expect("a history");
    assert_eq!((history[0].kind, history[0].state), (ChangeKind::Deleted, ChangeState::Done));
    let (_scene, holdings) = scene.holdings().await;
    assert_eq!((holdings.connections.len(), holdings.users.len()), (0, 0));
}

async fn change(scene: &Scene, id: &str, make: impl FnOnce(ConnectionForm) -> ConnectionForm) {
    let view = scene.console.connection(id).await.expect("the connection");
    let edit = Edit { id: view.id.clone(), revision: view.revision.clone(), form: make(view.form.clone()) };
    let outcome = scene.console.save_connection(&edit, &Decisions::default()).await.expect("saved");
    assert!(matches!(outcome, SaveOutcome::Saved { .. }), "{outcome:?}");
}

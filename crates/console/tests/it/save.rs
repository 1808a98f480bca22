//! Saving: what the form does not show stays.

use lintel_console::{
    trials::PATIENCE,
    view::{ConnectionForm, ConnectionView, Decisions, Edit, SaveOutcome, SecretInput},
};
use lintel_management::Connection;
use lintel_oidc::{Channel, Secret};
use serde_json::{Value, json};

use crate::scene::Scene;

/// Members that no screen shows: declared ones, one that nobody declares, and a mapping.
fn unseen() -> Value {
    json!({
        "icon_url": "https://acme.example/logo.svg",
        "upstream_params": { "screen_name": { "alias": "login_hint" } },
        "attribute_map": { "mapping_mode": "use_map", "attributes": { "email": "${context.tokenset.email}" } },
        "not_declared": { "kept": [1, null, { "deep": "ü" }] },
    })
}

#[tokio::test]
async fn members_that_the_form_does_not_show_stay_as_they_are() {
    let scene = Scene::start().await;
    let id = scene.created("acme", Channel::BackChannel).await.id;
    let (scene, before) = scene
        .meanwhile(PATIENCE, async |tenant| {
            let mut connection = stored(tenant.store().connections().await.expect("a database"));
            let Value::Object(members) = unseen() else { unreachable!() };
            connection.options.as_mut().expect("options").0.extend(members);
            connection.display_name = Some("Acme".to_owned());
            assert!(tenant.store().replace_connection(&connection).await.expect("a database"));
            connection
        })
        .await;

    let view = scene.console.connection(&id).await.expect("the connection");
    let edited = ConnectionForm { scope: "openid email".to_owned(), sync_at_each_login: false, ..view.form.clone() };
    let saved = saved(&scene, &edit(&view, edited.clone())).await;
    assert_eq!(saved.form, edited);

    let (_scene, after) = scene.holdings().await;
    let after = stored(after.connections);
    assert_eq!(after.display_name.as_deref(), Some("Acme"));
    let (mut before, mut after) = (before.options.expect("options").0, after.options.expect("options").0);
    for (member, value) in [("scope", "openid email"), ("set_user_root_attributes", "on_first_login")] {
        assert_eq!(after.remove(member), Some(value.into()), "{member}");
        before.remove(member);
    }
    before.sort_keys();
    after.sort_keys();
    assert_eq!(after, before);
}

#[tokio::test]
async fn changes_made_elsewhere_meanwhile_stay() {
    let scene = Scene::start().await;
    let view = scene.created("acme", Channel::BackChannel).await;
    let elsewhere = ConnectionForm { client_id: "another".to_owned(), ..view.form.clone() };
    saved(&scene, &edit(&view, elsewhere)).await;
    let here = ConnectionForm { scope: "openid".to_owned(), ..view.form.clone() };
    let merged = saved(&scene, &edit(&view, here)).await;
    assert_eq!((merged.form.client_id.as_str(), merged.form.scope.as_str()), ("another", "openid"));
}

#[tokio::test]
async fn a_field_that_both_sides_changed_waits_for_a_decision() {
    let scene = Scene::start().await;
    let view = scene.created("acme", Channel::BackChannel).await;
    let elsewhere = ConnectionForm { scope: "openid email".to_owned(), ..view.form.clone() };
    let theirs = saved(&scene, &edit(&view, elsewhere)).await;
    let here = edit(
        &view,
        ConnectionForm { scope: "openid phone".to_owned(), sync_at_each_login: false, ..view.form.clone() },
    );

    let SaveOutcome::Conflict { seen, conflicts, yours, theirs: others } =
        save(&scene, &here, &Decisions::default()).await
    else {
        panic!("no conflict")
    };
    let [conflict] = &conflicts[..] else { panic!("{conflicts:?}") };
    assert_eq!((conflict.path.as_str(), conflict.label.as_str()), ("/options/scope", "Scopes"));
    assert_eq!((conflict.yours.as_deref(), conflict.theirs.as_deref()), (Some("openid phone"), Some("openid email")));
    assert_eq!(conflict.loaded.as_deref(), Some(view.form.scope.as_str()));
    assert_eq!(
        yours.iter().map(|change| change.path.as_str()).collect::<Vec<_>>(),
        ["/options/set_user_root_attributes"]
    );
    assert_eq!(others, []);
    let now = scene.console.connection(&view.id).await.expect("the connection");
    assert_eq!(now, theirs, "nothing was written");

    let mine = Decisions { seen: Some(seen), mine: vec!["/options/scope".to_owned()], theirs: Vec::new() };
    // A decision counts for the state that it was made on, and for no other.
    let stale = Decisions { seen: Some(view.revision.clone()), ..mine.clone() };
    assert!(matches!(save(&scene, &here, &stale).await, SaveOutcome::Conflict { .. }));
    let SaveOutcome::Saved { view: decided, differs } = save(&scene, &here, &mine).await else {
        panic!("still a conflict")
    };
    assert_eq!((decided.form.scope.as_str(), decided.form.sync_at_each_login), ("openid phone", false));
    assert_eq!(differs, []);
}

#[tokio::test]
async fn a_review_names_each_change_and_shows_no_secret() {
    let scene = Scene::start().await;
    let view = scene.created("acme", Channel::BackChannel).await;
    let form = ConnectionForm {
        client_secret: SecretInput::Replace(Secret::new("brand-new-secret")),
        channel: Channel::BackChannel,
        scope: "openid".to_owned(),
        ..view.form.clone()
    };
    let changes = scene.console.review_changes(&edit(&view, form)).await.expect("a review");
    let labels: Vec<&str> = changes.iter().map(|change| change.label.as_str()).collect();
    assert_eq!(labels, ["Client Secret", "Scopes"]);
    assert!(!format!("{changes:?}").contains("brand-new-secret"));
    let front = ConnectionForm { channel: Channel::FrontChannel, ..view.form.clone() };
    let [change] = &scene.console.review_changes(&edit(&view, front)).await.expect("a review")[..] else { panic!() };
    assert!(change.meaning.as_ref().is_some_and(|meaning| meaning.weaker), "{change:?}");
    let untouched = scene.console.review_changes(&edit(&view, view.form.clone())).await.expect("a review");
    assert_eq!(untouched, []);
    assert_eq!(scene.console.connection(&view.id).await.expect("the connection"), view, "nothing was written");
}

#[tokio::test]
async fn a_page_whose_state_is_not_held_any_more_is_told_so() {
    let scene = Scene::start().await;
    let view = scene.created("acme", Channel::BackChannel).await;
    let edit = Edit { revision: "unknown".to_owned(), ..edit(&view, view.form.clone()) };
    let problem = scene.console.save_connection(&edit, &Decisions::default()).await.expect_err("refused");
    assert_eq!(problem.code, "page-too-old");
}

fn edit(view: &ConnectionView, form: ConnectionForm) -> Edit {
    Edit { id: view.id.clone(), revision: view.revision.clone(), form }
}

async fn save(scene: &Scene, edit: &Edit, decisions: &Decisions) -> SaveOutcome {
    scene.console.save_connection(edit, decisions).await.expect("an outcome")
}

async fn saved(scene: &Scene, edit: &Edit) -> ConnectionView {
    match save(scene, edit, &Decisions::default()).await {
        SaveOutcome::Saved { view, differs } => {
            assert_eq!(differs, []);
            *view
        }
        conflict @ SaveOutcome::Conflict { .. } => panic!("{conflict:?}"),
    }
}

fn stored(connections: Vec<Connection>) -> Connection {
    let [connection]: [Connection; 1] = connections.try_into().expect("one connection");
    connection
}

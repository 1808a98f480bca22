//! What cannot be read is shown with the reason, keeps nothing else from being shown, and can be deleted.

use lintel_console::{
    trial::PATIENCE,
    view::{
        BulkAction, ChangeKind, ChangeState, OrganizationChange, OrganizationRow, OrganizationUseForm,
        OrganizationsView, TrialRequest, UserSearch,
    },
};
use lintel_oidc::Channel;
use lintel_tenant::store::ApplicationRecord;
use serde_json::{Map, json};

use crate::scene::{Scene, restored, through_tenant};

const TENANT: &str = "tenant.sqlite3";
const JOURNAL: &str = "journal.sqlite3";

#[tokio::test]
async fn a_connection_that_cannot_be_read_is_in_the_list_and_is_deleted_from_there() {
    let scene = Scene::start().await;
    let bad = scene.enabled("bad", Channel::BackChannel).await;
    let good = scene.enabled("good", Channel::BackChannel).await;
    // As a provider's document left it before there was a bound.
    let deep = format!("{}1{}", "[".repeat(130), "]".repeat(130));
    let poison = format!(
        "UPDATE connection SET document = json_set(document, '$.deep', json('{deep}')) WHERE id = '{}'",
        bad.id
    );
    scene.damage(TENANT, &poison);
    let scene = scene.while_closed(drop).await;
    let page = scene.console.list_connections(None).await.expect("a list");
    let problems: Vec<(&str, Option<&str>)> =
        page.rows.iter().map(|row| (row.name.as_str(), row.problem.as_deref())).collect();
    assert_eq!(problems, [("bad", Some("its document is nested too deeply")), ("good", None)]);
    let refused = scene.console.connection(&bad.id).await.expect_err("there is no form of it");
    assert_eq!(refused.code, "connection-unreadable");
    assert!(refused.message.contains("bad cannot be read") && refused.remedy.is_some(), "{refused:?}");
    let trial = scene.tried(through_tenant(&good)).await;
    assert!(trial.diagnosis.is_none(), "{}", trial.detail);
    let counts = scene.console.enabled_counts(&[bad.id.clone(), good.id.clone()]).await.expect("counts");
    assert_eq!(counts.iter().map(|one| one.count).collect::<Vec<_>>(), [1, 1]);

    let delete = BulkAction::Delete { typed: "1".to_owned() };
    let outcome = scene
        .console
        .change_connections("t-1", std::slice::from_ref(&bad.id), &delete, &drop)
        .await
        .expect("an outcome");
    assert_eq!((outcome.changed, outcome.failed.len()), (vec![bad.id.clone()], 0));
    let rows = scene.console.list_connections(None).await.expect("a list").rows;
    assert_eq!(rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["good"]);
    let history = scene.console.history(&bad.id).await.expect("a history");
    assert_eq!((history[0].kind, history[0].state), (ChangeKind::Deleted, ChangeState::Done));
}

#[tokio::test]
async fn a_user_and_an_application_that_cannot_be_read_are_listed_and_deleted() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    scene.tried(through_tenant(&connection)).await;
    let form = lintel_console::view::ApplicationForm { name: "Shop".to_owned(), callbacks: Vec::new() };
    let shop = scene.console.create_application(&form, "regular_web").await.expect("an application").client_id;
    scene.damage(TENANT, "UPDATE user SET document = '{'");
    scene.damage(TENANT, &format!("UPDATE client SET client_secret = x'00' WHERE client_id = '{shop}'"));

    let everybody = UserSearch { text: String::new(), connection: None };
    let found = scene.console.find_users(&everybody, 0).await.expect("users");
    let [user] = &found.users[..] else { panic!("{found:?}") };
    assert_eq!(user.problem.as_deref(), Some("its document is not JSON"));
    let view = scene.console.user(&user.user_id).await.expect("a page");
    assert_eq!(view.row.problem, user.problem);
    scene.console.delete_user(&user.user_id, &user.user_id).await.expect("deleted");

    let applications = scene.console.tenant_applications().await.expect("a list");
    let row = applications.iter().find(|row| row.client_id == shop).expect("its row");
    assert!(row.problem.as_deref().is_some_and(|why| why.starts_with("a secret in it does not open")), "{row:?}");
    assert_eq!(applications.iter().filter(|row| row.problem.is_some()).count(), 1);
    scene.console.delete_application(&shop, &row.name).await.expect("deleted");
    assert_eq!(scene.console.tenant_applications().await.expect("a list").len(), applications.len() - 1);
}

#[tokio::test]
async fn a_key_that_cannot_be_read_is_named_and_a_rotation_takes_it_out_of_use() {
    let scene = Scene::start().await;
    let connection = scene.created("acme", Channel::BackChannel).await;
    scene.console.create_connection_keys(&connection.id, "ES256").await.expect("keys");
    scene.damage(TENANT, "UPDATE connection_key SET document = '[]' WHERE state = 'next'");
    let keys = scene.console.connection_keys(&connection.id).await.expect("keys").keys;
    let problems: Vec<bool> = keys.iter().map(|key| key.problem.is_some()).collect();
    assert_eq!(problems, [false, true]);
}

#[tokio::test]
async fn an_entry_of_the_journal_that_does_not_open_leaves_the_others() {
    let scene = Scene::start().await;
    let connection = scene.created("acme", Channel::BackChannel).await;
    scene.damage(
        JOURNAL,
        "INSERT INTO change (connection_id, at, kind, state, before, after) \
         SELECT connection_id, at, 'saved', 'sent', x'00', after FROM change",
    );
    let scene = scene.while_closed(drop).await;
    let history = scene.console.history(&connection.id).await.expect("a history");
    assert_eq!(history.iter().map(|entry| entry.problem.is_some()).collect::<Vec<_>>(), [true, false]);
    assert_eq!(history[1].kind, ChangeKind::Created);
    let refused = restored(&scene.console, history[0].id, true).await.expect_err("there is nothing to bring back");
    assert_eq!(refused.code, "entry-unreadable");
}

#[tokio::test]
async fn the_application_that_stands_for_all_is_none_to_route_for() {
    let scene = Scene::start().await;
    let connection = scene.created("acme", Channel::BackChannel).await;
    let (scene, ()) = scene
        .meanwhile(PATIENCE, async |tenant| {
            let client = json!({ "name": "All Applications", "global": true });
            let client: Map<_, _> = serde_json::from_value(client).expect("an object");
            let global = ApplicationRecord::new(client, "global-client".to_owned(), None, None);
            tenant.store().insert_client(&global).await.expect("a database");
        })
        .await;
    let form = lintel_console::view::ConnectionForm { domains: vec!["acme.example".to_owned()], ..connection.form };
    let routes = scene.console.route_email(&connection.id, &form, "ada@acme.example").await.expect("routes");
    let names: Vec<&str> = routes.applications.iter().map(|route| route.application.as_str()).collect();
    assert_eq!(names, ["Sample application"]);
}

#[tokio::test]
async fn an_organization_that_cannot_be_read_is_listed_hinders_no_other_and_is_deleted() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    for name in ["bad", "good"] {
        scene.console.create_organization(name, "").await.expect("an organization");
    }
    scene.damage(TENANT, "UPDATE organization SET document = '{' WHERE name = 'bad'");

    let rows = listed(&scene, &connection.id).await;
    let problems: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.problem.as_deref())).collect();
    assert_eq!(problems, [("bad", Some("its document is not JSON")), ("good", None)]);
    let uses = Some(OrganizationUseForm { assign_membership_on_login: true, show_as_button: true });
    let change = OrganizationChange { id: rows[1].id.clone(), name: "good".to_owned(), uses };
    let switched = scene.console.switch_organizations("t", &connection.id, &[change], &|_| {}).await.expect("switched");
    assert_eq!(switched.refused, []);
    let to = |organization: &str| TrialRequest::ThroughTenant {
        connection_id: connection.id.clone(),
        application: None,
        organization: Some(organization.to_owned()),
    };
    let trial = scene.tried(to(&rows[1].id)).await;
    assert!(trial.diagnosis.is_none(), "{}", trial.detail);
    scene.tried(through_tenant(&connection)).await;

    scene.console.delete_organization(&rows[0].id).await.expect("deleted");
    let left: Vec<_> = listed(&scene, &connection.id).await.into_iter().map(|row| row.name).collect();
    assert_eq!(left, ["good"]);
}

async fn listed(scene: &Scene, connection: &str) -> Vec<OrganizationRow> {
    match scene.console.list_organizations("t", connection, &|_| {}).await.expect("a list") {
        OrganizationsView::Shown { organizations, .. } => organizations,
        hidden => panic!("{hidden:?}"),
    }
}

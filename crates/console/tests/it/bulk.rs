//! One change of many connections, and the list of a tenant that has many.

use std::sync::{Arc, Mutex};

use lintel_console::{
    Console, Problem,
    trial::PATIENCE,
    view::{BulkAction, BulkOutcome, BulkProgress, ChangeKind, ChangeState, ConnectionForm, RestoreOutcome},
};
use lintel_management::{Client, Connection, Credentials};
use lintel_oidc::Channel;
use serde_json::json;
use url::Url;

use crate::scene::{Scene, restored};

const TICKET: &str = "bulk-1";

#[tokio::test]
async fn many_are_enabled_for_an_application_and_those_that_were_are_told_apart() {
    let scene = Scene::start().await;
    let enabled = scene.enabled("first", Channel::BackChannel).await.id;
    let other = scene.created("second", Channel::BackChannel).await.id;
    let sample = scene.sample(&other).await;
    let action = |enabled| BulkAction::Application { client_id: sample.clone(), enabled };
    let ids = vec![enabled.clone(), other.clone()];

    let outcome = changed(&scene.console, &ids, &action(true)).await.expect("an outcome");
    assert_eq!((&outcome.changed, outcome.unchanged, outcome.left), (&vec![other.clone()], 1, 0));
    assert_eq!(counts(&scene.console, &ids).await, [1, 1]);
    let undone = changed(&scene.console, &outcome.changed, &action(false)).await.expect("an outcome");
    assert_eq!(undone.changed, [other]);
    assert_eq!(counts(&scene.console, &ids).await, [1, 0]);
}

#[tokio::test]
async fn a_button_is_shown_without_touching_anything_else_and_the_history_takes_it_back() {
    let scene = Scene::start().await;
    let form = ConnectionForm { display_name: "Acme".to_owned(), ..scene.form("acme", Channel::BackChannel) };
    let id = scene.console.create_connection(&form).await.expect("a connection").id;
    let (scene, before) = scene.holdings().await;
    let outcome = changed(&scene.console, std::slice::from_ref(&id), &BulkAction::Button { shown: true }).await;
    assert_eq!(outcome.expect("an outcome").changed, std::slice::from_ref(&id));
    assert!(scene.console.connection_row(&id, None).await.expect("a row").show_as_button);

    let history = scene.console.history(&id).await.expect("a history");
    assert_eq!((history[0].kind, history[0].state), (ChangeKind::Saved, ChangeState::Done));
    let [change] = &history[0].changes[..] else { panic!("{history:?}") };
    assert_eq!((change.label.as_str(), change.after.as_deref()), ("Display connection button", Some("On")));
    let (scene, after) = scene.holdings().await;
    let expected = Connection { show_as_button: true, ..before.connections[0].clone() };
    assert_eq!(after.connections, [expected]);

    let again = changed(&scene.console, std::slice::from_ref(&id), &BulkAction::Button { shown: true }).await;
    assert_eq!(again.expect("an outcome").unchanged, 1);
    let outcome = restored(&scene.console, history[0].id, false).await.expect("restored");
    assert!(matches!(outcome, RestoreOutcome::Saved { differs, .. } if differs.is_empty()));
    assert!(!scene.console.connection_row(&id, None).await.expect("a row").show_as_button);
}

#[tokio::test]
async fn many_are_deleted_by_their_number_and_one_that_fails_keeps_no_other() {
    let scene = Scene::start().await;
    let ids = vec![
        scene.created("first", Channel::BackChannel).await.id,
        "con_0000000000000000".to_owned(),
        scene.created("second", Channel::FrontChannel).await.id,
    ];
    let refused = changed(&scene.console, &ids, &BulkAction::Delete { typed: "2".to_owned() }).await;
    assert_eq!(refused.expect_err("refused").field.as_deref(), Some("typed"));
    assert_eq!(scene.console.list_connections(None).await.expect("a list").rows.len(), 2, "nothing was deleted");

    let typed = "Delete 3 connections".to_owned();
    let mut outcome = changed(&scene.console, &ids, &BulkAction::Delete { typed }).await.expect("an outcome");
    outcome.changed.sort_by_key(|id| ids.iter().position(|known| known == id));
    assert_eq!(outcome.changed, [ids[0].clone(), ids[2].clone()]);
    let [failure] = &outcome.failed[..] else { panic!("{outcome:?}") };
    assert_eq!((failure.id.as_str(), failure.problem.code.as_str()), (ids[1].as_str(), "connection-gone"));
    assert_eq!(scene.console.history(&ids[0]).await.expect("a history")[0].kind, ChangeKind::Deleted);
    let (_scene, holdings) = scene.holdings().await;
    assert_eq!(holdings.connections, []);
}

#[tokio::test]
async fn a_cancelled_change_ends_what_is_under_way_and_begins_nothing_more() {
    let (scene, ids) = Scene::start().await.with_many(40).await;
    let console = Arc::clone(&scene.console);
    let seen = Mutex::new(Vec::new());
    let observer = |progress: BulkProgress| {
        seen.lock().expect("no panic").push((progress.done, progress.total));
        console.cancel(&progress.ticket);
    };
    let action = BulkAction::Button { shown: true };
    let outcome = scene.console.change_connections(TICKET, &ids, &action, &observer).await.expect("an outcome");
    // As many as the client would ever let out are under way.
    assert!(outcome.left > 20, "{outcome:?}");
    assert_eq!(outcome.changed.len() + outcome.left as usize, 40);
    assert_eq!(seen.lock().expect("no panic").first(), Some(&(1, 40)));
    for id in &outcome.changed {
        assert_eq!(scene.console.history(id).await.expect("a history")[0].state, ChangeState::Done);
    }
    let again = changed(&scene.console, &ids, &action).await.expect("an outcome");
    assert_eq!((again.unchanged as usize, again.left), (outcome.changed.len(), 0));
}

#[tokio::test]
async fn a_long_list_comes_page_by_page_and_its_applications_are_counted_together() {
    let (scene, ids) = Scene::start().await.with_many(130).await;
    for id in &ids[..3] {
        scene.enable_sample(id).await;
    }
    let first = scene.console.list_connections(None).await.expect("a page");
    assert_eq!(first.rows.len(), 100);
    let last = scene.console.list_connections(first.next.as_deref()).await.expect("a page");
    assert_eq!((last.rows.len(), last.next), (30, None));
    let mut names: Vec<String> = first.rows.into_iter().chain(last.rows).map(|row| row.name).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 130);

    let together = counts(&scene.console, &ids).await;
    let one_by_one = counts(&scene.console, &ids[..40]).await;
    assert_eq!(together.iter().sum::<u32>(), 3);
    assert_eq!(together[..40], one_by_one);
}

async fn changed(console: &Console, ids: &[String], action: &BulkAction) -> Result<BulkOutcome, Problem> {
    console.change_connections(TICKET, ids, action, &|_| {}).await
}

async fn counts(console: &Console, ids: &[String]) -> Vec<u32> {
    console.enabled_counts(ids).await.expect("counts").into_iter().map(|counted| counted.count).collect()
}

impl Scene {
    /// With that many connections, and their IDs.
    pub(crate) async fn with_many(self, total: usize) -> (Scene, Vec<String>) {
        self.meanwhile(PATIENCE, async |tenant| {
            let serving = tenant.serve().await.expect("the tenant serves");
            let (id, secret) = tenant.management_client();
            let credentials = Credentials::new(id, secret.expose(), tenant.audience());
            let client = Client::new(Url::parse(tenant.url()).expect("a URL"), credentials).expect("a client");
            let options = json!({
                "type": "front_channel", "client_id": "many", "scope": "openid", "issuer": "https://id.example",
                "authorization_endpoint": "https://id.example/authorize", "jwks_uri": "https://id.example/keys",
            });
            let mut ids = Vec::new();
            for number in 0..total {
                let body = json!({ "name": format!("many-{number}"), "strategy": "oidc", "options": options });
                ids.push(client.create_connection(&body).await.expect("created").id);
            }
            serving.shutdown().await;
            ids
        })
        .await
    }
}

//! `/api/v2/connections/{id}/clients`: which applications may sign in through a connection.

use serde_json::{Value, json};

use crate::api_scene::{Scene, path_of};

#[tokio::test]
async fn a_patch_changes_the_applications_it_names() {
    let scene = Scene::start().await;
    let path = format!("{}/clients", path_of(&scene.connection("acme").await));
    let (one, two) = (scene.application("One").await, scene.application("Two").await);
    for (change, enabled) in [
        (json!([{ "client_id": one, "status": true }]), vec![&one]),
        (json!([{ "client_id": two, "status": true }]), vec![&one, &two]),
        (json!([{ "client_id": two, "status": true }]), vec![&one, &two]),
        (json!([{ "client_id": one, "status": false }]), vec![&two]),
        (json!([{ "client_id": one, "status": false }, { "client_id": two, "status": false }]), vec![]),
    ] {
        let answer = scene.patch(&path, &change).await;
        assert_eq!(answer.status, 204, "{}", answer.text);
        assert_eq!(scene.get(&path).await.body["clients"], ids(&enabled), "after {change}");
    }
}

#[tokio::test]
async fn one_patch_names_1_to_50_applications() {
    let scene = Scene::start().await;
    let path = format!("{}/clients", path_of(&scene.connection("acme").await));
    let client_id = scene.application("App").await;
    let changes = |count: usize| Value::from(vec![json!({ "client_id": client_id, "status": true }); count]);
    scene.patch(&path, &changes(0)).await.assert_error(400, "invalid_body", "Array is too short (0 items), minimum 1");
    scene.patch(&path, &changes(51)).await.assert_error(
        400,
        "invalid_body",
        "Array is too long (51 items), maximum 50",
    );
    assert_eq!(scene.get(&path).await.body["clients"], json!([]));
    assert_eq!(scene.patch(&path, &changes(50)).await.status, 204);
    assert_eq!(scene.get(&path).await.body["clients"], ids(&[&client_id]));
}

#[tokio::test]
async fn a_patch_that_names_an_unknown_application_changes_nothing() {
    let scene = Scene::start().await;
    let path = format!("{}/clients", path_of(&scene.connection("acme").await));
    let known = scene.application("App").await;
    let changes = json!([{ "client_id": known, "status": true }, { "client_id": "nobody", "status": true }]);
    scene.patch(&path, &changes).await.assert_error(404, "inexistent_client", "The client does not exist");
    assert_eq!(scene.get(&path).await.body["clients"], json!([]));
}

#[tokio::test]
async fn a_patch_of_another_form_is_refused() {
    let scene = Scene::start().await;
    let path = format!("{}/clients", path_of(&scene.connection("acme").await));
    for body in [
        json!({}),
        json!(null),
        json!(["a"]),
        json!([{ "client_id": "a" }]),
        json!([{ "status": true }]),
        json!([{ "client_id": "a", "status": "true" }]),
        json!([{ "client_id": "a", "status": true, "more": 1 }]),
    ] {
        scene.patch(&path, &body).await.assert_error(400, "invalid_body", "Payload validation error");
    }
}

#[tokio::test]
async fn an_application_lists_its_connections() {
    let scene = Scene::start().await;
    let client_id = scene.application("App").await;
    for name in ["a", "b", "c", "not-enabled"] {
        let connection = scene.connection(name).await;
        let change = json!([{ "client_id": client_id, "status": name != "not-enabled" }]);
        scene.patch(&format!("{}/clients", path_of(&connection)), &change).await;
    }
    let path = format!("clients/{client_id}/connections");
    assert_eq!(scene.get(&path).await.names("connections"), ["a", "b", "c"]);
    let first = scene.get(&format!("{path}?take=2")).await;
    assert_eq!(first.names("connections"), ["a", "b"]);
    let from = first.body["next"].as_str().expect("a checkpoint");
    let last = scene.get(&format!("{path}?take=2&from={from}")).await;
    assert_eq!((last.names("connections"), last.body.get("next")), (vec!["c"], None));
    assert_eq!(scene.get(&format!("{path}?strategy=samlp")).await.body, json!({ "connections": [] }));
    let shown = scene.get(&format!("{path}?fields=name&take=1")).await;
    assert_eq!(shown.body["connections"][0].get("options"), None);
    scene.get("clients/nobody/connections").await.assert_error(404, "inexistent_client", "");
}

fn ids(client_ids: &[&String]) -> Value {
    client_ids.iter().map(|client_id| json!({ "client_id": client_id })).collect()
}

#[tokio::test]
async fn a_change_names_every_application_only_where_it_comes_as_before_july_2026() {
    let scene = Scene::start().await;
    let path = path_of(&scene.connection("acme").await);
    let clients = format!("{path}/clients");
    let (one, two) = (scene.application("One").await, scene.application("Two").await);
    let refused = scene.patch(&path, &json!({ "enabled_clients": [one] })).await;
    refused.assert_error(400, "invalid_body", "Additional properties not allowed: enabled_clients");

    scene.tenant.answer_as_before_2026_07();
    for enabled in [vec![&one], vec![&one, &two], vec![&two], vec![]] {
        let answer = scene.patch(&path, &json!({ "display_name": "Acme", "enabled_clients": enabled })).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(scene.get(&clients).await.body["clients"], ids(&enabled));
    }
    scene.patch(&path, &json!({ "enabled_clients": [two, two] })).await;
    let unknown = scene.patch(&path, &json!({ "display_name": "Other", "enabled_clients": [one, "nobody"] })).await;
    unknown.assert_error(400, "invalid_body", "There is no client with ID nobody");
    scene.patch(&path, &json!({ "show_as_button": true })).await;
    assert_eq!(scene.get(&clients).await.body["clients"], ids(&[&two]), "as it was");
    assert_eq!(scene.get(&path).await.body["display_name"], "acme");
}

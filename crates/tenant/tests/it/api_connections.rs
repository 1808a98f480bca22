//! `/api/v2/connections`: names, realms, the life of a connection.

use serde_json::{Value, json};

use crate::api_scene::{Scene, create, explicit_options, path_of};

const NO_CONNECTION: &str = "connections/con_0123456789abcdef";

#[tokio::test]
async fn a_name_is_taken_once() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme").await;
    let again = scene.post("connections", &create("acme", explicit_options())).await;
    again.assert_error(409, "connection_conflict", "A connection with the same name already exists");
    assert_eq!(scene.delete(&path_of(&connection)).await.status, 202);
    scene.connection("acme").await;
}

#[tokio::test]
async fn names_follow_the_published_rule() {
    let scene = Scene::start().await;
    let longest = "a".repeat(128);
    for name in ["a", "0", "Acme-1", "a-b-c", longest.as_str()] {
        assert_eq!(scene.post("connections", &create(name, explicit_options())).await.status, 201, "{name}");
    }
    let too_long = "a".repeat(129);
    for name in ["", "-a", "a-", "a--b", "a_b", "a b", "a.b", "é", "a\n", too_long.as_str()] {
        let answer = scene.post("connections", &create(name, explicit_options())).await;
        answer.assert_error(400, "invalid_body", "on property name");
    }
    let mut nameless = create("acme", explicit_options());
    nameless.as_object_mut().expect("an object").shift_remove("name");
    let answer = scene.post("connections", &nameless).await;
    answer.assert_error(400, "invalid_body", "Payload validation error: 'Missing required property: name'");
}

#[tokio::test]
async fn name_and_strategy_cannot_be_changed() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme").await;
    for (member, value) in
        [("name", "other"), ("name", "acme"), ("strategy", "oidc"), ("id", "con_other"), ("enabled_clients", "a")]
    {
        let answer = scene.patch(&path_of(&connection), &json!({ member: value })).await;
        answer.assert_error(400, "invalid_body", &format!("Additional properties not allowed: {member}"));
    }
    assert_eq!(scene.get("connections").await.names(""), ["acme"]);
}

#[tokio::test]
async fn a_patch_that_says_nothing_is_refused() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme").await;
    scene.patch(&path_of(&connection), &json!({})).await.assert_error(400, "invalid_body", "Too few properties");
}

#[tokio::test]
async fn other_strategies_and_unknown_members_are_refused() {
    let scene = Scene::start().await;
    let mut body = create("acme", explicit_options());
    body["strategy"] = "samlp".into();
    scene.post("connections", &body).await.assert_error(400, "invalid_body", "No enum match for: samlp");
    let mut body = create("acme", explicit_options());
    body["nonsense"] = true.into();
    let answer = scene.post("connections", &body).await;
    answer.assert_error(400, "invalid_body", "Additional properties not allowed: nonsense");
    let bare = json!({ "strategy": "oidc", "name": "acme" });
    scene.post("connections", &bare).await.assert_error(400, "invalid_body", "options.client_id is required");
    let answer = scene.post("connections", &create("acme", json!({ "client_id": "id" }))).await;
    answer.assert_error(400, "invalid_body", r#""options.issuer" is missing"#);
}

#[tokio::test]
async fn every_member_at_the_top_is_kept_and_changed() {
    let scene = Scene::start().await;
    let client_id = scene.application("App").await;
    let given = json!({
        "display_name": "Acme Inc.",
        "is_domain_connection": true,
        "show_as_button": true,
        "realms": ["acme", "acme.example"],
        "metadata": { "tier": "gold", "gone": null },
        "authentication": { "active": false },
        "connected_accounts": { "active": true },
        "cross_app_access_resource_app": { "status": "enabled" },
    });
    let mut body = create("acme", explicit_options());
    body.as_object_mut().expect("an object").extend(given.as_object().expect("an object").clone());
    body["enabled_clients"] = json!([client_id, client_id]);
    let connection = scene.created(&body).await;
    let mut wanted = given.clone();
    wanted["metadata"] = json!({ "tier": "gold" });
    holds(&connection, &wanted);
    assert_eq!(connection["enabled_clients"], json!([client_id]));
    holds(&scene.get(&path_of(&connection)).await.body, &wanted);

    let changes = json!({
        "is_domain_connection": false,
        "metadata": { "tier": null, "region": "eu" },
        "cross_app_access_resource_app": null,
    });
    let changed = scene.patch(&path_of(&connection), &changes).await.body;
    assert_eq!(changed.get("cross_app_access_resource_app"), None);
    assert_eq!(changed["metadata"], json!({ "region": "eu" }));
    assert_eq!(changed["is_domain_connection"], false);
    assert_eq!(changed["realms"], given["realms"], "what the body lacks stays");
    assert_eq!(scene.get(&path_of(&connection)).await.body, changed);
}

#[tokio::test]
async fn metadata_stays_within_ten_keys() {
    let scene = Scene::start().await;
    let keys = |from: usize, to: usize| (from..to).map(|key| (format!("k{key}"), json!("v"))).collect::<Value>();
    let mut body = create("acme", explicit_options());
    body["metadata"] = keys(0, 10);
    let connection = scene.created(&body).await;
    let answer = scene.patch(&path_of(&connection), &json!({ "metadata": keys(10, 11) })).await;
    assert_eq!(answer.status, 400, "eleven would be kept: {}", answer.text);
    assert_eq!(scene.get(&path_of(&connection)).await.body["metadata"], keys(0, 10));
}

#[tokio::test]
async fn a_realm_belongs_to_one_connection() {
    let scene = Scene::start().await;
    scene.connection("acme").await;
    let other = scene.connection("other").await;
    let mut body = create("third", explicit_options());
    body["realms"] = json!(["acme"]);
    scene.post("connections", &body).await.assert_error(409, "connection_conflict", "realm acme");
    let answer = scene.patch(&path_of(&other), &json!({ "realms": ["acme"] })).await;
    answer.assert_error(409, "connection_conflict", "realm acme");
    let answer = scene.patch(&path_of(&other), &json!({ "realms": ["other", "more"] })).await;
    assert_eq!(answer.body["realms"], json!(["other", "more"]));
}

#[tokio::test]
async fn an_application_that_does_not_exist_cannot_be_enabled_by_a_create() {
    let scene = Scene::start().await;
    let mut body = create("acme", explicit_options());
    body["enabled_clients"] = json!(["nobody"]);
    scene.post("connections", &body).await.assert_error(400, "invalid_body", "nobody");
    assert_eq!(scene.get("connections").await.body, json!([]));
}

#[tokio::test]
async fn delete_takes_the_connection_its_users_and_its_applications() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme").await;
    let user_id = scene.user(&connection, "ada", json!({})).await;
    let client_id = scene.application("App").await;
    let path = path_of(&connection);
    scene.patch(&format!("{path}/clients"), &json!([{ "client_id": client_id, "status": true }])).await;
    let deleted = scene.delete(&path).await;
    assert_eq!(deleted.status, 202, "{}", deleted.text);
    assert_eq!(scene.delete(&path).await.status, 204, "nothing is left to delete");
    for gone in [path.clone(), format!("{path}/clients")] {
        scene.get(&gone).await.assert_error(404, "inexistent_connection", "The connection does not exist");
    }
    scene.get(&format!("users/{}", user_id.replace('|', "%7C"))).await.assert_error(404, "inexistent_user", "");
    assert_eq!(scene.get(&format!("clients/{client_id}/connections")).await.body["connections"], json!([]));
}

#[tokio::test]
async fn a_connection_that_does_not_exist_is_not_found() {
    let scene = Scene::start().await;
    let enable = json!([{ "client_id": "a", "status": true }]);
    for answer in [
        scene.get(NO_CONNECTION).await,
        scene.patch(NO_CONNECTION, &json!({ "show_as_button": true })).await,
        scene.patch(NO_CONNECTION, &json!({ "options": explicit_options() })).await,
        scene.get(&format!("{NO_CONNECTION}/clients")).await,
        scene.patch(&format!("{NO_CONNECTION}/clients"), &enable).await,
    ] {
        answer.assert_error(404, "inexistent_connection", "The connection does not exist");
    }
    assert_eq!(scene.delete(NO_CONNECTION).await.status, 204);
}

fn holds(connection: &Value, members: &Value) {
    for (member, value) in members.as_object().expect("an object") {
        assert_eq!(connection[member], *value, "{member}");
    }
}

#[tokio::test]
async fn a_connection_without_an_agent_is_connected_to_no_node() {
    let scene = Scene::start().await;
    let path = format!("{}/status", path_of(&scene.connection("acme").await));
    let status = scene.get(&path).await;
    assert_eq!((status.status, &status.body["errorCode"]), (404, &Value::Null), "{}", status.text);
    assert_eq!(status.body["message"], "The connection is not connected to any node");
    let unknown = scene.get("connections/con_0000000000000000/status").await;
    unknown.assert_error(404, "inexistent_connection", "The connection does not exist");
    let caller = scene.with_scopes("read:clients").await;
    let expected = "Insufficient scope, expected any of: read:connections";
    caller.get(&path).await.assert_error(403, "insufficient_scope", expected);
}

//! `/api/v2/clients`: applications.

use serde_json::json;

use crate::api_scene::Scene;

#[tokio::test]
async fn a_confidential_application_gets_a_secret() {
    let scene = Scene::start().await;
    let asked = json!({
        "name": "App",
        "app_type": "regular_web",
        "callbacks": ["http://localhost:9999/callback"],
        "description": "One",
        "client_metadata": { "team": "a" },
        "refresh_token": null,
    });
    let created = scene.post("clients", &asked).await;
    assert_eq!(created.status, 201, "{}", created.text);
    for (member, value) in asked.as_object().expect("an object") {
        assert_eq!(created.body[member], *value, "{member}");
    }
    let secret = created.body["client_secret"].as_str().expect("a secret");
    assert_eq!(secret.len(), 64);
    let path = format!("clients/{}", created.body["client_id"].as_str().expect("a client ID"));
    assert_eq!(scene.get(&path).await.body, created.body);
    let other = scene.post("clients", &asked).await.body;
    assert_ne!((&other["client_id"], &other["client_secret"]), (&created.body["client_id"], &secret.into()));
}

#[tokio::test]
async fn a_public_application_gets_none() {
    let scene = Scene::start().await;
    for asked in [
        json!({ "name": "App", "app_type": "spa" }),
        json!({ "name": "App", "app_type": "native" }),
        json!({ "name": "App", "app_type": "regular_web", "token_endpoint_auth_method": "none" }),
    ] {
        let created = scene.post("clients", &asked).await.body;
        assert_eq!(created.get("client_secret"), None, "{asked}");
        assert_eq!(created["token_endpoint_auth_method"], "none", "{asked}");
    }
}

#[tokio::test]
async fn scopes_decide_how_much_of_an_application_is_shown() {
    let scene = Scene::start().await;
    let path = format!("clients/{}", scene.application("App").await);
    let keys = scene.with_scopes("read:client_keys").await.get(&path).await.body;
    assert!(keys["client_secret"].is_string(), "{keys}");
    let clients = scene.with_scopes("read:clients").await.get(&path).await.body;
    assert_eq!(clients.get("client_secret"), None);
    assert!(clients["callbacks"].is_array(), "{clients}");
    let summary = scene.with_scopes("read:client_summary").await.get(&path).await.body;
    let members: Vec<&String> = summary.as_object().expect("an object").keys().collect();
    assert!(members.iter().all(|name| ["client_id", "app_type", "name", "description"].contains(&name.as_str())));
    assert_eq!(summary["name"], "App");
}

#[tokio::test]
async fn applications_are_filtered() {
    let scene = Scene::start().await;
    let own: Vec<String> = scene.get("clients").await.names("").into_iter().map(str::to_owned).collect();
    for (name, app_type) in [("One", "spa"), ("Two", "native"), ("Three", "spa")] {
        scene.post("clients", &json!({ "name": name, "app_type": app_type })).await;
    }
    scene.post("clients", &json!({ "name": "Third party", "is_first_party": false })).await;
    assert_eq!(scene.get("clients?app_type=spa").await.names(""), ["One", "Three"]);
    assert_eq!(scene.get("clients?app_type=spa,native").await.names(""), ["One", "Two", "Three"]);
    assert_eq!(scene.get("clients?is_first_party=false").await.names(""), ["Third party"]);
    assert_eq!(scene.get("clients?is_first_party=true").await.names("").len(), own.len() + 3);
    assert_eq!(scene.get("clients?is_global=true").await.body, json!([]));
}

#[tokio::test]
async fn an_application_that_is_not_as_published_is_refused() {
    let scene = Scene::start().await;
    for (asked, message) in [
        (json!({}), "Missing required property: name"),
        (json!({ "name": "<b>" }), "on property name"),
        (json!({ "name": "App", "app_type": "toaster" }), "on property app_type"),
        (json!({ "name": "App", "callbacks": ["not a URL"] }), "on property callbacks[0]"),
        (json!({ "name": "App", "client_id": "mine" }), "Additional properties not allowed: client_id"),
        (json!({ "name": "App", "description": "x".repeat(141) }), "on property description"),
    ] {
        scene.post("clients", &asked).await.assert_error(400, "invalid_body", message);
    }
    scene.get("clients/nobody").await.assert_error(404, "inexistent_client", "The client does not exist");
}

//! `/api/v2/clients`: applications.

use serde_json::{Map, Value, json};

use crate::api_scene::{Scene, path_of};

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
        (
            json!({ "name": "App", "callbacks": ["https://a.example", "javascript:alert(1)"] }),
            "on property callbacks[1]",
        ),
        (json!({ "name": "App", "callbacks": ["DATA:text/html,x"] }), "on property callbacks[0]"),
        (json!({ "name": "App", "callbacks": ["file:///etc/passwd"] }), "on property callbacks[0]"),
        (json!({ "name": "App", "callbacks": ["vbscript:x"] }), "on property callbacks[0]"),
        (json!({ "name": "App", "grant_types": ["authorisation_code"] }), "on property grant_types[0]"),
        (json!({ "name": "App", "grant_types": "implicit" }), "on property grant_types"),
        (json!({ "name": "App", "client_id": "mine" }), "Additional properties not allowed: client_id"),
        (json!({ "name": "App", "description": "x".repeat(141) }), "on property description"),
    ] {
        scene.post("clients", &asked).await.assert_error(400, "invalid_body", message);
    }
    scene.get("clients/nobody").await.assert_error(404, "inexistent_client", "The client does not exist");
}

#[tokio::test]
async fn a_change_keeps_what_it_does_not_name() {
    let scene = Scene::start().await;
    let asked = json!({
        "name": "App",
        "app_type": "regular_web",
        "callbacks": ["http://localhost:9999/callback"],
        "client_metadata": { "team": "a", "floor": "2" },
        "organization_usage": "allow",
    });
    let created = scene.post("clients", &asked).await.body;
    let path = format!("clients/{}", created["client_id"].as_str().expect("a client ID"));
    let change = json!({
        "name": "New name",
        "client_metadata": { "team": "b", "floor": null },
        "refresh_token": null,
        "organization_usage": "require",
        "logo_uri": "https://cdn.example/logo.svg",
    });
    let changed = scene.patch(&path, &change).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    assert_eq!(scene.get(&path).await.body, changed.body);
    assert_eq!(changed.body["name"], "New name");
    assert_eq!(changed.body["client_metadata"], json!({ "team": "b" }));
    assert_eq!(changed.body["organization_usage"], "require", "published members without effect here are kept");
    for member in ["client_id", "client_secret", "callbacks", "app_type", "grant_types"] {
        assert_eq!(changed.body[member], created[member], "{member}");
    }
}

#[tokio::test]
async fn an_application_that_stops_being_public_gets_a_secret() {
    let scene = Scene::start().await;
    let created = scene.post("clients", &json!({ "name": "App", "app_type": "spa" })).await.body;
    let path = format!("clients/{}", created["client_id"].as_str().expect("a client ID"));
    let changed = scene
        .patch(&path, &json!({ "app_type": "regular_web", "token_endpoint_auth_method": "client_secret_basic" }))
        .await;
    assert_eq!(changed.body["client_secret"].as_str().expect("a secret").len(), 64);
    let secret = json!({ "client_secret": "chosen" });
    assert_eq!(scene.patch(&path, &secret).await.body["client_secret"], "chosen");
    let caller = scene.with_scopes("update:clients").await;
    caller.patch(&path, &secret).await.assert_error(403, "insufficient_scope", "any of: update:client_keys");
    let shown = caller.patch(&path, &json!({ "name": "Other" })).await.body;
    assert_eq!(shown.get("client_secret"), None, "shown to whoever may read keys");
}

#[tokio::test]
async fn a_change_that_is_not_as_published_is_refused() {
    let scene = Scene::start().await;
    let path = format!("clients/{}", scene.application("App").await);
    for (change, message) in [
        (json!({}), "Too few properties defined (0), minimum 1"),
        (json!({ "name": "" }), "on property name"),
        (json!({ "client_id": "mine" }), "Additional properties not allowed: client_id"),
        (json!({ "tenant": "other" }), "Additional properties not allowed: tenant"),
        (json!({ "callbacks": "https://a.example" }), "Expected type array but found type string"),
    ] {
        scene.patch(&path, &change).await.assert_error(400, "invalid_body", message);
    }
    let many: Map<String, Value> = (0..6).map(|number| (format!("a{number}"), "x".into())).collect();
    let more: Map<String, Value> = (0..6).map(|number| (format!("b{number}"), "x".into())).collect();
    assert_eq!(scene.patch(&path, &json!({ "client_metadata": many })).await.status, 200);
    let over = scene.patch(&path, &json!({ "client_metadata": more })).await;
    over.assert_error(400, "invalid_body", "on property client_metadata");
    let nobody = scene.patch("clients/nobody", &json!({ "name": "x" })).await;
    nobody.assert_error(404, "inexistent_client", "The client does not exist");
}

#[tokio::test]
async fn a_deleted_application_is_gone_with_its_enablements() {
    let scene = Scene::start().await;
    let (client_id, connection) = (scene.application("App").await, scene.connection("acme").await);
    let enabled = format!("{}/clients", path_of(&connection));
    scene.patch(&enabled, &json!([{ "client_id": client_id, "status": true }])).await;
    for _ in 0..2 {
        assert_eq!(scene.delete(&format!("clients/{client_id}")).await.status, 204);
    }
    assert_eq!(scene.get(&enabled).await.body, json!({ "clients": [] }));
    assert_eq!(scene.get(&format!("clients/{client_id}")).await.status, 404);
}

#[tokio::test]
async fn the_applications_that_lintel_needs_stay() {
    let scene = Scene::start().await;
    let (management, _) = scene.tenant.management_client();
    let sample = scene.tenant.sample_application().client_id.clone();
    for (client_id, why) in [
        (management, "Lintel manages this tenant with this application"),
        (sample, "Lintel's test logins sign in to this application"),
    ] {
        let path = format!("clients/{client_id}");
        let before = scene.get(&path).await.body;
        scene.delete(&path).await.assert_error(
            400,
            "operation_not_supported",
            &format!("{why}, so it cannot be deleted"),
        );
        let change = json!({ "client_secret": "chosen" });
        scene.patch(&path, &change).await.assert_error(
            400,
            "operation_not_supported",
            "so its client_secret cannot be changed",
        );
        assert_eq!(scene.get(&path).await.body, before);
        assert_eq!(scene.patch(&path, &json!({ "description": "Mine" })).await.body["description"], "Mine");
    }
}

#[tokio::test]
async fn an_application_may_use_the_grants_of_its_kind_unless_it_says_which() {
    let scene = Scene::start().await;
    let grants = async |asked: Value| scene.post("clients", &asked).await.body["grant_types"].clone();
    let public = json!(["authorization_code", "implicit", "refresh_token"]);
    assert_eq!(grants(json!({ "name": "App", "app_type": "spa" })).await, public);
    let confidential = json!(["authorization_code", "implicit", "refresh_token", "client_credentials"]);
    assert_eq!(grants(json!({ "name": "App", "app_type": "regular_web" })).await, confidential);
    let own = json!(["urn:ietf:params:oauth:grant-type:device_code"]);
    assert_eq!(grants(json!({ "name": "App", "grant_types": own })).await, own);
    assert_eq!(grants(json!({ "name": "App", "grant_types": [] })).await, json!([]));
}

#[tokio::test]
async fn the_managing_application_keeps_what_it_works_by_and_shows_its_secret_to_nobody() {
    let scene = Scene::start().await;
    let (management, secret) = scene.tenant.management_client();
    let path = format!("clients/{management}");
    let before = scene.get(&path).await.body;
    for change in [
        json!({ "token_endpoint_auth_method": "none" }),
        json!({ "token_endpoint_auth_method": null }),
        json!({ "grant_types": [] }),
        json!({ "app_type": "spa" }),
        json!({ "name": "Mine", "jwt_configuration": { "alg": "HS256" } }),
    ] {
        let refused = scene.patch(&path, &change).await;
        refused.assert_error(
            400,
            "operation_not_supported",
            "Lintel manages this tenant with this application, so its",
        );
    }
    assert_eq!(scene.get(&path).await.body, before);
    let same = json!({ "grant_types": before["grant_types"], "callbacks": ["https://app.example/cb"], "name": "Mine" });
    assert_eq!(scene.patch(&path, &same).await.body["name"], "Mine");
    let sample = scene.tenant.sample_application();
    let gone = scene.patch(&format!("clients/{}", sample.client_id), &json!({ "callbacks": [] })).await;
    gone.assert_error(400, "operation_not_supported", "so its callback");

    let keys = scene.with_scopes("read:client_keys").await;
    let other = scene.application("App").await;
    assert!(keys.get(&format!("clients/{other}")).await.body["client_secret"].is_string());
    for path in [path.as_str(), "clients", "clients?fields=client_id,client_secret"] {
        let answer = keys.get(path).await;
        assert_eq!(answer.status, 200);
        assert!(!answer.text.contains(secret.expose()), "{path}");
    }
}

//! What the log tells of sign-ins.

use reqwest::Method;
use serde_json::{Value, json};

use crate::login_scene::Scene;

/// The newest entries of these types, newest first.
async fn entries(scene: &Scene, types: &str) -> Vec<Value> {
    let found = scene.api(Method::GET, &format!("logs?q={}", types.replace(' ', "%20")), None).await;
    found.body.as_array().unwrap_or_else(|| panic!("{}", found.body)).clone()
}

#[tokio::test]
async fn a_sign_in_and_the_exchange_of_its_code_are_in_the_log() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme", json!({ "type": "back_channel", "scope": "openid profile email" })).await;
    let page = scene.sign_in("acme", "openid email").await;
    let code = page.param("code").expect("a code");
    assert_eq!(scene.redeem(&code).await.status, 200);
    assert_eq!(scene.redeem(&code).await.status, 400);

    let found = entries(&scene, "type:s OR type:seacft OR type:feacft").await;
    let types: Vec<&Value> = found.iter().map(|entry| &entry["type"]).collect();
    assert_eq!(types, ["feacft", "seacft", "s"]);
    let user_id = format!("oidc|acme|{}", scene.subject());
    for entry in &found {
        assert_eq!(entry["client_id"], scene.client_id, "{entry}");
        assert_eq!(entry["client_name"], "App");
        assert_eq!(entry["hostname"], scene.url.trim_start_matches("http://"));
        assert_eq!(entry["ip"], "127.0.0.1");
        assert!(!entry.to_string().contains(&code), "the code stays secret: {entry}");
    }
    for entry in &found[1..] {
        assert_eq!((&entry["connection"], &entry["connection_id"]), (&json!("acme"), &connection["id"]));
        assert_eq!((&entry["strategy"], &entry["strategy_type"]), (&json!("oidc"), &json!("enterprise")));
        assert_eq!(entry["user_id"], user_id);
        assert_eq!(entry["description"], "");
    }
    assert_eq!(found[0]["details"]["error"]["oauthError"], "invalid_grant", "{}", found[0]);
    assert_eq!(found[0]["description"], found[0]["details"]["error"]["message"]);
    let details = &found[2]["details"];
    assert_eq!(details["stats"]["loginsCount"], 1, "{details}");
    assert_eq!(details["channel"], "back_channel");
    assert_eq!(details["token_endpoint_auth_method"], "client_secret_post");
    assert_eq!(details["prompts"][0]["connection_id"], connection["id"]);
    assert_eq!(details["lintel"]["trace_id"], scene.newest_trace("acme").await["id"]);

    let gone = format!("connections/{}", connection["id"].as_str().expect("an ID"));
    assert_eq!(scene.api(Method::DELETE, &gone, None).await.status, 202);
    let left = entries(&scene, "type:s OR type:seacft OR type:feacft").await;
    assert_eq!(left.len(), 1, "entries go with their connection: {left:?}");
}

#[tokio::test]
async fn what_the_provider_refused_is_in_the_log_in_its_own_words() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    let mut browser = scene.browser();
    let mut callback = scene.stopped_at_callback(&mut browser, "acme").await;
    let state = callback.query_pairs().find(|(name, _)| name == "state").expect("state").1.into_owned();
    callback.query_pairs_mut().clear().extend_pairs([
        ("state", state.as_str()),
        ("error", "access_denied"),
        ("error_description", "The person is not assigned."),
    ]);
    let page = browser.open(callback.as_str()).await;
    assert_eq!(page.param("error").as_deref(), Some("access_denied"), "{}", page.url);
    let found = entries(&scene, "type:f").await;
    assert_eq!(found.len(), 1, "{found:?}");
    let error = &found[0]["details"]["error"];
    assert_eq!(error["oauthError"], "access_denied", "{error}");
    assert_eq!(
        error["payload"],
        json!({ "error": "access_denied", "error_description": "The person is not assigned." })
    );
    assert_eq!(found[0]["description"], error["message"]);
    assert_eq!(found[0]["details"]["lintel"]["finding"], "provider-refused");
    assert!(found[0].get("user_id").is_none(), "nobody came: {}", found[0]);
}

#[tokio::test]
async fn a_request_that_is_refused_before_its_connection_is_known_is_in_the_log_without_one() {
    let scene = Scene::start().await;
    let connection = scene.connection_not_enabled("acme", json!({ "type": "back_channel" })).await;
    for (url, description) in [
        (scene.authorize_url("acme", "openid", &[]), "not enabled for the application"),
        (
            scene.authorize_url("acme", "openid", &[]).replace("localhost%3A9999", "localhost%3A9998"),
            "Callback URL mismatch. http://localhost:9998/callback is not in the list",
        ),
        (scene.authorize_url("acme", "openid", &[]).replace(&scene.client_id, "nobody"), "Unknown client: nobody"),
    ] {
        scene.browser().open(&url).await;
        let newest = entries(&scene, "type:f").await.remove(0);
        let said = newest["description"].as_str().expect("a description");
        assert!(said.contains(description), "{newest}");
        assert_eq!(newest["details"]["error"]["message"], said);
        assert!(newest.get("connection_id").is_none() && newest.get("connection").is_none(), "{newest}");
    }
    let gone = format!("connections/{}", connection["id"].as_str().expect("an ID"));
    assert_eq!(scene.api(Method::DELETE, &gone, None).await.status, 202);
    assert_eq!(entries(&scene, "type:f").await.len(), 3, "they are of no connection");
}

#[tokio::test]
async fn what_is_written_of_a_stranger_is_bounded() {
    let scene = Scene::start().await;
    let url = scene.authorize_url("acme", "openid", &[]).replace(&scene.client_id, &"x".repeat(20_000));
    scene.browser().open(&url).await;
    let entry = entries(&scene, "type:f").await.remove(0);
    assert!(entry.to_string().len() < 5000, "{}", entry.to_string().len());
}

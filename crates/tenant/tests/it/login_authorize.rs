//! `/authorize`: what an application may ask for, and the login page.

use serde_json::json;

use crate::login_scene::{CALLBACK, Scene};

#[tokio::test]
async fn an_address_that_is_not_registered_gets_no_redirect() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    let mut browser = scene.browser();
    for other in [format!("{CALLBACK}/"), format!("{CALLBACK}?x=1"), "https://evil.example/cb".to_owned()] {
        let page = browser.open_one(&scene.authorize_url("acme", "openid", &[("redirect_uri", &other)])).await;
        assert_eq!(page.status, 400, "{other}");
        assert!(page.body.contains("The callback URL is not allowed") && page.body.contains(CALLBACK), "{}", page.body);
    }
    let page = browser.open_one(&scene.authorize_url("acme", "openid", &[("client_id", "nobody")])).await;
    assert_eq!(page.status, 400);
    assert!(page.body.contains("Unknown application"), "{}", page.body);
    let page = browser.open_one(&format!("{}/authorize", scene.url)).await;
    assert_eq!(page.status, 400);
}

#[tokio::test]
async fn what_the_tenant_does_not_do_is_told_to_the_application() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    let cases = [
        (("response_type", "token"), "unsupported_response_type"),
        (("response_type", "code id_token"), "unsupported_response_type"),
        (("response_type", ""), "invalid_request"),
        (("response_mode", "fragment"), "invalid_request"),
        (("prompt", "none"), "login_required"),
        (("request", "eyJ"), "request_not_supported"),
        (("code_challenge_method", "S256"), "invalid_request"),
        (("code_challenge", "short"), "invalid_request"),
        (("connection", "nowhere"), "invalid_request"),
    ];
    for (param, error) in cases {
        let page = scene.browser().open(&scene.authorize_url("acme", "openid", &[param])).await;
        assert_eq!(page.param("error").as_deref(), Some(error), "{param:?}: {}", page.url);
        assert_eq!(page.param("state").as_deref(), Some("st-1"), "{param:?}");
        assert_eq!(page.param("iss"), Some(format!("{}/", scene.url)), "{param:?}");
    }
    let twice = format!("{}&scope=email", scene.authorize_url("acme", "openid", &[]));
    assert_eq!(scene.browser().open(&twice).await.param("error").as_deref(), Some("invalid_request"));
}

#[tokio::test]
async fn what_would_be_kept_has_a_length() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    let (most, more) = ("x".repeat(8192), "x".repeat(8193));
    for name in ["nonce", "login_hint", "acr_values"] {
        let page = scene.browser().open(&scene.authorize_url("acme", "openid", &[(name, &more)])).await;
        assert_eq!(page.param("error").as_deref(), Some("invalid_request"), "{}", page.url);
        let description = page.param("error_description").expect("a description");
        assert!(description.contains(name) && description.contains("8193"), "{description}");
    }
    let page = scene.browser().open(&scene.authorize_url("acme", "openid", &[("state", &more)])).await;
    assert_eq!(page.status, 400);
    assert!(page.body.contains("8192 bytes") && page.body.contains("8193 bytes"), "{}", page.body);
    let address = scene.authorize_url("acme", "openid", &[("state", &most), ("nonce", &most)]);
    let page = scene.at_provider(&mut scene.browser(), &address).await;
    assert_eq!(page.param("state"), Some(most), "{}", page.url);
}

#[tokio::test]
async fn the_global_client_is_no_application() {
    let scene = Scene::start().await;
    let mut global = scene.store().client(&scene.client_id).await.expect("a database").expect("the application");
    global.client.insert("global".to_owned(), true.into());
    global.client.insert("client_id".to_owned(), "global".into());
    global.client_id = "global".to_owned();
    scene.store().insert_client(&global).await.expect("a database");
    let page = scene.browser().open_one(&scene.authorize_url("acme", "openid", &[("client_id", "global")])).await;
    assert!(page.status == 400 && page.body.contains("Unknown application"), "{}", page.body);
    let answer = scene.token(&[("client_id", "global"), ("client_secret", &scene.client_secret), ("code", "x")]).await;
    assert_eq!(answer.body["error"], "invalid_client", "{}", answer.body);
}

#[tokio::test]
async fn a_connection_has_to_be_enabled_for_the_application() {
    let scene = Scene::start().await;
    scene.connection_not_enabled("acme", json!({ "type": "back_channel" })).await;
    for (connection, description) in [("acme", "not enabled"), ("", "no connections enabled for the client")] {
        let page = scene.browser().open(&scene.authorize_url(connection, "openid", &[])).await;
        assert_eq!(page.param("error").as_deref(), Some("invalid_request"), "{}", page.url);
        assert!(page.param("error_description").expect("a description").contains(description), "{}", page.url);
    }
}

#[tokio::test]
async fn a_public_application_must_use_pkce() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    let spa = scene.public_application(&["acme"]).await;
    let page = scene.browser().open(&scene.authorize_url("acme", "openid", &[("client_id", &spa)])).await;
    assert_eq!(page.param("error").as_deref(), Some("invalid_request"), "{}", page.url);
    assert!(page.param("error_description").expect("a description").contains("PKCE"), "{}", page.url);
}

#[tokio::test]
async fn a_sign_in_that_begins_at_127_0_0_1_goes_on_at_localhost() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    let address = scene.authorize_url("acme", "openid", &[]).replace("//localhost:", "//127.0.0.1:");
    let page = scene.at_provider(&mut scene.browser(), &address).await;
    assert!(page.param("code").is_some(), "{}", page.url);
}

#[tokio::test]
async fn the_request_may_be_posted() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    let address = scene.authorize_url("acme", "openid", &[]);
    let (path, query) = address.split_once('?').expect("a query");
    let answer = scene.post_form(path, query).await;
    assert_eq!(answer.status(), 303);
    assert!(answer.headers()["location"].to_str().expect("an address").starts_with(&scene.provider_url()));
    let cookie = answer.headers()["set-cookie"].to_str().expect("a cookie");
    assert!(
        cookie.starts_with("lintel_") && cookie.contains("HttpOnly; SameSite=Lax") && !cookie.contains("Secure"),
        "{cookie}"
    );
}

//! Sign-ins from end to end: application, tenant, provider and back.

use serde_json::{Value, json};

use crate::login_scene::{CALLBACK, Scene, field};

#[tokio::test]
async fn back_channel_makes_a_user_and_the_application_gets_tokens() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel", "scope": "openid profile email" })).await;

    let page = scene.sign_in("acme", "openid profile email").await;
    assert_eq!(page.param("state").as_deref(), Some("st-1"), "{}", page.url);
    assert_eq!(page.param("iss"), Some(format!("{}/", scene.url)));
    let answer = scene.redeem(&page.param("code").expect("a code")).await;

    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.cache_control, "no-store");
    assert_eq!(answer.body["token_type"], "Bearer");
    assert_eq!(answer.body["expires_in"], 86_400);
    assert_eq!(answer.body["scope"], "openid profile email");
    let claims = scene.claims(answer.body["id_token"].as_str().expect("an ID token")).await;
    let user_id = format!("oidc|acme|{}", scene.subject());
    assert_eq!(claims["iss"], format!("{}/", scene.url));
    assert_eq!(claims["aud"], scene.client_id);
    assert_eq!(claims["sub"], user_id);
    assert_eq!(claims["nonce"], "n-1");
    assert!(claims["email"].is_string() && claims["name"].is_string(), "{claims}");
    assert_eq!(claims["exp"].as_i64().expect("exp") - claims["iat"].as_i64().expect("iat"), 36_000);

    let user = scene.user(&user_id).await;
    assert_eq!(user["identities"][0]["connection"], "acme");
    let userinfo = scene.userinfo(answer.body["access_token"].as_str().expect("an access token")).await;
    assert_eq!(userinfo.body["sub"], user_id);
    assert_eq!(userinfo.body["email"], claims["email"]);
    let trace = scene.newest_trace("acme").await;
    assert_eq!(trace["outcome"]["kind"], "accepted", "{trace}");
    assert_eq!(trace["steps"].as_array().expect("steps").last().expect("a step")["kind"], "profile");
}

#[tokio::test]
async fn a_second_sign_in_reaches_the_provider_again_and_updates_the_user() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    scene.sign_in("acme", "openid").await;
    let page = scene.sign_in("acme", "openid").await;
    assert!(page.param("code").is_some(), "{}", page.url);
    let summary = |trace: &Value| trace["steps"].as_array().expect("steps").last().expect("a step")["summary"].clone();
    let trace = scene.newest_trace("acme").await;
    assert!(summary(&trace).as_str().expect("a summary").starts_with("Existing user"), "{trace}");
    assert_eq!(scene.user(&format!("oidc|acme|{}", scene.subject())).await["logins_count"], 2);
}

#[tokio::test]
async fn front_channel_comes_back_from_another_site() {
    let scene = Scene::start().await;
    scene.connection("front", json!({ "type": "front_channel", "client_secret": null })).await;

    let mut browser = scene.browser();
    let page = scene.sign_in_with(&mut browser, "front", "openid").await;

    assert!(page.param("code").is_some(), "{}", page.url);
    let callback: Vec<&str> = browser
        .visited
        .iter()
        .map(String::as_str)
        .filter(|request| request.ends_with("localhost/login/callback"))
        .collect();
    assert_eq!(callback, ["POST localhost/login/callback", "GET localhost/login/callback"]);
    assert!(browser.visited.iter().any(|request| request.contains(" 127.0.0.1/")), "the provider is another site");
    assert_eq!(
        browser.cookie_names().iter().filter(|name| name.starts_with("lintel_")).count(),
        0,
        "the cookie is removed"
    );
    scene.user(&format!("oidc|front|{}", scene.subject())).await;
}

#[tokio::test]
async fn every_pkce_setting_signs_in() {
    let scene = Scene::start().await;
    for (name, pkce, method) in [
        ("auto", "auto", Some("S256")),
        ("s256", "S256", Some("S256")),
        ("plain", "plain", Some("plain")),
        ("off", "disabled", None),
    ] {
        let options = json!({ "type": "back_channel", "connection_settings": { "pkce": pkce } });
        scene.connection(name, options).await;
        let page = scene.sign_in(name, "openid").await;
        assert!(page.param("code").is_some(), "{pkce}: {}", page.url);
        let trace = scene.newest_trace(name).await;
        let sent = field(&trace, "authorization_request", "code_challenge_method");
        assert_eq!(sent.as_deref(), method, "{pkce}");
    }
}

#[tokio::test]
async fn a_user_who_was_not_provisioned_is_refused() {
    let scene = Scene::start().await;
    scene.connection("strict", json!({ "type": "back_channel", "set_user_root_attributes": "never_on_login" })).await;
    let page = scene.sign_in("strict", "openid").await;
    assert_eq!(page.param("error").as_deref(), Some("access_denied"), "{}", page.url);
    let trace = scene.newest_trace("strict").await;
    assert_eq!(trace["outcome"]["finding"]["code"], "not-provisioned", "{trace}");
    assert_eq!(trace["outcome"]["step"], "profile");
}

#[tokio::test]
async fn each_step_can_be_watched_and_the_end_comes_after_it_is_kept() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme", json!({ "type": "back_channel" })).await;
    let mut watched = scene.watch();
    scene.sign_in("acme", "openid").await;
    let mut states = Vec::new();
    while let Ok(sign_in) = watched.try_recv() {
        assert_eq!(sign_in.connection_id, connection["id"]);
        assert_eq!(sign_in.client_id, scene.client_id);
        assert_eq!(sign_in.application_state.as_deref(), Some("st-1"));
        states.push(sign_in.trace.outcome.is_some());
    }
    assert!(states.len() > 4, "{} updates", states.len());
    assert_eq!(states.iter().filter(|closed| **closed).count(), 1);
    assert_eq!(states.last(), Some(&true));
}

#[tokio::test]
async fn a_wrong_secret_reaches_the_application_as_an_error() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel", "client_secret": "not the secret" })).await;
    let page = scene.sign_in("acme", "openid").await;
    assert!(page.url.as_str().starts_with(CALLBACK), "{}", page.url);
    assert_eq!(page.param("error").as_deref(), Some("server_error"));
    assert_eq!(page.param("state").as_deref(), Some("st-1"));
    let trace = scene.newest_trace("acme").await;
    assert_eq!(trace["outcome"]["finding"]["code"], "client-rejected", "{trace}");
}

#[tokio::test]
async fn a_token_of_another_issuer_is_refused_with_both_values() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme", json!({ "type": "back_channel" })).await;
    scene.break_issuer();
    let page = scene.sign_in("acme", "openid").await;
    assert_eq!(page.param("error").as_deref(), Some("server_error"), "{}", page.url);
    let description = page.param("error_description").expect("a description");
    assert!(description.is_ascii() && description.contains("id-token-issuer"), "{description}");
    let finding = scene.newest_trace("acme").await["outcome"]["finding"].clone();
    assert_eq!(finding["code"], "id-token-issuer");
    assert_eq!(finding["expected"], connection["options"]["issuer"]);
    assert!(finding["got"].is_string(), "{finding}");
    assert!(scene.users().await.is_empty());
}

#[tokio::test]
async fn a_provider_that_is_gone_is_an_error_at_the_application() {
    let scene = Scene::start().await;
    let gone = json!({
        "type": "back_channel", "discovery_url": null,
        "issuer": "http://127.0.0.1:9", "authorization_endpoint": "http://127.0.0.1:9/authorize",
    });
    scene.connection("gone", gone).await;
    let page = scene.browser().open(&scene.authorize_url("gone", "openid", &[])).await;
    assert_eq!(page.param("error").as_deref(), Some("server_error"), "{}", page.url);
    assert_eq!(scene.newest_trace("gone").await["outcome"]["finding"]["code"], "endpoint-missing");
}

#[tokio::test]
async fn an_application_that_asks_for_form_post_is_posted_to() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    let mut browser = scene.browser();
    let address = scene.authorize_url("acme", "openid", &[("response_mode", "form_post")]);
    let page = scene.at_provider(&mut browser, &address).await;
    assert_eq!(page.form().action, CALLBACK);
    let fields = page.form().fields;
    let field = |name: &str| fields.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str());
    assert_eq!(field("state"), Some("st-1"));
    assert_eq!(scene.redeem(field("code").expect("a code")).await.status, 200);
}

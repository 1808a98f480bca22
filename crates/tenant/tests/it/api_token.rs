//! `POST /oauth/token` with `client_credentials`.

use serde_json::{Value, json};

use crate::api_scene::{Answer, Scene};

#[tokio::test]
async fn credentials_come_as_json_as_a_form_or_in_the_header() {
    let scene = Scene::start().await;
    let params = scene.management_credentials();
    let text = |name: &str| params[name].as_str().expect("text");
    let header_params = [("grant_type", text("grant_type")), ("audience", text("audience"))];
    for answer in [
        scene.token(|request| request.json(&params)).await,
        scene.token(|request| request.form(&params)).await,
        scene
            .token(|request| request.basic_auth(text("client_id"), Some(text("client_secret"))).form(&header_params))
            .await,
    ] {
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!((&answer.body["token_type"], &answer.body["expires_in"]), (&json!("Bearer"), &json!(86_400)));
        let caller = scene.caller(answer.body["access_token"].as_str().expect("a token"));
        assert_eq!(caller.get("connections").await.status, 200);
        assert_eq!(caller.get("users").await.status, 200);
    }
}

#[tokio::test]
async fn fewer_scopes_can_be_asked_for_and_no_more() {
    let scene = Scene::start().await;
    let answer = with(&scene, "scope", "read:users everything:everywhere read:clients".into()).await;
    let mut granted: Vec<&str> = answer.body["scope"].as_str().expect("scopes").split(' ').collect();
    granted.sort_unstable();
    assert_eq!(granted, ["read:clients", "read:users"]);
}

#[tokio::test]
async fn wrong_credentials_are_refused() {
    let scene = Scene::start().await;
    for (name, value) in [("client_secret", "wrong"), ("client_secret", ""), ("client_id", "nobody")] {
        let answer = with(&scene, name, value.into()).await;
        assert_eq!((answer.status, &answer.body["error"]), (401, &json!("access_denied")), "{name}");
    }
    let mut own = scene.management_credentials();
    let client_id = scene.post("clients", &json!({ "name": "SPA", "app_type": "spa" })).await.body["client_id"].clone();
    own["client_id"] = client_id;
    own["client_secret"] = "".into();
    let answer = scene.token(|request| request.json(&own)).await;
    assert_eq!(answer.status, 401, "a public application has no credentials: {}", answer.text);
}

#[tokio::test]
async fn an_application_without_a_grant_is_refused() {
    let scene = Scene::start().await;
    let made = scene.post("clients", &json!({ "name": "App", "app_type": "non_interactive" })).await.body;
    let mut params = scene.management_credentials();
    params["client_id"] = made["client_id"].clone();
    params["client_secret"] = made["client_secret"].clone();
    let answer = scene.token(|request| request.json(&params)).await;
    assert_eq!((answer.status, &answer.body["error"]), (403, &json!("access_denied")));
}

#[tokio::test]
async fn an_application_without_the_grant_type_is_refused() {
    let scene = Scene::start().await;
    let body = json!({ "name": "App", "app_type": "non_interactive", "grant_types": ["authorization_code"] });
    let made = scene.post("clients", &body).await.body;
    let mut params = scene.management_credentials();
    params["client_id"] = made["client_id"].clone();
    params["client_secret"] = made["client_secret"].clone();
    let answer = scene.token(|request| request.json(&params)).await;
    assert_eq!((answer.status, &answer.body["error"]), (403, &json!("unauthorized_client")));
    let refused = "Grant type 'client_credentials' not allowed for the client.";
    assert_eq!(answer.body["error_description"], refused);
}

#[tokio::test]
async fn the_secret_from_before_an_application_was_public_opens_nothing() {
    let scene = Scene::start().await;
    let made = scene.post("clients", &json!({ "name": "App", "app_type": "non_interactive" })).await.body;
    let path = format!("clients/{}", made["client_id"].as_str().expect("a client ID"));
    scene.patch(&path, &json!({ "token_endpoint_auth_method": "none" })).await;
    let mut params = scene.management_credentials();
    params["client_id"] = made["client_id"].clone();
    params["client_secret"] = made["client_secret"].clone();
    let answer = scene.token(|request| request.json(&params)).await;
    assert_eq!((answer.status, &answer.body["error"]), (401, &json!("access_denied")));
}

#[tokio::test]
async fn another_audience_is_refused() {
    let scene = Scene::start().await;
    let slashless = scene.tenant.audience().trim_end_matches('/').to_owned();
    for audience in ["https://elsewhere.example/api/v2/".into(), slashless.into(), Value::Null] {
        let answer = with(&scene, "audience", audience.clone()).await;
        assert_eq!((answer.status, &answer.body["error"]), (403, &json!("access_denied")), "{audience}");
    }
}

#[tokio::test]
async fn another_grant_is_refused() {
    let scene = Scene::start().await;
    for grant in ["password", "refresh_token", "CLIENT_CREDENTIALS"] {
        let answer = with(&scene, "grant_type", grant.into()).await;
        assert_eq!((answer.status, &answer.body["error"]), (403, &json!("unsupported_grant_type")), "{grant}");
    }
}

#[tokio::test]
async fn a_request_that_is_not_whole_is_refused() {
    let scene = Scene::start().await;
    for name in ["grant_type", "client_id", "client_secret"] {
        let answer = with(&scene, name, Value::Null).await;
        assert_eq!((answer.status, &answer.body["error"]), (400, &json!("invalid_request")), "{name}");
        assert!(answer.body["error_description"].as_str().is_some_and(|text| text.contains(name)), "{}", answer.text);
    }
    let json = |body: &'static str| {
        move |request: reqwest::RequestBuilder| request.header("content-type", "application/json").body(body)
    };
    let form = |body: &'static str| {
        move |request: reqwest::RequestBuilder| {
            request.header("content-type", "application/x-www-form-urlencoded").body(body)
        }
    };
    for answer in [
        scene.token(json("{")).await,
        scene.token(json("[]")).await,
        scene.token(form("grant_type=client_credentials&grant_type=client_credentials")).await,
        scene.token(form("")).await,
        scene.token(|request| request.basic_auth("only-an-id", None::<&str>).header("authorization", "Basic !")).await,
    ] {
        assert_eq!((answer.status, &answer.body["error"]), (400, &json!("invalid_request")), "{}", answer.text);
    }
}

/// The management client's request with one parameter changed; null leaves it out.
async fn with(scene: &Scene, name: &str, value: Value) -> Answer {
    let mut params = scene.management_credentials();
    if value.is_null() {
        params.as_object_mut().expect("an object").shift_remove(name);
    } else {
        params[name] = value;
    }
    scene.token(|request| request.json(&params)).await
}

//! Sign-ins that begin at a custom domain stay there.

use serde_json::json;

use crate::login_scene::{CUSTOM_DOMAIN, Scene};

#[tokio::test]
async fn the_answer_comes_back_to_the_domain_and_tokens_name_it() {
    let mut scene = Scene::start().await;
    scene.move_to(CUSTOM_DOMAIN).await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;

    let mut browser = scene.browser();
    let page = scene.sign_in_with(&mut browser, "acme", "openid").await;

    assert_eq!(page.param("iss"), Some(format!("{}/", scene.url)), "{}", page.url);
    assert!(scene.url.contains("//login.localhost:"), "{}", scene.url);
    let at_tenant: Vec<&String> = browser.visited.iter().filter(|visited| !visited.contains(" 127.0.0.1/")).collect();
    assert_eq!(at_tenant, ["GET login.localhost/authorize", "GET login.localhost/login/callback"]);
    let trace = scene.newest_trace("acme").await;
    assert!(trace.to_string().contains(&scene.callback_url()), "the redirect URI at the provider: {trace}");

    let answer = scene.redeem(&page.param("code").expect("a code")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let claims = scene.claims(answer.body["id_token"].as_str().expect("an ID token")).await;
    assert_eq!(claims["iss"], format!("{}/", scene.url));
    let access_token = answer.body["access_token"].as_str().expect("an access token");
    assert_eq!(scene.userinfo(access_token).await.body["sub"], claims["sub"]);
    let elsewhere = scene.url.replace(CUSTOM_DOMAIN, "localhost");
    assert_eq!(scene.userinfo_at(&elsewhere, access_token).await.status, 401, "a token is good where it was issued");
}

#[tokio::test]
async fn a_posted_answer_finds_the_cookie_of_the_domain() {
    let mut scene = Scene::start().await;
    scene.move_to(CUSTOM_DOMAIN).await;
    scene.connection("front", json!({ "type": "front_channel", "client_secret": null })).await;
    let mut browser = scene.browser();
    let page = scene.sign_in_with(&mut browser, "front", "openid").await;
    assert!(page.param("code").is_some(), "{}", page.url);
    assert!(browser.visited.contains(&"POST login.localhost/login/callback".to_owned()), "{:?}", browser.visited);
}

#[tokio::test]
async fn an_answer_at_another_name_of_the_tenant_lacks_the_cookie() {
    let mut scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    scene.move_to(CUSTOM_DOMAIN).await;
    let mut browser = scene.browser();
    let callback = scene.stopped_at_callback(&mut browser, "acme").await;
    let page = browser.open(&callback.as_str().replace(CUSTOM_DOMAIN, "localhost")).await;
    assert_eq!(page.status, 400);
    assert!(page.body.contains("This browser did not begin the sign-in"), "{}", page.body);
    assert!(page.body.contains(&scene.url), "it says where to begin: {}", page.body);
}

#[tokio::test]
async fn the_login_page_goes_on_at_the_domain() {
    let mut scene = Scene::start().await;
    scene.move_to(CUSTOM_DOMAIN).await;
    scene.connection("acme", json!({ "type": "back_channel", "domain_aliases": ["acme.example"] })).await;
    let mut browser = scene.browser();
    let page = browser.open(&scene.authorize_url("", "openid", &[])).await;
    let page = browser.submit(&page, &[("email", "ada@acme.example")]).await;
    let page = scene.through_provider(&mut browser, page).await;
    assert!(page.param("code").is_some(), "{}", page.url);
    assert!(browser.visited.iter().all(|visited| !visited.contains(" localhost/")), "{:?}", browser.visited);
}

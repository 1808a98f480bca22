//! `/login/callback`: binding, single use, and answers that belong to a test.

use lintel_oidc::sign_in::AuthorizationResponse;
use serde_json::json;
use url::Url;

use crate::login_scene::Scene;

#[tokio::test]
async fn an_answer_is_good_once() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    let mut browser = scene.browser();
    let callback = scene.stopped_at_callback(&mut browser, "acme").await;
    assert!(browser.open(callback.as_str()).await.param("code").is_some());
    let again = browser.open(callback.as_str()).await;
    assert_eq!(again.status, 400);
    assert!(again.body.contains("This answer has been used"), "{}", again.body);
}

#[tokio::test]
async fn another_browser_cannot_use_the_answer() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    let callback = scene.stopped_at_callback(&mut scene.browser(), "acme").await;
    let page = scene.browser().open(callback.as_str()).await;
    assert_eq!(page.status, 400);
    assert!(page.body.contains("This browser did not begin the sign-in"), "{}", page.body);
    assert!(scene.users().await.is_empty());
    let outcome = &scene.newest_trace("acme").await["outcome"];
    assert_eq!((&outcome["kind"], &outcome["finding"]["code"]), (&json!("refused"), &json!("cookie-lost")));
}

#[tokio::test]
async fn a_posted_answer_is_parked_and_the_cookie_checked_on_the_way_back() {
    let scene = Scene::start().await;
    scene.connection("front", json!({ "type": "front_channel" })).await;
    let mut browser = scene.browser();
    let form = scene.stopped_at_form_post(&mut browser, "front").await;

    let posted = browser.post_one(&form).await;
    assert_eq!(posted.status, 303);
    let back = posted.location();
    assert!(back.as_str().starts_with(&format!("{}/login/callback?continue=", scene.url)), "{back}");
    let kept = browser.cookie_names().len();
    browser.forget_cookies();
    assert_eq!(kept, 1);
    let page = browser.open(back.as_str()).await;
    assert_eq!(page.status, 400);
    assert!(page.body.contains("This browser did not begin the sign-in"), "{}", page.body);
    let page = browser.open(back.as_str()).await;
    assert!(page.status == 400 && page.body.contains("has been used or is too old"), "{}", page.body);
}

#[tokio::test]
async fn a_posted_answer_that_nobody_waits_for_is_not_kept() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    let mut browser = scene.browser();
    let used = scene.stopped_at_callback(&mut browser, "acme").await;
    browser.open(used.as_str()).await;
    let used = used.query().expect("a query").to_owned();
    let callback = scene.callback_url();
    for (posted, title) in [
        ("code=x&state=unknown", "Unknown sign-in"),
        ("code=x", "does not say which sign-in"),
        ("a=&a=&a=", "does not say which sign-in"),
        (used.as_str(), "This answer has been used"),
    ] {
        let answer = scene.post_form(&callback, posted).await;
        assert_eq!(answer.status(), 400, "{posted}");
        let body = answer.text().await.expect("a page");
        assert!(body.contains(title), "{posted}: {body}");
    }
    let answer = scene.post_form(&callback, &"a=&".repeat(90_000)).await;
    assert_eq!(answer.status(), 413);
    assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    let body = answer.text().await.expect("a page");
    assert!(body.contains("at most 262144 bytes") && body.contains("270000 bytes"), "{body}");
}

#[tokio::test]
async fn an_answer_that_belongs_nowhere_is_explained() {
    let scene = Scene::start().await;
    let mut browser = scene.browser();
    let page = browser.open(&format!("{}/login/callback?code=x&state=unknown", scene.url)).await;
    assert!(page.status == 400 && page.body.contains("Unknown sign-in"), "{}", page.body);
    let page = browser.open(&format!("{}/login/callback?code=x", scene.url)).await;
    assert!(page.status == 400 && page.body.contains("without “state”"), "{}", page.body);
    assert!(page.body.contains("location.hash") && page.allows("script-src", "script"), "{}", page.body);
}

#[tokio::test]
async fn an_error_without_state_is_shown_with_its_values_and_leads_nowhere() {
    let scene = Scene::start().await;
    let mut browser = scene.browser();
    let query = "error=invalid_scope&error_description=%3Cb%3Escope+x%3C/b%3E";
    let page = browser.open(&format!("{}/login/callback?{query}", scene.url)).await;
    assert_eq!(page.status, 400);
    assert!(page.body.contains("“invalid_scope”, “&lt;b&gt;scope x&lt;/b&gt;”"), "{}", page.body);
}

#[tokio::test]
async fn an_answer_in_the_fragment_is_told_to_the_application() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    let mut browser = scene.browser();
    let callback = scene.stopped_at_callback(&mut browser, "acme").await;
    // What the script of the page without state brings back.
    let page = browser.open(&only(&callback, &["state", "iss"])).await;
    assert_eq!(page.param("error").as_deref(), Some("server_error"), "{}", page.url);
    let trace = scene.newest_trace("acme").await;
    assert_eq!(trace["outcome"]["finding"]["code"], "response-incomplete", "{trace}");
}

#[tokio::test]
async fn a_refusal_at_the_provider_reaches_the_application() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    let mut browser = scene.browser();
    let callback = scene.stopped_at_callback(&mut browser, "acme").await;
    let page = browser.open(&format!("{}&error=access_denied", only(&callback, &["state", "iss"]))).await;
    assert_eq!(page.param("error").as_deref(), Some("access_denied"), "{}", page.url);
    assert_eq!(page.param("state").as_deref(), Some("st-1"));
    assert_eq!(scene.newest_trace("acme").await["outcome"]["finding"]["code"], "provider-refused");
}

#[tokio::test]
async fn the_answer_of_a_test_is_handed_over_and_nobody_is_signed_in() {
    let scene = Scene::start().await;
    let waiting = scene.trial("trial-get");
    let page = scene.browser().open(&format!("{}/login/callback?code=c%26d&state=trial-get&x=1&x=2", scene.url)).await;
    assert!(page.status == 200 && page.body.contains("You can return to Lintel."), "{}", page.body);
    let AuthorizationResponse { posted, params } = waiting.await.expect("the answer");
    assert!(!posted);
    let expected = [("code", "c&d"), ("state", "trial-get"), ("x", "1"), ("x", "2")];
    assert_eq!(params, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));

    let waiting = scene.trial("trial-post");
    let answer = scene.post_form(&format!("{}/login/callback", scene.url), "id_token=a.b.c&state=trial-post").await;
    assert_eq!(answer.status(), 200);
    let response = waiting.await.expect("the answer");
    assert!(response.posted && response.param("id_token") == Some("a.b.c"));
    assert!(scene.users().await.is_empty());
}

/// The address with some of its parameters.
fn only(callback: &Url, names: &[&str]) -> String {
    let kept: Vec<_> = callback.query_pairs().filter(|(name, _)| names.contains(&name.as_ref())).collect();
    let mut url = callback.clone();
    url.query_pairs_mut().clear().extend_pairs(kept);
    url.into()
}

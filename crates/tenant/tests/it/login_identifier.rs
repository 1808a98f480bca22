//! The login page: an email address leads to the connection of its domain, a button to its connection.

use serde_json::{Value, json};

use crate::{login_browser::Page, login_scene::Scene};

fn of_domain(domain: &str) -> Value {
    json!({ "type": "back_channel", "domain_aliases": [domain] })
}

/// What the provider was asked with, when that is where the browser stands.
fn asked(scene: &Scene, page: &Page, name: &str) -> Option<String> {
    assert!(page.url.as_str().starts_with(&scene.provider_url()), "{}", page.url);
    page.param(name)
}

#[tokio::test]
async fn the_login_page_shows_a_button_for_each_connection_that_wants_one() {
    let scene = Scene::start().await;
    let shown = json!({ "show_as_button": true, "display_name": "Acme <& Sons>" });
    let options = json!({ "type": "back_channel", "icon_url": "https://cdn.example/acme.svg" });
    scene.connection_with("acme", options, shown).await;
    scene.connection("quiet", json!({ "type": "back_channel" })).await;

    let mut browser = scene.browser();
    let page = browser.open(&scene.authorize_url("", "openid", &[])).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains("<h1>Log in to App</h1>") && !page.body.contains("What to do"), "{}", page.body);
    assert!(!page.body.contains("quiet") && !page.body.contains("<& Sons>"), "{}", page.body);
    assert!(page.body.contains("<img src=\"https://cdn.example/acme.svg\" alt=\"\""), "{}", page.body);
    let policy = page.policy();
    for directive in ["default-src 'none'", "frame-ancestors 'none'", "img-src https:"] {
        assert!(policy.contains(directive), "{policy}");
    }
    assert!(page.allows("style-src", "style") && !policy.contains("script-src"), "{policy}");
    let links = page.links();
    assert_eq!(links.len(), 1, "{links:?}");
    assert!(links[0].0.ends_with("Continue with Acme <& Sons>"), "{links:?}");
    let page = browser.click(&page, &links[0].1).await;
    let page = scene.through_provider(&mut browser, page).await;
    assert!(page.param("code").is_some(), "{}", page.url);
}

#[tokio::test]
async fn without_a_button_and_a_domain_the_login_page_says_what_to_do() {
    let scene = Scene::start().await;
    scene.connection("quiet", json!({ "type": "back_channel" })).await;
    let page = scene.browser().open(&scene.authorize_url("", "openid", &[])).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("shows a button") && !page.body.contains("quiet"), "{}", page.body);
}

#[tokio::test]
async fn an_email_address_leads_to_the_connection_of_its_domain() {
    let scene = Scene::start().await;
    scene.connection("acme", of_domain("acme.example")).await;
    scene.connection_not_enabled("other", of_domain("other.example")).await;
    let mut browser = scene.browser();
    let mut page = browser.open(&scene.authorize_url("", "openid", &[])).await;
    assert!(!page.body.contains("email-error"), "{}", page.body);
    for (email, error) in [
        ("ada@sub.acme.example", "No connection of this application is for sub.acme.example."),
        ("ada@other.example", "No connection of this application is for other.example."),
        ("ada", "This is not an email address."),
    ] {
        page = browser.submit(&page, &[("email", email)]).await;
        assert!(page.body.contains(error) && page.body.contains(&format!("value=\"{email}\"")), "{}", page.body);
        assert!(page.body.contains("aria-describedby=\"email-error\""), "{}", page.body);
    }
    let page = browser.submit(&page, &[("email", "ada@ACME.example")]).await;
    let page = scene.through_provider(&mut browser, page).await;
    assert!(page.param("code").is_some(), "{}", page.url);
    assert_eq!(page.param("state").as_deref(), Some("st-1"));
}

#[tokio::test]
async fn of_two_connections_that_claim_a_domain_the_first_by_name_gets_it() {
    let scene = Scene::start().await;
    scene.connection("zeta", of_domain("acme.example")).await;
    scene.connection("acme", of_domain("acme.example")).await;
    let address = scene.authorize_url("", "openid", &[("login_hint", "ada@acme.example")]);
    let page = scene.at_provider(&mut scene.browser(), &address).await;
    assert!(page.param("code").is_some(), "{}", page.url);
    scene.user(&format!("oidc|acme|{}", scene.subject())).await;
}

#[tokio::test]
async fn a_login_hint_of_the_application_leads_to_the_connection_or_is_filled_in() {
    let scene = Scene::start().await;
    scene.connection("acme", of_domain("acme.example")).await;
    let mut browser = scene.browser();
    for hint in ["ada@other.example", "ada"] {
        let page = browser.open(&scene.authorize_url("", "openid", &[("login_hint", hint)])).await;
        assert!(page.body.contains(&format!("value=\"{hint}\"")), "{}", page.body);
        assert!(!page.body.contains("email-error"), "nobody typed that: {}", page.body);
    }
    let page = browser.open(&scene.authorize_url("", "openid", &[("login_hint", "ada@acme.example")])).await;
    let page = scene.through_provider(&mut browser, page).await;
    assert!(page.param("code").is_some(), "{}", page.url);
}

#[tokio::test]
async fn a_connection_that_the_application_names_wins_over_its_login_hint() {
    let scene = Scene::start().await;
    scene.connection("acme", of_domain("acme.example")).await;
    scene.connection("other", of_domain("other.example")).await;
    let address = scene.authorize_url("other", "openid", &[("login_hint", "ada@acme.example")]);
    let page = scene.at_provider(&mut scene.browser(), &address).await;
    assert!(page.param("code").is_some(), "{}", page.url);
    scene.user(&format!("oidc|other|{}", scene.subject())).await;
}

#[tokio::test]
async fn the_provider_gets_what_was_typed_and_what_the_application_sent_through_the_page() {
    let scene = Scene::start().await;
    let mut options = of_domain("acme.example");
    options["upstream_params"] = json!({
        "login_hint": { "alias": "login_hint" },
        "prompt": { "alias": "prompt" },
        "acr": { "alias": "acr_values" },
    });
    scene.connection_with("acme", options, json!({ "show_as_button": true })).await;
    let sent = [("login_hint", "bob@other.example"), ("prompt", "login"), ("acr_values", "a & b")];
    let mut browser = scene.browser();
    let login = browser.open(&scene.authorize_url("", "openid", &sent)).await;

    let page = browser.submit(&login, &[("email", "ada@acme.example")]).await;
    assert_eq!(asked(&scene, &page, "login_hint").as_deref(), Some("ada@acme.example"));
    assert_eq!(asked(&scene, &page, "prompt").as_deref(), Some("login"));
    assert_eq!(asked(&scene, &page, "acr").as_deref(), Some("a & b"));

    let page = browser.click(&login, &login.links()[0].1).await;
    assert_eq!(asked(&scene, &page, "login_hint").as_deref(), Some("bob@other.example"));
    assert_eq!(asked(&scene, &page, "prompt").as_deref(), Some("login"));
    let page = scene.through_provider(&mut browser, page).await;
    assert_eq!(page.param("state").as_deref(), Some("st-1"), "{}", page.url);
}

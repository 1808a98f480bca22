//! Signing in where a connection of the application cannot be read.

use serde_json::json;

use crate::login_scene::{CALLBACK, Scene, step};

#[tokio::test]
async fn an_application_with_one_bad_connection_signs_in_through_its_healthy_ones() {
    let scene = Scene::start().await;
    let button = json!({ "show_as_button": true });
    for name in ["good", "bad"] {
        scene.connection_with(name, json!({ "type": "back_channel" }), button.clone()).await;
    }
    scene.damage("UPDATE connection SET document = '{' WHERE name = 'bad'");
    let page = scene.browser().open(&scene.authorize_url("", "openid", &[])).await;
    assert!(page.body.contains("Continue with good") && !page.body.contains("bad"), "{}", page.body);
    let page = scene.sign_in("good", "openid").await;
    assert!(page.url.as_str().starts_with(CALLBACK) && page.param("code").is_some(), "{}", page.url);

    let why = Some("The sign-in cannot begin: the connection bad cannot be read: its document is not JSON.".to_owned());
    let page = scene.browser().open(&scene.authorize_url("bad", "openid", &[])).await;
    assert_eq!((page.param("error").as_deref(), page.param("error_description")), (Some("server_error"), why.clone()));
    scene.damage("DELETE FROM connection WHERE name = 'good'");
    let page = scene.browser().open(&scene.authorize_url("", "openid", &[])).await;
    assert_eq!(page.param("error_description"), why, "that none is enabled would not be so");
}

#[tokio::test]
async fn a_trace_that_cannot_be_read_leaves_the_others() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    scene.sign_in("acme", "openid").await;
    let first = scene.newest_trace("acme").await;
    scene.sign_in("acme", "openid").await;
    scene.damage("UPDATE trace SET document = '{}' WHERE position = (SELECT max(position) FROM trace)");
    assert_eq!(scene.newest_trace("acme").await, first);
}

#[tokio::test]
async fn a_discovery_url_that_was_completed_is_told_in_the_trace() {
    let scene = Scene::start().await;
    for (name, url, told) in [
        ("base", format!("{}/", scene.provider_issuer()), true),
        ("full", format!("{}/.well-known/openid-configuration", scene.provider_issuer()), false),
    ] {
        scene.connection(name, json!({ "type": "back_channel", "discovery_url": url })).await;
        let page = scene.sign_in(name, "openid").await;
        assert!(page.param("code").is_some(), "{}", page.url);
        let trace = scene.newest_trace(name).await;
        let findings = step(&trace, "discovery")["findings"].as_array().expect("findings").clone();
        let finding = findings.iter().find(|finding| finding["code"] == "discovery-url-is-base");
        assert_eq!(finding.is_some(), told, "{findings:?}");
        if let Some(finding) = finding {
            let full = format!("{}/.well-known/openid-configuration", scene.provider_issuer());
            assert_eq!((&finding["got"], &finding["expected"]), (&url.into(), &full.into()));
        }
    }
}

//! `/api/v2/custom-domains`: names below `.localhost` under which the tenant answers.

use serde_json::{Value, json};

use crate::{api_scene::Scene, login_scene::custom_domain};

#[tokio::test]
async fn a_domain_is_ready_at_once_and_gone_when_it_is_deleted() {
    let scene = Scene::start().await;
    assert_eq!(scene.get("custom-domains").await.body, json!([]));
    let mut asked = custom_domain("Login.localhost");
    asked["domain_metadata"] = json!({ "team": "a" });
    asked["verification_method"] = "txt".into();
    let created = scene.post("custom-domains", &asked).await;
    assert_eq!(created.status, 201, "{}", created.text);
    assert_eq!(created.body["domain"], "login.localhost");
    assert_eq!((&created.body["status"], &created.body["primary"]), (&"ready".into(), &true.into()));
    assert_eq!(created.body["domain_metadata"], json!({ "team": "a" }));
    let path = format!("custom-domains/{}", created.body["custom_domain_id"].as_str().expect("an ID"));
    assert_eq!(scene.get(&path).await.body, created.body);
    assert_eq!(scene.get("custom-domains").await.body, json!([created.body]));
    scene.post("custom-domains", &custom_domain("LOGIN.localhost")).await.assert_error(
        409,
        "",
        "login.localhost exists",
    );
    for _ in 0..2 {
        assert_eq!(scene.delete(&path).await.status, 204);
    }
    scene.get(&path).await.assert_error(404, "", "The custom domain does not exist");
}

#[tokio::test]
async fn the_tenant_answers_under_its_domains_and_names_them_as_its_issuer() {
    let scene = Scene::start().await;
    let port = scene.tenant.url().rsplit(':').next().expect("a port").to_owned();
    let host = format!("login.localhost:{port}");
    let discovery = "/.well-known/openid-configuration";
    assert_eq!(scene.under_host(&host, discovery).await.status, 421, "not registered yet");
    let created = scene.post("custom-domains", &custom_domain("login.localhost")).await.body;
    let metadata = scene.under_host(&host.to_uppercase(), discovery).await.body;
    assert_eq!(metadata["issuer"], format!("http://{host}/"));
    assert_eq!(metadata["authorization_endpoint"], format!("http://{host}/authorize"));
    assert_eq!(scene.under_host(&format!("other.localhost:{port}"), discovery).await.status, 421);
    assert_eq!(scene.under_host("login.localhost", discovery).await.status, 421, "the port is part of it");
    // A Management API token is good at the address that it was asked for at.
    assert_eq!(scene.under_host(&host, "/api/v2/connections").await.status, 401);
    scene.delete(&format!("custom-domains/{}", created["custom_domain_id"].as_str().expect("an ID"))).await;
    assert_eq!(scene.under_host(&host, discovery).await.status, 421);
}

#[tokio::test]
async fn a_domain_that_does_not_lead_here_is_refused() {
    let scene = Scene::start().await;
    let beyond = "is not a name below .localhost. This local tenant answers on this computer alone";
    let long = format!("{}.localhost", "a".repeat(64));
    for domain in [
        "login.example.com",
        "localhost",
        "login.localhost.example",
        ".localhost",
        "a..localhost",
        "-a.localhost",
        &long,
    ] {
        scene.post("custom-domains", &custom_domain(domain)).await.assert_error(400, "invalid_body", beyond);
    }
    for (asked, message) in [
        (json!({ "domain": "login.localhost" }), "Missing required property: type"),
        (json!({ "domain": "login.localhost", "type": "mine" }), "No enum match for: mine"),
        (json!({ "domain": "login.localhost", "type": "self_managed_certs", "primary": true }), "not allowed: primary"),
    ] {
        scene.post("custom-domains", &asked).await.assert_error(400, "invalid_body", message);
    }
    assert_eq!(scene.get("custom-domains").await.body, json!([]));
}

#[tokio::test]
async fn a_list_is_plain_until_a_page_is_asked_for() {
    let scene = Scene::start().await;
    for name in ["c", "a", "b"] {
        scene.post("custom-domains", &custom_domain(&format!("{name}.localhost"))).await;
    }
    let domains = |body: &Value| -> Vec<String> {
        let items = body.as_array().expect("a list").iter();
        items.map(|domain| domain["domain"].as_str().expect("a domain").replace(".localhost", "")).collect()
    };
    let all = scene.get("custom-domains").await.body;
    assert_eq!(domains(&all), ["c", "a", "b"]);
    let primary: Vec<&Value> = all.as_array().expect("a list").iter().map(|domain| &domain["primary"]).collect();
    assert_eq!(primary, [true, false, false], "the oldest one is the primary");
    assert_eq!(domains(&scene.get("custom-domains?sort=domain:1").await.body), ["a", "b", "c"]);
    assert_eq!(domains(&scene.get("custom-domains?q=domain:b*").await.body), ["b"]);
    let first = scene.get("custom-domains?take=2").await.body;
    assert_eq!(domains(&first["custom_domains"]), ["c", "a"]);
    let next = first["next"].as_str().expect("a checkpoint");
    let second = scene.get(&format!("custom-domains?take=2&from={next}")).await.body;
    assert_eq!((domains(&second["custom_domains"]), second.get("next")), (vec!["b".to_owned()], None));
}

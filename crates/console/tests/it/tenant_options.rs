//! How a tenant is reached, and what is settled for it on this computer.

use lintel_console::view::{KeyAlgorithm, TenantAccess, TenantColour, TenantCredentials, TenantOptions};
use lintel_oidc::{
    Channel, Secret,
    signing::{SigningAlgorithm, SigningKey},
};
use serde_json::Value;

use crate::{elsewhere::Elsewhere, scene::Scene};

/// A Management API token as somebody else gets it.
async fn token(elsewhere: &Elsewhere) -> Secret {
    let (client_id, secret) = elsewhere.tenant.management_client();
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &client_id),
        ("client_secret", secret.expose()),
        ("audience", &elsewhere.tenant.audience()),
    ];
    let url = format!("{}/oauth/token", elsewhere.tenant.url());
    #[expect(clippy::disallowed_methods, reason = "somebody else asks")]
    let answer = reqwest::Client::new().post(url).form(&form).send().await.expect("an answer");
    let answer: Value = answer.json().await.expect("JSON");
    Secret::new(answer["access_token"].as_str().expect("a token"))
}

fn with(elsewhere: &Elsewhere, credentials: TenantCredentials) -> TenantAccess {
    TenantAccess { credentials, ..elsewhere.access() }
}

#[tokio::test]
async fn a_tenant_is_reached_by_a_pasted_token_whose_end_is_told() {
    let (scene, elsewhere, other) = (Scene::start().await, Elsewhere::serve().await, Elsewhere::serve().await);
    let credentials = TenantCredentials::Token { token: token(&elsewhere).await };
    let wrong = scene.tenants.connect_auth0("Staging", &with(&other, credentials.clone())).await;
    let wrong = wrong.expect_err("it is for another tenant");
    assert_eq!((wrong.code.as_str(), wrong.field.as_deref()), ("token-audience", Some("token")));
    assert!(wrong.message.contains(&elsewhere.tenant.audience()), "{}", wrong.message);

    let desk = scene.tenants.connect_auth0("Staging", &with(&elsewhere, credentials.clone())).await.expect("a tenant");
    let ends = desk.tenant.token_ends.expect("it ends");
    assert!(ends > chrono::DateTime::UNIX_EPOCH);
    scene.tenants.console().expect("it is open").list_connections(None).await.expect("a list");
    let TenantCredentials::Token { token } = credentials else { unreachable!() };
    for file in std::fs::read_dir(scene.folder()).expect("a folder") {
        let bytes = std::fs::read(file.expect("a file").path()).unwrap_or_default();
        let written = String::from_utf8_lossy(&bytes).contains(token.expose());
        assert!(!written, "the token is in no file");
    }

    let desk = scene.tenants.renew_credentials(&desk.tenant.id, &elsewhere.access()).await.expect("by secret");
    assert_eq!(desk.tenant.token_ends, None);
}

#[tokio::test]
async fn a_private_key_that_cannot_sign_is_refused_at_its_field() {
    let (scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    let of_another_kind =
        SigningKey::generate(SigningAlgorithm::ES256).and_then(|key| key.to_pkcs8_pem()).expect("PEM");
    for (pem, remedy) in [
        (Secret::new("hello"), "BEGIN PRIVATE KEY"),
        (of_another_kind, "RSA key of 2048 bits"),
        (Secret::new("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----"), "openssl pkcs8"),
        (Secret::new("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"), "public half"),
    ] {
        let client_id = "client".to_owned();
        let credentials = TenantCredentials::PrivateKey { client_id, private_key: pem, algorithm: KeyAlgorithm::RS256 };
        let problem = scene.tenants.check_access("ticket", &with(&elsewhere, credentials)).await.expect_err("refused");
        assert_eq!(problem.field.as_deref(), Some("private_key"));
        assert!(problem.remedy.as_ref().is_some_and(|told| told.contains(remedy)), "{problem:?}");
    }
}

#[tokio::test]
async fn a_read_only_tenant_is_changed_by_nothing_and_says_so() {
    let (scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    let id = scene.tenants.connect_auth0("Staging", &elsewhere.access()).await.expect("a tenant").tenant.id;
    let console = scene.tenants.console().expect("it is open");
    let options = TenantOptions { read_only: true, ..TenantOptions::default() };
    let desk = scene.tenants.change_options(&id, &options).await.expect("settled");
    assert!(desk.tenant.read_only);
    let form = scene.form("acme", Channel::BackChannel);
    let problem = console.create_connection(&form).await.expect_err("nothing is changed");
    assert_eq!(problem.code, "read-only");
    assert!(console.list_connections(None).await.expect("it reads").rows.is_empty());
    scene.tenants.change_options(&id, &TenantOptions::default()).await.expect("settled");
    console.create_connection(&form).await.expect("it is changed again");
}

#[tokio::test]
async fn what_was_settled_is_there_after_a_restart_and_a_local_tenant_is_never_production() {
    let scene = Scene::start().await;
    let options = TenantOptions { colour: Some(TenantColour::Teal), read_only: true, ..TenantOptions::default() };
    scene.tenants.change_options("local", &options).await.expect("settled");
    let scene = scene.while_closed(drop).await;
    let desk = scene.tenants.desk();
    assert_eq!((desk.tenant.colour, desk.tenant.read_only), (Some(TenantColour::Teal), true));
    let refused = scene.console.create_connection(&scene.form("acme", Channel::BackChannel)).await;
    assert_eq!(refused.expect_err("read only").code, "read-only");
    for options in [
        TenantOptions { production: true, ..TenantOptions::default() },
        TenantOptions { proxy: "http://proxy.example:8080".to_owned(), ..TenantOptions::default() },
    ] {
        let problem = scene.tenants.change_options("local", &options).await.expect_err("it is on this computer");
        assert_eq!(problem.code, "tenant-local");
    }
}

#[tokio::test]
async fn a_way_that_cannot_be_gone_is_refused_at_its_field() {
    let (scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    let access = |proxy: &str, authorities: &str| TenantAccess {
        proxy: proxy.to_owned(),
        authorities: authorities.to_owned(),
        ..elsewhere.access()
    };
    for (access, field) in [
        (access("proxy.example", ""), "proxy"),
        (access("http://me:s3cret@proxy.example:8080", ""), "proxy"),
        (access("", "no certificate"), "authorities"),
    ] {
        let problem = scene.tenants.connect_auth0("", &access).await.expect_err("refused");
        assert_eq!(problem.field.as_deref(), Some(field));
        assert!(!problem.message.contains("s3cret"), "{}", problem.message);
    }
}

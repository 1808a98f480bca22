//! Rows that cannot be read: each is shown with its reason, takes no other with it, and can be deleted.

use std::path::Path;

use lintel_oidc::{Clock, Secret};
use lintel_tenant::{Folder, KeySource, Tenant};
use rusqlite::Connection as Database;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    api_client::client,
    api_scene::{Scene, config, path_of},
};

async fn open(directory: &Path) -> Scene {
    let folder = Folder::open(directory).expect("the folder");
    let key = KeySource::Passphrase(Secret::new("right"));
    Scene::of(Tenant::open(config(folder, key, Clock::system())).await.expect("the tenant opens")).await
}

fn damage(directory: &TempDir, sql: &str) {
    let database = Database::open(directory.path().join("tenant.sqlite3")).expect("the database");
    database.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// What a document of so many levels is, as versions took it that had no bound.
fn deep(levels: usize) -> String {
    format!(r#"'{{"x":{}1{}}}'"#, "[".repeat(levels - 1), "]".repeat(levels - 1))
}

fn id(value: &Value) -> &str {
    value["id"].as_str().expect("an ID")
}

#[tokio::test]
async fn a_connection_that_cannot_be_read_is_named_and_the_others_stay() {
    let directory = TempDir::new().expect("a folder");
    let scene = open(directory.path()).await;
    let application = scene.application("App").await;
    let mut made = Vec::new();
    for name in ["good", "no-json", "too-deep", "other-shape", "moved", "no-text"] {
        let connection = scene.connection(name).await;
        let enabled = json!([{ "client_id": application, "status": true }]);
        assert_eq!(scene.patch(&format!("{}/clients", path_of(&connection)), &enabled).await.status, 204);
        made.push(connection);
    }
    scene.close().await;
    let at = |name: &str| format!("UPDATE connection SET document = {{}} WHERE name = '{name}'");
    damage(&directory, &at("no-json").replace("{}", "'not JSON'"));
    damage(&directory, &at("too-deep").replace("{}", &deep(131)));
    damage(&directory, &at("other-shape").replace("{}", "'[]'"));
    damage(&directory, &at("no-text").replace("{}", "CAST(x'7bff7d' AS TEXT)"));
    let options = "(SELECT options FROM connection WHERE name = 'good')";
    damage(&directory, &format!("UPDATE connection SET options = {options} WHERE name = 'moved'"));

    let scene = open(directory.path()).await;
    let client = client(&scene);
    let listed = client.list_connections::<lintel_management::Connection>(None).await.expect("a list");
    let told: Vec<(&str, Option<&str>)> =
        listed.iter().map(|connection| (connection.name.as_str(), connection.unreadable())).collect();
    let told_of = |name: &str| told.iter().find(|(own, _)| *own == name).expect("a row").1;
    assert_eq!(told.len(), 6);
    assert_eq!(told_of("good"), None);
    assert_eq!(told_of("no-json"), Some("its document is not JSON"));
    assert_eq!(told_of("no-text"), Some("its document is not JSON"));
    assert_eq!(told_of("too-deep"), Some("its document is nested too deeply"));
    assert_eq!(told_of("other-shape"), Some("its document lacks a member, or has one of another type"));
    assert!(told_of("moved").is_some_and(|why| why.starts_with("a secret in it does not open")), "{told:?}");
    assert_eq!(listed.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), made.iter().map(id).collect::<Vec<_>>());
    assert_eq!(client.client_connections(&application).await.expect("a list of the application").len(), 6);

    let damaged = client.connection(id(&made[1])).await.expect("its row");
    assert_eq!((damaged.name.as_str(), damaged.options.as_ref()), ("no-json", None));
    let path = path_of(&made[1]);
    let refused = client.update_connection(id(&made[1]), &json!({ "display_name": "New" })).await.expect_err("refused");
    assert_eq!(refused.status(), Some(500));
    let sentence = refused.to_string();
    assert!(sentence.contains("the connection no-json cannot be read: its document is not JSON"), "{sentence}");
    let names = scene.get("connections?name=moved&fields=name").await;
    assert_eq!(
        (names.names(""), names.body[0].get("unreadable")),
        (vec!["moved"], None),
        "what is not shown stays sealed"
    );
    let enabled = scene.get(&format!("{path}/clients")).await;
    assert_eq!(enabled.body["clients"], json!([{ "client_id": application }]), "what does not need the document works");
    let another = json!({ "strategy": "oidc", "name": "no-json", "options": { "client_id": "x", "issuer": "https://op.example" } });
    scene.post("connections", &another).await.assert_error(409, "connection_conflict", "same name");
    for connection in &made[1..] {
        assert_eq!(scene.delete(&path_of(connection)).await.status, 202, "{}", connection["name"]);
    }
    assert_eq!(scene.get("connections").await.names(""), ["good"]);
}

#[tokio::test]
async fn a_user_an_application_a_domain_and_a_key_that_cannot_be_read_are_named() {
    let directory = TempDir::new().expect("a folder");
    let scene = open(directory.path()).await;
    let connection = scene.connection("acme").await;
    for subject in ["ada", "bob", "eve"] {
        scene.user(&connection, subject, json!({ "name": subject, "email": format!("{subject}@example.com") })).await;
    }
    let good = scene.application("Good").await;
    let (sealed, odd) = (scene.application("Sealed").await, scene.application("Odd").await);
    for domain in ["one.localhost", "two.localhost"] {
        scene.post("custom-domains", &json!({ "domain": domain, "type": "self_managed_certs" })).await;
    }
    let keys = format!("{}/keys", path_of(&connection));
    assert_eq!(scene.post(&keys, &json!({ "signing_alg": "ES256" })).await.status, 201);
    scene.close().await;
    damage(&directory, &format!("UPDATE user SET document = {} WHERE user_id = 'oidc|acme|bob'", deep(130)));
    damage(&directory, &format!("UPDATE client SET client_secret = x'00' WHERE client_id = '{sealed}'"));
    let callbacks = "document = json_set(document, '$.callbacks', 'x')";
    damage(&directory, &format!("UPDATE client SET {callbacks} WHERE client_id = '{odd}'"));
    damage(&directory, "UPDATE custom_domain SET document = '' WHERE domain = 'one.localhost'");
    damage(&directory, "UPDATE connection_key SET document = '{' WHERE state = 'current'");

    let scene = open(directory.path()).await;
    let client = client(&scene);
    let users = client.find_users(None, 0).await.expect("a page");
    let told: Vec<(&str, Option<&str>)> =
        users.items.iter().map(|user| (user.user_id.as_str(), user.unreadable())).collect();
    let too_deep = Some("its document is nested too deeply");
    let in_order = [("oidc|acme|ada", None), ("oidc|acme|eve", None), ("oidc|acme|bob", too_deep)];
    assert_eq!(users.total, 3);
    let mut sorted = told.clone();
    sorted.sort_by_key(|(_, why)| why.is_some());
    assert_eq!(told, sorted, "who has no last login that can be read comes last");
    assert!(in_order.iter().all(|row| told.contains(row)), "{told:?}");
    assert_eq!(scene.get("users?q=email:*example*").await.names(""), ["ada", "eve"]);
    assert_eq!(client.user("oidc|acme|bob").await.expect("a row").unreadable(), too_deep);
    client.delete_user("oidc|acme|bob").await.expect("deleted");
    assert_eq!(client.find_users(None, 0).await.expect("a page").total, 2);

    let applications = client.clients().await.expect("a list");
    let unreadable: Vec<&str> = applications
        .iter()
        .filter(|application| application.unreadable().is_some())
        .map(|application| application.client_id.as_str())
        .collect();
    assert_eq!((applications.len(), unreadable), (5, vec![sealed.as_str(), odd.as_str()]));
    let token = scene.token(|request| {
        request.json(&json!({ "grant_type": "client_credentials", "client_id": sealed, "client_secret": "x" }))
    });
    assert_eq!(token.await.status, 500);
    for damaged in [&sealed, &odd] {
        client.delete_application(damaged).await.expect("deleted");
    }
    let left = client.clients().await.expect("a list");
    assert!(left.len() == 3 && left.iter().any(|application| application.client_id == good));

    let domains = client.custom_domains().await.expect("a list");
    assert_eq!(domains.iter().map(|domain| domain.unreadable().is_some()).collect::<Vec<_>>(), [true, false]);
    assert_eq!(domains[0].domain, "one.localhost");

    let listed = client.connection_keys(id(&connection)).await.expect("keys");
    assert_eq!(listed.iter().map(|key| key.unreadable().is_some()).collect::<Vec<_>>(), [true, false]);
    let public = scene.public("/oauth/connection/acme/.well-known/jwks.json").await;
    assert_eq!(public.body["keys"].as_array().map(Vec::len), Some(2), "the public halves stand apart");
}

#[tokio::test]
async fn a_user_who_cannot_be_read_is_written_anew_by_the_next_login() {
    let directory = TempDir::new().expect("a folder");
    let scene = open(directory.path()).await;
    let connection = scene.connection("acme").await;
    scene.user(&connection, "ada", json!({ "name": "Ada" })).await;
    damage(&directory, "UPDATE user SET document = '['");
    scene.user(&connection, "ada", json!({ "name": "Ada" })).await;
    assert_eq!(scene.get("users").await.names(""), ["Ada"]);
}

#[tokio::test]
async fn lintels_own_applications_are_made_again_under_their_ids() {
    let directory = TempDir::new().expect("a folder");
    let scene = open(directory.path()).await;
    let connection = scene.connection("acme").await;
    let sample = scene.tenant.sample_application().client_id.clone();
    let (management, secret) = scene.tenant.management_client();
    let enabled = json!([{ "client_id": sample, "status": true }]);
    scene.patch(&format!("{}/clients", path_of(&connection)), &enabled).await;
    scene.close().await;
    damage(&directory, &format!("UPDATE client SET document = '{{' WHERE client_id = '{sample}'"));
    damage(&directory, &format!("UPDATE client SET client_secret = x'00' WHERE client_id = '{management}'"));
    let scene = open(directory.path()).await;
    let (again, new_secret) = scene.tenant.management_client();
    assert_eq!(again, management);
    assert_ne!(new_secret.expose(), secret.expose(), "the old one cannot be read");
    assert_eq!(scene.get(&format!("clients/{sample}")).await.body["name"], "Sample application");
    let kept = scene.get(&format!("{}/clients", path_of(&connection))).await;
    assert_eq!(kept.body["clients"], json!([{ "client_id": sample }]));
}

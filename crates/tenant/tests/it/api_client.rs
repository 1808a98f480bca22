//! The typed client of `lintel-management` against the tenant.

use lintel_management::{Client, ClientError, Credentials};
use serde_json::json;

use crate::{
    api_scene::{Scene, create, explicit_options},
    login_scene::custom_domain,
};

#[tokio::test]
async fn it_makes_reads_and_rotates_the_keys_of_a_connection() {
    let scene = Scene::start().await;
    let client = client(&scene);
    let connection = client.create_connection(&create("acme", explicit_options())).await.expect("a connection");
    let refused = client.connection_keys(&connection.id).await.expect_err("no keys yet");
    assert_eq!((refused.status(), refused.code()), (Some(400), Some("operation_not_supported")));
    let made = client.create_connection_keys(&connection.id, Some("ES256")).await.expect("keys");
    assert_eq!(made.iter().map(|key| (key.current, key.next)).collect::<Vec<_>>(), [(true, false), (false, true)]);
    assert!(made.iter().all(|key| key.algorithm.as_deref() == Some("ES256") && key.fingerprint.is_some()), "{made:?}");
    let mut options = explicit_options();
    options["token_endpoint_auth_method"] = "private_key_jwt".into();
    options["token_endpoint_auth_signing_alg"] = "ES256".into();
    client.update_connection(&connection.id, &json!({ "options": options })).await.expect("a change");
    let next = client.rotate_connection_keys(&connection.id, None).await.expect("a new key");
    assert!(next.next && !next.current, "{next:?}");
    let keys = client.connection_keys(&connection.id).await.expect("keys");
    assert_eq!(keys.iter().map(|key| &key.kid).collect::<Vec<_>>(), [&made[1].kid, &made[0].kid, &next.kid]);
    assert!(keys[0].current && keys[0].current_since.is_some() && keys[1].previous && keys[2].next, "{keys:?}");
}

#[tokio::test]
async fn it_makes_changes_and_deletes_applications() {
    let scene = Scene::start().await;
    let client = client(&scene);
    let made = client.create_application(&json!({ "name": "App", "app_type": "spa" })).await.expect("an application");
    let connection = client.create_connection(&create("acme", explicit_options())).await.expect("a connection");
    assert!(client.client_connections(&made.client_id).await.expect("connections").is_empty());
    client.set_connection_clients(&connection.id, &[(made.client_id.clone(), true)]).await.expect("enabled");
    let connections = client.client_connections(&made.client_id).await.expect("connections");
    assert_eq!(connections.iter().map(|connection| connection.name.as_str()).collect::<Vec<_>>(), ["acme"]);
    let changed = client.update_application(&made.client_id, &json!({ "name": "New" })).await.expect("a change");
    assert_eq!((changed.name.as_str(), changed.app_type.as_deref()), ("New", Some("spa")));
    client.delete_application(&made.client_id).await.expect("deleted");
    assert_eq!(client.client(&made.client_id).await.expect_err("gone").status(), Some(404));
}

#[tokio::test]
async fn it_follows_every_page() {
    let scene = Scene::start().await;
    let client = client(&scene);
    let connection = client.create_connection(&create("acme", explicit_options())).await.expect("a connection");
    for number in 0..103 {
        let made =
            client.create_application(&json!({ "name": format!("App {number}") })).await.expect("an application");
        client.set_connection_clients(&connection.id, &[(made.client_id, true)]).await.expect("enabled");
    }
    assert_eq!(client.connection_clients(&connection.id).await.expect("clients").len(), 103);
    assert_eq!(client.clients().await.expect("applications").len(), 105, "the tenant has two of its own");
}

#[tokio::test]
async fn it_knows_the_custom_domains_and_what_its_token_allows() {
    let scene = Scene::start().await;
    let client = client(&scene);
    assert!(client.custom_domains().await.expect("domains").is_empty());
    scene.post("custom-domains", &custom_domain("login.localhost")).await;
    let domains = client.custom_domains().await.expect("domains");
    assert_eq!(
        domains.iter().map(|domain| (domain.domain.as_str(), domain.status.as_str())).collect::<Vec<_>>(),
        [("login.localhost", "ready")]
    );
    let scopes = client.scopes().await.expect("scopes");
    assert!(scopes.contains(&"update:connections_keys".to_owned()) && scopes.len() > 12, "{scopes:?}");
}

#[tokio::test]
async fn wrong_credentials_are_the_token_endpoints_own_error() {
    let scene = Scene::start().await;
    let (client_id, _) = scene.tenant.management_client();
    let base = scene.tenant.url().parse().expect("a URL");
    let client = Client::new(base, Credentials::new(client_id, "not the secret", scene.tenant.audience()));
    let refused = client.expect("a client").scopes().await.expect_err("refused");
    assert!(matches!(&refused, ClientError::Token { status: 401, error, .. } if error == "access_denied"), "{refused}");
}

pub(crate) fn client(scene: &Scene) -> Client {
    let (client_id, secret) = scene.tenant.management_client();
    let base = scene.tenant.url().parse().expect("a URL");
    Client::new(base, Credentials::new(client_id, secret.expose(), scene.tenant.audience())).expect("a client")
}

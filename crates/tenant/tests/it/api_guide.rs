//! What is stored and returned of the four creates of Auth0's published guide, as they stand: they say `scopes`, which is no
//! member of the API's, and the explicit ones give only an issuer and an authorization endpoint.

use serde_json::{Value, json};

use crate::{
    api_documents::Documents,
    api_scene::{Answer, Scene, create, path_of},
};

#[tokio::test]
async fn front_channel_with_discovery_url() {
    let (scene, documents) = (Scene::start().await, Documents::start().await);
    let asked = json!({
        "type": "front_channel",
        "discovery_url": documents.put_provider("/idp"),
        "client_id": "your_oidc_client_id",
        "scopes": "openid profile",
    });
    let added = discovered(&documents.metadata("/idp"));
    stored_and_returned(&scene, "front-discovery", &asked, &added).await;
}

#[tokio::test]
async fn back_channel_with_discovery_url() {
    let (scene, documents) = (Scene::start().await, Documents::start().await);
    let asked = json!({
        "type": "back_channel",
        "discovery_url": documents.put_provider("/idp"),
        "client_id": "your_oidc_client_id",
        "client_secret": "your_oidc_client_secret",
        "scopes": "openid profile",
    });
    let added = discovered(&documents.metadata("/idp"));
    stored_and_returned(&scene, "back-discovery", &asked, &added).await;
}

#[tokio::test]
async fn back_channel_with_explicit_endpoints() {
    let (scene, documents) = (Scene::start().await, Documents::start().await);
    documents.put_provider("/idp");
    let asked = json!({
        "type": "back_channel",
        "issuer": format!("{}/idp", documents.origin),
        "authorization_endpoint": format!("{}/idp/authorize", documents.origin),
        "client_secret": "your_oidc_client_secret",
        "client_id": "your_oidc_client_id",
        "scopes": "openid profile",
    });
    stored_and_returned(&scene, "back-explicit", &asked, &json!({})).await;
    assert_eq!(documents.fetched("/idp/.well-known/openid-configuration"), 0, "nobody gave a discovery URL");
}

#[tokio::test]
async fn front_channel_with_explicit_endpoints() {
    let (scene, documents) = (Scene::start().await, Documents::start().await);
    documents.put_provider("/idp");
    let asked = json!({
        "type": "front_channel",
        "issuer": format!("{}/idp", documents.origin),
        "authorization_endpoint": format!("{}/idp/authorize", documents.origin),
        "token_endpoint": format!("{}/idp/token", documents.origin),
        "client_id": "your_oidc_client_id",
        "scopes": "openid profile",
    });
    stored_and_returned(&scene, "front-explicit", &asked, &json!({})).await;
    assert_eq!(documents.fetched("/idp/.well-known/openid-configuration"), 0, "nobody gave a discovery URL");
}

/// What a fetched document adds to the options.
fn discovered(metadata: &Value) -> Value {
    let mut stored = metadata.clone();
    for member in ["claims_parameter_supported", "request_uri_parameter_supported", "require_request_uri_registration"]
    {
        stored[member] = false.into();
    }
    let mut added = json!({ "oidc_metadata": stored });
    for member in ["issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"] {
        added[member] = metadata[member].clone();
    }
    added
}

async fn stored_and_returned(scene: &Scene, name: &str, asked: &Value, added: &Value) {
    let mut options = asked.clone();
    let members = options.as_object_mut().expect("an object");
    members.extend(added.as_object().expect("an object").clone());
    members.insert("schema_version".to_owned(), "oidc-V4".into());
    members.insert("attribute_map".to_owned(), json!({ "mapping_mode": "bind_all" }));
    members.insert("connection_settings".to_owned(), json!({ "pkce": "auto" }));
    let created = scene.post("connections", &create(name, asked.clone())).await;
    assert_eq!(created.status, 201, "{}", created.text);
    let mut wanted = json!({
        "id": created.body["id"],
        "options": options,
        "strategy": "oidc",
        "name": name,
        "is_domain_connection": false,
        "show_as_button": false,
        "authentication": { "active": true },
        "connected_accounts": { "active": false },
        "display_name": name,
        "enabled_clients": [],
        "realms": [name],
    });
    assert_eq!(created.body, wanted);
    wanted.as_object_mut().expect("an object").shift_remove("enabled_clients");
    assert_eq!(scene.get(&path_of(&created.body)).await.body, wanted);
    let Answer { body: listed, .. } = scene.get(&format!("connections?name={name}")).await;
    assert_eq!(listed, json!([wanted]));
}

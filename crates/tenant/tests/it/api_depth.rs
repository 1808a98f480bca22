//! How deep what the API takes may be: what it takes, everybody can read wherever it then stands.

use lintel_oidc::json::MAX_DEPTH;
use serde_json::{Value, json};

use crate::{
    api_client::client,
    api_documents::Documents,
    api_scene::{Scene, create, explicit_options, path_of},
};

/// Lists within one another.
fn lists(levels: usize) -> Value {
    (0..levels).fold(json!("core"), |inner, _| json!([inner]))
}

/// A create whose deepest value has so many arrays and objects around it.
fn creation(name: &str, depth: usize) -> Value {
    let mut options = explicit_options();
    // The body and its options are two.
    options["x_deep"] = lists(depth - 2);
    create(name, options)
}

#[tokio::test]
async fn the_deepest_body_that_is_taken_is_read_wherever_it_then_stands() {
    let scene = Scene::start().await;
    let deepest = scene.created(&creation("acme", MAX_DEPTH)).await;
    let documents = Documents::start().await;
    let mut metadata = documents.metadata("/op");
    metadata["x_deep"] = lists(MAX_DEPTH - 1);
    let url = documents.put("/op/.well-known/openid-configuration", metadata);
    let fetched = scene.created(&create("fetched", json!({ "client_id": "id", "discovery_url": url }))).await;
    let application = scene.application("App").await;
    let (client, mut read) = (client(&scene), Vec::new());
    for created in [&deepest, &fetched] {
        let id = created["id"].as_str().expect("an ID");
        client.set_connection_clients(id, &[(application.clone(), true)]).await.expect("enabled");
        read.push(client.connection(id).await.expect("the connection"));
        let change = json!({ "display_name": "New" });
        assert_eq!(scene.patch(&path_of(created), &change).await.status, 200, "it can be changed");
    }
    let mut listed = client.list_connections::<lintel_management::Connection>(None).await.expect("a list");
    assert_eq!(listed.len(), 2);
    listed.extend(client.client_connections(&application).await.expect("a list of the application"));
    listed.extend(client.connections_page("oidc", None).await.expect("a page").items);
    for connection in &listed {
        let same = read.iter().find(|one| one.id == connection.id).expect("one of the two");
        assert_eq!(connection.options, same.options, "{}", connection.name);
    }
    assert_eq!(read[0].options.as_ref().expect("options").0["x_deep"], lists(MAX_DEPTH - 2));
}

#[tokio::test]
async fn a_deeper_body_is_refused_and_nothing_is_kept() {
    let scene = Scene::start().await;
    let refused = scene.post("connections", &creation("acme", MAX_DEPTH + 1)).await;
    refused.assert_error(400, "invalid_body", "nested more than 32 levels deep");
    let connection = scene.connection("acme").await;
    let mut options = explicit_options();
    options["x_deep"] = lists(100);
    let refused = scene.change_options(&connection, &options).await;
    refused.assert_error(400, "invalid_body", "Invalid request payload JSON format");
    assert_eq!(scene.get(&path_of(&connection)).await.body["options"], connection["options"]);
    let application = format!("clients/{}", scene.application("App").await);
    scene.patch(&application, &json!({ "addons": lists(MAX_DEPTH) })).await.assert_error(400, "invalid_body", "nested");
    let mut params = scene.management_credentials();
    params["deep"] = lists(MAX_DEPTH);
    let refused = scene.token(|request| request.json(&params)).await;
    assert_eq!((refused.status, refused.body["error"].as_str()), (400, Some("invalid_request")), "{}", refused.text);
}

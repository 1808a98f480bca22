//! What real tenants answered, as Auth0's own clients recorded it; each file names its source.

use std::path::Path;

use axum::{
    Json, Router,
    extract::Request,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use lintel_management::{ClientError, Connection};
use serde_json::Value;

use crate::tenant::client;

/// A tenant that answers each request with what was recorded of its path: its parameters are the recording client.s own.
async fn recorded(file: &str) -> lintel_management::Client {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tenant/tests/published/recordings").join(file);
    let text = std::fs::read_to_string(&path).expect("a recording");
    let recording: Value = serde_json::from_str(&text).expect("JSON");
    let interactions = recording["interactions"].as_array().expect("interactions").clone();
    client(Router::new().fallback(async move |request: Request| answer(&interactions, &request))).await
}

fn answer(interactions: &[Value], request: &Request) -> Response {
    let (method, path) = (request.method().as_str(), request.uri().path());
    let fits = |one: &&Value| {
        one["method"] == method && one["path"].as_str().and_then(|path| path.split('?').next()) == Some(path)
    };
    let Some(found) = interactions.iter().find(fits) else { return StatusCode::NOT_IMPLEMENTED.into_response() };
    let status = found["status"].as_u64().or_else(|| found["status"].as_str()?.split(' ').next()?.parse().ok());
    let status = StatusCode::from_u16(status.and_then(|status| u16::try_from(status).ok()).expect("a status"));
    let body = &found["response_body"];
    let status = status.expect("a status");
    if body.is_null() { status.into_response() } else { (status, Json(body)).into_response() }
}

#[tokio::test]
async fn a_list_by_checkpoints_ends_where_no_next_is_named() {
    let client = recorded("11_lists_offset_checkpoint.json").await;
    let listed = client.list_connections::<Connection>(None).await.expect("a list");
    assert_eq!(listed.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["con_NfpeQBc6WUKIK0ED"]);
    assert!(listed[0].options.as_ref().is_some_and(|options| options.0.contains_key("attributes")), "kept as it came");
    let clients = client.connection_clients("con_GCIw7tDhSMeiCyeZ").await.expect("a list");
    assert_eq!(clients, ["Ckqg6mLzKuqmHNuWgPqMdFBskW0ChIld", "Vp0gMRF8PtMzekil38qWoj4Fjw2VjRZE"]);
    assert!(client.custom_domains().await.expect("a list").is_empty());
}

#[tokio::test]
async fn a_refusal_is_told_with_the_tenants_code_and_words() {
    let client = recorded("10_error_bodies.json").await;
    let gone: Result<Connection, ClientError> = client.connection("con_xxxxxxxxxxxxxxxx").await;
    let gone = gone.expect_err("it is not there");
    assert_eq!((gone.status(), gone.code()), (Some(404), Some("inexistent_connection")));
    assert_eq!(gone.to_string(), "The connection does not exist");
    let refused = client.create_connection(&Value::Null).await.expect_err("refused");
    assert_eq!((refused.status(), refused.code()), (Some(400), Some("operation_not_supported")));
    assert!(refused.did_nothing());
    client.delete_connection("con_MunKCJ1vUpWISUez").await.expect("202 with the time");
}

#[tokio::test]
async fn a_switch_of_applications_is_answered_without_a_body() {
    let client = recorded("07_connection_clients_patch_get.json").await;
    let changes = [("J7KLi9u0fUGTrBds0cZaxx7bZmjeyGaX".to_owned(), true)];
    let refused = client.set_connection_clients("con_6pICtCJrKLWF4ZD3", &changes).await.expect("204");
    assert!(refused.is_empty());
}

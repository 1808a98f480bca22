//! What is made once more, and what is not.

use std::time::{Duration, Instant};

use axum::{
    Json, Router,
    body::Body,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use futures_util::stream;
use lintel_management::{ClientError, Credentials};
use serde_json::json;

use crate::tenant::{Count, client};

const CONNECTION: &str = "/api/v2/connections/{id}";

fn connection() -> Response {
    Json(json!({ "id": "con_1", "name": "acme", "strategy": "oidc" })).into_response()
}

/// The answer of a tenant that gives this one first, and then the connection.
fn after(count: &Count, refusals: usize, refusal: impl IntoResponse) -> Response {
    if count.next() < refusals { refusal.into_response() } else { connection() }
}

#[tokio::test]
async fn a_call_that_the_rate_limit_refused_waits_as_long_as_the_tenant_says() {
    let asked = Count::default();
    let answer = {
        let asked = asked.clone();
        async move || after(&asked, 1, (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "1")]))
    };
    let client = client(Router::new().route(CONNECTION, get(answer.clone()).patch(answer))).await;
    let began = Instant::now();
    client.update_connection("con_1", &json!({ "display_name": "Acme" })).await.expect("it is saved");
    assert!(began.elapsed() >= Duration::from_secs(1), "{:?}", began.elapsed());
    assert_eq!(asked.all(), 2);
}

#[tokio::test]
async fn a_call_that_the_rate_limit_refuses_on_and_on_ends_with_the_tenants_words() {
    let asked = Count::default();
    let body = json!({ "message": "Global limit has been reached", "errorCode": "too_many_requests" });
    let counted = asked.clone();
    let refused = get(async move || {
        counted.next();
        (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "0")], Json(body))
    });
    let error = client(Router::new().route(CONNECTION, refused)).await.connection("con_1").await.expect_err("refused");
    assert_eq!((error.status(), error.code()), (Some(429), Some("too_many_requests")));
    assert_eq!(asked.all(), 4);
}

#[tokio::test]
async fn what_only_reads_is_asked_again_where_the_tenant_stumbles_and_what_writes_is_not() {
    let (read, written) = (Count::default(), Count::default());
    let (reads, writes) = (read.clone(), written.clone());
    let stumbles = get(async move || after(&reads, 2, StatusCode::BAD_GATEWAY))
        .patch(async move || after(&writes, 1, StatusCode::BAD_GATEWAY));
    let client = client(Router::new().route(CONNECTION, stumbles)).await;
    assert_eq!(client.connection("con_1").await.expect("the third answer").name, "acme");
    let error = client.update_connection("con_1", &json!({})).await.expect_err("nobody knows what it did");
    assert_eq!((error.status(), error.did_nothing()), (Some(502), false));
    assert_eq!((read.all(), written.all()), (3, 1));
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_asked_for_again_where_that_does_no_harm() {
    let (read, written) = (Count::default(), Count::default());
    let (reads, writes) = (read.clone(), written.clone());
    let broken = || Body::from_stream(stream::iter([Ok("{"), Err(std::io::Error::other("gone"))])).into_response();
    let breaks = get(async move || after(&reads, 1, broken())).patch(async move || after(&writes, 1, broken()));
    let client = client(Router::new().route(CONNECTION, breaks)).await;
    client.connection("con_1").await.expect("the second answer");
    let error = client.update_connection("con_1", &json!({})).await.expect_err("it broke");
    assert!(matches!(error, ClientError::Unreachable { .. }), "{error:?}");
    assert_eq!((read.all(), written.all()), (2, 1));
}

#[tokio::test]
async fn a_client_that_only_reads_sends_nothing_else() {
    let written = Count::default();
    let writes = written.clone();
    let route = get(async || connection()).patch(async move || after(&writes, 0, StatusCode::OK));
    let client = client(Router::new().route(CONNECTION, route)).await;
    client.set_read_only(true);
    let clone = client.clone();
    let error = clone.update_connection("con_1", &json!({})).await.expect_err("read only");
    assert!(matches!(error, ClientError::ReadOnly { .. }) && error.did_nothing(), "{error:?}");
    assert_eq!(error.to_string(), "PATCH /api/v2/connections/con_1 would change the tenant, which is read only here.");
    clone.connection("con_1").await.expect("it reads");
    client.set_read_only(false);
    clone.update_connection("con_1", &json!({})).await.expect("it writes again");
    assert_eq!(written.all(), 1);
}

#[tokio::test]
async fn a_call_that_is_given_up_makes_room_for_the_next_one() {
    let asked = Count::default();
    let counted = asked.clone();
    let route = get(async move || {
        // The first answer tells that there is no limit; the four after it never come.
        if (1..5).contains(&counted.next()) {
            std::future::pending::<()>().await;
        }
        connection()
    });
    let client = client(Router::new().route(CONNECTION, route)).await;
    client.connection("con_1").await.expect("the first");
    let stuck = futures_util::future::join_all((0..4).map(|_| client.connection("con_1")));
    assert!(tokio::time::timeout(Duration::from_millis(300), stuck).await.is_err());
    let next = tokio::time::timeout(Duration::from_secs(5), client.connection("con_1")).await;
    next.expect("there is room").expect("a connection");
    assert_eq!(asked.all(), 6);
}

#[tokio::test]
async fn where_nobody_listens_a_write_is_tried_again_since_nothing_was_sent() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let ends = std::time::UNIX_EPOCH + Duration::from_secs(4_000_000_000);
    let credentials = Credentials::token("client", "token", Vec::new(), ends);
    let client = lintel_management::Client::new(base.parse().expect("a URL"), credentials).expect("a client");
    let began = Instant::now();
    let error = client.delete_connection("con_1").await.expect_err("nobody is there");
    assert!(error.did_nothing() && began.elapsed() >= Duration::from_secs(1), "{error}");
}

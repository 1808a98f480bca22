use std::time::Duration;

use axum::{
    Json, Router,
    body::{Body, Bytes},
    extract::{Query, RawQuery},
    http::StatusCode,
    response::IntoResponse,
    routing::{get, post},
};
use futures_util::stream;
use lintel_management::{
    Client, ClientError, Connection,
    client::{MAX_BODY, MAX_DEPTH, NoEnd, Unfit},
};
use serde_json::{Value, json};

use crate::tenant::{client, client_of};

/// What the tenant answers to `GET /api/v2/connections/con_1` ends in.
async fn refused(answer: impl IntoResponse + Clone + Send + Sync + 'static) -> ClientError {
    let route = get(async move || answer.clone());
    let client = client(Router::new().route("/api/v2/connections/{id}", route)).await;
    client.connection("con_1").await.expect_err("an error")
}

#[tokio::test]
async fn a_body_without_an_end_is_not_read_to_its_end() {
    let endless = get(async || {
        let chunk = Bytes::from(vec![b' '; 65_536]);
        Body::from_stream(stream::repeat_with(move || Ok::<_, std::io::Error>(chunk.clone())))
    });
    let client = client(Router::new().route("/api/v2/connections/{id}", endless)).await;
    let error = client.connection("con_1").await.expect_err("too large");
    assert!(matches!(error, ClientError::TooLarge { .. }), "{error:?}");
    let message = error.to_string();
    assert!(message.contains("GET /api/v2/connections/con_1 is larger than 32 MB"), "{message}");
    assert_eq!(MAX_BODY, 32 * 1024 * 1024);
}

#[tokio::test]
async fn json_as_deep_as_the_limit_is_read_and_deeper_json_is_not() {
    // Two levels are the connection's own.
    let connection = |levels: usize| {
        let (open, close) = ("[".repeat(levels - 2), "]".repeat(levels - 2));
        format!(r#"{{"id":"con_1","name":"a","strategy":"oidc","options":{{"x":{open}{close}}}}}"#)
    };
    let fits = connection(MAX_DEPTH);
    let client = client(Router::new().route("/api/v2/connections/{id}", get(async || fits))).await;
    client.connection("con_1").await.expect("it is read");
    let error = refused(connection(MAX_DEPTH + 1)).await;
    let ClientError::Unreadable { unfit: Unfit::Deep { depth: 65 }, .. } = error else { panic!("{error:?}") };
    assert!(error.to_string().ends_with("its JSON is 65 levels deep, and 64 are read."), "{error}");
    // Much deeper than a JSON reader goes.
    let error = refused(connection(100_000)).await;
    assert!(matches!(error, ClientError::Unreadable { unfit: Unfit::Deep { depth: 100_000 }, .. }), "{error:?}");
}

#[tokio::test]
async fn an_answer_that_is_something_else_is_told_in_plain_words() {
    for (answer, words) in [
        ("<html><body>Sign in to the hotel's network</body></html>", "it is a web page and no JSON."),
        ("access_token=s3cret-value", "it is no JSON."),
        ("", "is not what the API promises: it is empty."),
        (r#"{"id":"con_1","#, "breaks off or has a mistake at line 1, column 14"),
        (r#"{"id":"s3cret-value"}"#, "other members, or values of other types, at line 1, column 21"),
        (r#"{"id":5,"name":"s3cret-value","strategy":"oidc"}"#, "values of other types, at line 1, column 7"),
    ] {
        let message = refused(answer).await.to_string();
        assert!(message.contains(words), "{message}");
        for word in ["s3cret-value", "missing field", "expected", "invalid type", "EOF"] {
            assert!(!message.contains(word), "{message}");
        }
    }
}

#[tokio::test]
async fn a_refusal_is_repeated_as_far_as_a_person_reads() {
    let long = json!({ "statusCode": 400, "message": "x".repeat(5000), "errorCode": "invalid_body" });
    let error = refused((StatusCode::BAD_REQUEST, Json(long))).await;
    assert_eq!((error.to_string().chars().count(), error.code()), (1001, Some("invalid_body")));
    let error = refused((StatusCode::BAD_GATEWAY, "<h1>no</h1>")).await;
    assert_eq!(error.to_string(), "The tenant answered 502 Bad Gateway to GET /api/v2/connections/con_1.");
}

#[tokio::test]
async fn a_token_is_for_a_day_at_most_and_no_lifetime_is_a_crash() {
    for (expires_in, taken) in [
        (json!(u64::MAX), true),
        (json!(10_000_000_000_000_000_000_u64), true),
        (json!(0), true),
        (json!(-1), false),
        (json!(1e300), false),
        (json!("600"), false),
        (Value::Null, false),
    ] {
        let token = json!({ "access_token": "token", "expires_in": expires_in, "scope": "read:connections" });
        let client = client_of(Router::new().route("/oauth/token", post(async || Json(token)))).await;
        match client.scopes().await {
            Ok(scopes) => assert_eq!((scopes, taken), (vec!["read:connections".to_owned()], true), "{expires_in}"),
            Err(error) => {
                assert!(!taken, "{expires_in}: {error}");
                assert!(error.to_string().contains("POST /oauth/token"), "{error}");
            }
        }
    }
}

/// A tenant whose list of connections goes on as `next` says.
async fn listing(next: impl Fn(Option<String>) -> Option<String> + Clone + Send + Sync + 'static) -> Client {
    let page = get(async move |Query(query): Query<Vec<(String, String)>>| {
        let from = query.into_iter().find(|(name, _)| name == "from").map(|(_, from)| from);
        Json(json!({ "connections": [], "next": next(from) }))
    });
    client(Router::new().route("/api/v2/connections", page)).await
}

#[tokio::test]
async fn a_list_goes_on_however_its_pages_spell_where_the_next_begins() {
    let page = get(async |RawQuery(query): RawQuery| {
        let from = query.unwrap_or_default();
        let page = match from.rsplit_once("from=") {
            None => r#"{ "ne\u0078t": "b", "connections": [{ "id": "con_1", "name": "one", "strategy": "oidc" }] }"#,
            Some((_, "b")) => {
                r#"{ "connections": [{ "id": "con_2", "name": "next", "strategy": "oidc" }], "next" : "\u0063" }"#
            }
            Some(_) => r#"{ "connections": [{ "id": "con_3", "name": "three", "strategy": "oidc" }], "next": null }"#,
        };
        ([("content-type", "application/json")], page)
    });
    let client = client(Router::new().route("/api/v2/connections", page)).await;
    let listed: Vec<Connection> = client.list_connections(None).await.expect("a list");
    let ids: Vec<&str> = listed.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["con_1", "con_2", "con_3"]);
}

#[tokio::test]
async fn a_list_whose_pages_lead_back_is_an_error_and_no_loop() {
    // a, b, c, b
    let circle = |from: Option<String>| {
        let next = match from.as_deref() {
            None => "a",
            Some("a" | "c") => "b",
            Some(_) => "c",
        };
        Some(next.to_owned())
    };
    let error = listing(circle).await.list_connections::<Connection>(None).await.expect_err("no end");
    let ClientError::Endless { why: NoEnd::Again { ref next }, .. } = error else { panic!("{error:?}") };
    assert_eq!(next, "b");
    let message = error.to_string();
    assert!(message.contains("GET /api/v2/connections does not come to its end"), "{message}");
}

#[tokio::test]
async fn a_list_has_a_bounded_number_of_pages() {
    let further = |from: Option<String>| {
        let page: u64 = from.and_then(|from| from.parse().ok()).unwrap_or_default();
        Some((page + 1).to_string())
    };
    let error = listing(further).await.list_connections::<Connection>(None).await.expect_err("no end");
    assert!(matches!(error, ClientError::Endless { why: NoEnd::Pages { count: 1000 }, .. }), "{error:?}");
}

#[tokio::test]
async fn a_list_takes_a_bounded_time_whatever_each_page_takes() {
    let slow = get(async |RawQuery(query): RawQuery| {
        tokio::time::sleep(Duration::from_millis(20)).await;
        let length = query.unwrap_or_default().len();
        Json(json!({ "connections": [], "next": "x".repeat(length) }))
    });
    let client = client(Router::new().route("/api/v2/connections", slow)).await;
    let client = client.with_list_time(Duration::from_millis(200));
    let error = client.list_connections::<Connection>(None).await.expect_err("no end");
    assert!(matches!(error, ClientError::Endless { why: NoEnd::Time { .. }, .. }), "{error:?}");
}

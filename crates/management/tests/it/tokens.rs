//! How a token is had, and how often.

use std::{
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};

use axum::{
    Form, Json, Router,
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
    routing::{get, post},
};
use futures_util::future::join_all;
use lintel_management::{ClientError, Credentials};
use serde_json::json;
use tokio::sync::Mutex;

use crate::tenant::{Count, client_of, client_with};

/// Routes of a tenant that takes the newest token alone and counts those that it made. On the one thread of a test all who call at once
/// wait for a token before it answers anybody.
fn counting(tokens: &Count) -> Router {
    let (made, known) = (tokens.clone(), tokens.clone());
    let token = async move || Json(json!({ "access_token": format!("token-{}", made.next()), "expires_in": 600 }));
    let connection = async move |headers: HeaderMap| {
        let newest = format!("Bearer token-{}", known.all() - 1);
        match headers.get("authorization").and_then(|value| value.to_str().ok()) == Some(newest.as_str()) {
            true => Json(json!({ "id": "con_1", "name": "acme", "strategy": "oidc" })).into_response(),
            false => (StatusCode::UNAUTHORIZED, Json(json!({ "message": "Invalid token" }))).into_response(),
        }
    };
    Router::new().route("/oauth/token", post(token)).route("/api/v2/connections/{id}", get(connection))
}

#[tokio::test]
async fn a_token_is_fetched_once_for_all_who_wait_and_once_more_where_it_is_not_taken() {
    let tokens = Count::default();
    let client = client_of(counting(&tokens)).await;
    for made in [1, 3] {
        for outcome in join_all((0..20).map(|_| client.connection("con_1"))).await {
            outcome.expect("a connection");
        }
        assert_eq!(tokens.all(), made);
        // Somebody revoked it: one is made that nobody here knows.
        tokens.next();
    }
}

#[tokio::test]
async fn whoever_waited_for_a_token_that_was_not_had_hears_why_and_does_not_ask_once_more() {
    let asked = Count::default();
    let counted = asked.clone();
    let refused = post(async move || {
        counted.next();
        (StatusCode::UNAUTHORIZED, Json(json!({ "error": "access_denied", "error_description": "Unauthorized" })))
    });
    let client = client_of(Router::new().route("/oauth/token", refused)).await;
    for outcome in join_all((0..20).map(|_| client.connection("con_1"))).await {
        assert_eq!(outcome.expect_err("no token").code(), Some("access_denied"));
    }
    assert_eq!(asked.all(), 1);
    client.connection("con_1").await.expect_err("no token");
    assert_eq!(asked.all(), 2, "whoever comes later asks again");
}

#[tokio::test]
async fn an_assertion_is_made_for_each_token() {
    let forms = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&forms);
    let token = post(async move |Form(form): Form<Vec<(String, String)>>| {
        kept.lock().await.push(form);
        Json(json!({ "access_token": "token", "expires_in": 0 }))
    });
    let made = Count::default();
    let sign = move || Ok(format!("assertion-{}", made.next()));
    let credentials = Credentials::signed("client", "https://acme.example/api/v2/", Arc::new(sign));
    let client = client_with(Router::new().route("/oauth/token", token), credentials).await;
    client.scopes().await.expect("a token");
    client.scopes().await.expect("another one");
    let forms = forms.lock().await;
    let parameter =
        |form: usize, name: &str| forms[form].iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
    assert_eq!(
        (parameter(0, "client_assertion"), parameter(1, "client_assertion")),
        (Some("assertion-0"), Some("assertion-1"))
    );
    assert_eq!(parameter(0, "client_assertion_type"), Some("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
    assert_eq!(parameter(0, "audience"), Some("https://acme.example/api/v2/"));
    assert_eq!(parameter(0, "client_secret"), None);
}

#[tokio::test]
async fn a_given_token_is_used_to_its_end_and_never_renewed() {
    let tokens = Count::default();
    let ends = UNIX_EPOCH + Duration::from_secs(4_000_000_000);
    let credentials = |ends| Credentials::token("client", "given", vec!["read:connections".to_owned()], ends);
    let client = client_with(counting(&tokens), credentials(ends)).await;
    assert_eq!(client.scopes().await.expect("its own"), ["read:connections"]);
    tokens.next();
    assert_eq!(client.connection("con_1").await.expect_err("not taken").status(), Some(401));
    let ended = UNIX_EPOCH + Duration::from_secs(1);
    client.change_credentials(credentials(ended)).await;
    let error = client.connection("con_1").await.expect_err("ended");
    assert!(matches!(error, ClientError::Ended { at } if at == ended) && error.did_nothing(), "{error:?}");
    assert_eq!(tokens.all(), 1, "nobody asked for a token");
}

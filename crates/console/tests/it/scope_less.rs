//! A tenant whose credentials carry one scope and are refused everything else.

use axum::{Json, Router, http::StatusCode, routing};
use lintel_console::view::TenantAccess;
use lintel_oidc::Secret;
use serde_json::json;
use tokio::net::TcpListener;

use crate::elsewhere::by_secret;

/// It answers `/api/v2/users` with that refusal.
pub(crate) async fn serve(refusal: &'static str) -> TenantAccess {
    let token =
        json!({ "access_token": "token", "token_type": "Bearer", "expires_in": 600, "scope": "read:connections" });
    let refused =
        json!({ "statusCode": 403, "error": "Forbidden", "message": refusal, "errorCode": "insufficient_scope" });
    let routes = Router::new()
        .route("/oauth/token", routing::post(async move || Json(token)))
        .route("/api/v2/users", routing::get(async move || (StatusCode::FORBIDDEN, Json(refused))));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let domain = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, routes).await.expect("it serves") });
    by_secret(&domain, "client", Secret::new("secret"))
}

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::provider::Provider;

/// `/userinfo` (OpenID Connect Core 1.0, section 5.3).
pub(crate) async fn userinfo(State(provider): State<Arc<Provider>>, headers: HeaderMap) -> Response {
    let Some(token) = bearer_token(&headers) else {
        // Who sent no token learns the scheme and no error code (RFC 6750, section 3.1).
        return refusal("Bearer");
    };
    let Some(access) = provider.access_tokens.find(token, provider.now()) else {
        return refusal(
            r#"Bearer error="invalid_token", error_description="The access token is unknown or has expired.""#,
        );
    };
    let mut claims = access.person.claims(&access.scopes);
    claims.insert("sub".to_owned(), json!(access.person.sub));
    let claims = provider.dials.userinfo(claims);
    if provider.dials.signs_userinfo() {
        return match provider.signed(&claims) {
            Ok(token) => ([(header::CONTENT_TYPE, "application/jwt")], token).into_response(),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        };
    }
    ([(header::CACHE_CONTROL, "no-store")], Json(claims)).into_response()
}

fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then_some(token.trim())
}

fn refusal(challenge: &'static str) -> Response {
    (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, challenge), (header::CACHE_CONTROL, "no-store")])
        .into_response()
}

//! `/userinfo`: the user's claims for an access token of this tenant (OpenID Connect Core 1.0, section 5.3).

use axum::{
    Extension, Json,
    extract::State,
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{AUTHORIZATION, WWW_AUTHENTICATE},
    },
    response::Response,
};
use serde_json::{Map, Value, json};

use super::{answer::no_store, claims::by_scope, token::userinfo_url};
use crate::{TenantState, state::Address};

pub(super) async fn claims(
    State(state): State<TenantState>,
    Extension(address): Extension<Address>,
    headers: HeaderMap,
) -> Response {
    let Some(token) = bearer(&headers) else {
        return unauthorized(
            r#"Bearer realm="Lintel local tenant""#,
            "No access token came in the Authorization header.",
        );
    };
    let Some(token) = verified(&state, &address, token) else {
        return invalid_token(
            "The access token is not one of this tenant's, was issued at another of its addresses, is made out to another audience, or has \
             expired.",
        );
    };
    let text = |claim: &str| token.get(claim).and_then(Value::as_str).unwrap_or_default();
    if !text("scope").split(' ').any(|scope| scope == "openid") {
        return insufficient_scope();
    }
    match state.store.user(text("sub")).await {
        Ok(Some(user)) => no_store(Json(by_scope(&user, text("scope").split(' ')))),
        Ok(None) => invalid_token("The user of this access token does not exist any more."),
        Err(error) => {
            tracing::error!("userinfo was not answered: {error}");
            no_store((
                StatusCode::INTERNAL_SERVER_ERROR,
                problem("server_error", "The tenant's database could not be read."),
            ))
        }
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn verified(state: &TenantState, address: &Address, token: &str) -> Option<Map<String, Value>> {
    let claims = state.signing_key.verify(token, state.world.clock.now())?;
    let says = |claim: &str, value: &str| claims.get(claim).and_then(Value::as_str) == Some(value);
    (says("iss", &address.issuer()) && says("aud", &userinfo_url(address))).then_some(claims)
}

/// RFC 6750, section 3.1.
fn invalid_token(description: &'static str) -> Response {
    unauthorized(r#"Bearer realm="Lintel local tenant", error="invalid_token""#, description)
}

fn insufficient_scope() -> Response {
    const CHALLENGE: &str = r#"Bearer realm="Lintel local tenant", error="insufficient_scope", scope="openid""#;
    let body = problem("insufficient_scope", "The access token was granted without the scope openid.");
    no_store((StatusCode::FORBIDDEN, [(WWW_AUTHENTICATE, HeaderValue::from_static(CHALLENGE))], body))
}

fn unauthorized(challenge: &'static str, description: &str) -> Response {
    let headers = [(WWW_AUTHENTICATE, HeaderValue::from_static(challenge))];
    no_store((StatusCode::UNAUTHORIZED, headers, problem("invalid_token", description)))
}

fn problem(error: &str, description: &str) -> Json<Value> {
    Json(json!({ "error": error, "error_description": description }))
}

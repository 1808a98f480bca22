//! `/userinfo`: the user's claims for an access token of this tenant (OpenID Connect Core 1.0, section 5.3).

use axum::{
    Extension, Json,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::{
    access_token::{bearer, verified},
    claims::by_scope,
    error::{OAuthError, no_store},
};
use crate::{TenantState, state::Address, store::StoreError};

pub(super) async fn claims(
    State(state): State<TenantState>,
    Extension(address): Extension<Address>,
    headers: HeaderMap,
) -> Response {
    let Some(token) = bearer(&headers).filter(|token| !token.is_empty()) else {
        return OAuthError::new("invalid_token", "No access token came in the Authorization header.")
            .challenge(r#"Bearer realm="Lintel local tenant""#);
    };
    let Some(token) = verified(&state, &address, &address.userinfo_url(), token) else {
        return invalid_token(
            "The access token is not one of this tenant's, was issued at another of its addresses, is made out to another audience, or has \
             expired.",
        );
    };
    let text = |claim: &str| token.get(claim).and_then(Value::as_str).unwrap_or_default();
    if state.codes.is_revoked(text("jti"), state.world.clock.now()) {
        return invalid_token("The access token was ended: its code was used twice, or its user was blocked.");
    }
    if !text("scope").split(' ').any(|scope| scope == "openid") {
        return OAuthError::new("insufficient_scope", "The access token was granted without the scope openid.")
            .challenge(r#"Bearer realm="Lintel local tenant", error="insufficient_scope", scope="openid""#);
    }
    match of_token(&state, &token, text("sub"), text("client_id")).await {
        Ok(Ok(user)) => no_store(Json(by_scope(&user, text("scope").split(' ')))),
        Ok(Err(gone)) => invalid_token(gone),
        Err(error) => {
            tracing::error!("userinfo was not answered: {error}");
            OAuthError::new("server_error", "The tenant's database could not be read.").into_response()
        }
    }
}

/// RFC 6750, section 3.1.
fn invalid_token(description: &'static str) -> Response {
    OAuthError::new("invalid_token", description)
        .challenge(r#"Bearer realm="Lintel local tenant", error="invalid_token""#)
}

/// The user of an access token, or what is gone since it was issued.
async fn of_token(
    state: &TenantState,
    token: &Map<String, Value>,
    user_id: &str,
    client_id: &str,
) -> Result<Result<Map<String, Value>, &'static str>, StoreError> {
    if state.store.client(client_id).await?.is_none() {
        return Ok(Err("The application of this access token does not exist any more."));
    }
    let issued = token.get("iat").and_then(Value::as_i64).unwrap_or_default();
    let user = state.store.user(user_id).await?;
    // Who was made after the token is somebody else: of a newer connection of the same name, perhaps.
    let user = user.filter(|user| created(user).is_some_and(|created| created.timestamp() <= issued));
    Ok(match user {
        None => Err("The user of this access token does not exist any more."),
        Some(user) if user.get("blocked") == Some(&Value::Bool(true)) => {
            Err("The user of this access token is blocked.")
        }
        Some(user) => Ok(user),
    })
}

fn created(user: &Map<String, Value>) -> Option<DateTime<Utc>> {
    user.get("created_at")?.as_str()?.parse().ok()
}

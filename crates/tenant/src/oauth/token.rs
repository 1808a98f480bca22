//! `POST /oauth/token` (RFC 6749, section 3.2).

use axum::{
    Extension, Json,
    body::Bytes,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use serde_json::Value;

use super::{
    authorization_code, client_credentials,
    error::{OAuthError, no_store},
    token_request::TokenRequest,
};
use crate::{TenantState, state::Address};

pub(super) async fn token(
    State(state): State<TenantState>,
    Extension(address): Extension<Address>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let request = match TokenRequest::read(&headers, &body) {
        Ok(request) => request,
        Err(error) => return error.into_response(),
    };
    match granted(&state, &address, &headers, &request).await {
        Ok(tokens) => no_store(Json(tokens)),
        Err(error) => {
            tracing::info!(error = error.error, "no tokens issued");
            match request.basic {
                Some(_) if error.is_unauthorized() => error.challenge(r#"Basic realm="Lintel local tenant""#),
                _ => error.into_response(),
            }
        }
    }
}

async fn granted(
    state: &TenantState,
    address: &Address,
    headers: &HeaderMap,
    request: &TokenRequest,
) -> Result<Value, OAuthError> {
    match request.required("grant_type")? {
        "client_credentials" => client_credentials::tokens(state, address, request).await,
        "authorization_code" => authorization_code::tokens(state, address, headers, request).await,
        other => Err(OAuthError::new("unsupported_grant_type", format!("Unsupported grant type: {other}"))),
    }
}

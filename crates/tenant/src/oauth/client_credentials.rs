//! `grant_type=client_credentials` at `/oauth/token`: an application gets a token of the Management API (RFC 6749, section 4.4).

use axum::http::StatusCode;
use lintel_oidc::issuing;
use serde_json::{Map, Value, json};

use super::{
    client::{has_secret, may_use},
    error::OAuthError,
    token_request::TokenRequest,
};
use crate::{TenantState, state::Address};

/// Seconds.
const LIFETIME: i64 = 86_400;

pub(super) async fn tokens(
    state: &TenantState,
    address: &Address,
    request: &TokenRequest,
) -> Result<Value, OAuthError> {
    let (client_id, secret) = match &request.basic {
        Some((client_id, secret)) => (client_id.as_str(), secret.expose()),
        None => (request.required("client_id")?, request.required("client_secret")?),
    };
    let application = state.store.client(client_id).await.map_err(|error| {
        tracing::error!(%error, "an application could not be read");
        OAuthError::new("server_error", "The application could not be read")
    })?;
    // A public application may still have the secret from before it was public.
    let application = application
        .filter(|application| application.token_endpoint_auth_method != "none" && has_secret(application, secret))
        .ok_or_else(|| OAuthError::access_denied(StatusCode::UNAUTHORIZED, "Unauthorized"))?;
    may_use(&application, "client_credentials")?;
    let audience = request.param("audience").unwrap_or_default();
    if audience != address.audience() {
        return Err(OAuthError::access_denied(StatusCode::FORBIDDEN, format!("Service not found: {audience}")));
    }
    let Some(granted) = &application.granted_scopes else {
        let description = format!("Client is not authorized to access \"{audience}\".");
        return Err(OAuthError::access_denied(StatusCode::FORBIDDEN, description));
    };
    let scope = narrowed(granted, request.param("scope"));
    let claims = claims(state, address, &application.client_id, audience, &scope);
    let access_token = state.signing_key.sign("at+jwt", &claims).map_err(|error| {
        tracing::error!(%error, "an access token could not be signed");
        OAuthError::new("server_error", "The token could not be signed")
    })?;
    Ok(json!({ "access_token": access_token, "scope": scope, "expires_in": LIFETIME, "token_type": "Bearer" }))
}

/// RFC 6749, section 4.4.2, lets the client ask for less than it is granted.
fn narrowed(granted: &[String], asked: Option<&str>) -> String {
    let asked: Vec<&str> = asked.unwrap_or_default().split_whitespace().collect();
    let scopes: Vec<&str> =
        granted.iter().map(String::as_str).filter(|scope| asked.is_empty() || asked.contains(scope)).collect();
    scopes.join(" ")
}

fn claims(state: &TenantState, address: &Address, client_id: &str, audience: &str, scope: &str) -> Map<String, Value> {
    let now = state.world.clock.now().timestamp();
    let claims = [
        ("iss", Value::from(address.issuer())),
        ("sub", format!("{client_id}@clients").into()),
        ("aud", audience.into()),
        ("iat", now.into()),
        ("exp", (now + LIFETIME).into()),
        ("jti", issuing::token(22).into()),
        ("client_id", client_id.into()),
        ("azp", client_id.into()),
        ("scope", scope.into()),
        ("gty", "client-credentials".into()),
    ];
    claims.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

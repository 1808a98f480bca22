use axum::{extract::FromRequestParts, http::request::Parts};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use super::error::ApiError;
use crate::{
    TenantState,
    oauth::{bearer, verified},
    state::Address,
};

/// Who calls, by a Management API access token of this tenant.
#[derive(Debug)]
pub(super) struct Caller {
    scopes: Vec<String>,
}

impl Caller {
    pub(super) fn has(&self, scope: &str) -> bool {
        self.scopes.iter().any(|own| own == scope)
    }

    /// One of the scopes is enough.
    pub(super) fn require(&self, any_of: &[&str]) -> Result<(), ApiError> {
        if any_of.iter().any(|scope| self.has(scope)) {
            Ok(())
        } else {
            Err(ApiError::insufficient_scope("any", any_of))
        }
    }

    pub(super) fn require_all(&self, scopes: &[&str]) -> Result<(), ApiError> {
        if scopes.iter().all(|scope| self.has(scope)) {
            Ok(())
        } else {
            Err(ApiError::insufficient_scope("all", scopes))
        }
    }
}

impl FromRequestParts<TenantState> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &TenantState) -> Result<Self, ApiError> {
        let token = bearer(&parts.headers).ok_or_else(|| ApiError::unauthorized("Missing authentication"))?;
        let address = parts.extensions.get::<Address>().unwrap_or(&state.address);
        let Some(claims) = verified(state, address, &address.audience(), token) else {
            let now = state.world.clock.now().timestamp();
            return Err(ApiError::unauthorized(if says_expired(token, now) {
                "Expired token received for JSON Web Token validation"
            } else {
                "Invalid token"
            }));
        };
        let scope = claims.get("scope").and_then(Value::as_str).unwrap_or_default();
        Ok(Caller { scopes: scope.split(' ').map(str::to_owned).collect() })
    }
}

/// Whether a token that was refused says of itself that its time is over: for the message, not for the decision.
fn says_expired(token: &str, now: i64) -> bool {
    let payload = token.split('.').nth(1).and_then(|payload| URL_SAFE_NO_PAD.decode(payload).ok());
    let claims: Option<Value> = payload.and_then(|payload| serde_json::from_slice(&payload).ok());
    claims.and_then(|claims| claims.get("exp")?.as_i64()).is_some_and(|exp| exp < now)
}

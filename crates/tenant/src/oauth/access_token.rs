use axum::http::{HeaderMap, header::AUTHORIZATION};
use serde_json::{Map, Value};

use crate::{TenantState, state::Address};

/// The token of an `Authorization` header with the scheme Bearer (RFC 6750, section 2.1); empty where none follows the scheme.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let authorization = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = authorization.split_once(' ').unwrap_or((authorization, ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The claims of an access token that was issued at this address, is made out to `audience` and has not expired.
pub(crate) fn verified(
    state: &TenantState,
    address: &Address,
    audience: &str,
    token: &str,
) -> Option<Map<String, Value>> {
    let claims = state.signing_key.verify(token, state.world.clock.now())?;
    let says = |claim: &str, value: &str| claims.get(claim).and_then(Value::as_str) == Some(value);
    (says("iss", &address.issuer()) && says("aud", audience)).then_some(claims)
}

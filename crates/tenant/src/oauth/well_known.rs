//! The tenant as an OpenID Provider to others: its metadata and its keys. Another tenant can federate with it.

use axum::{Extension, Json, extract::State};
use lintel_oidc::signing;
use serde_json::{Value, json};

use super::claims::{self, SCOPES};
use crate::{TenantState, state::Address};

/// OpenID Connect Discovery 1.0, section 3.
pub(super) async fn metadata(Extension(address): Extension<Address>) -> Json<Value> {
    let url = address.url();
    Json(json!({
        "issuer": address.issuer(),
        "authorization_endpoint": format!("{url}/authorize"),
        "token_endpoint": format!("{url}/oauth/token"),
        "userinfo_endpoint": address.userinfo_url(),
        "jwks_uri": format!("{url}/.well-known/jwks.json"),
        "scopes_supported": SCOPES,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query", "form_post"],
        "grant_types_supported": ["authorization_code", "client_credentials"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic", "none"],
        "code_challenge_methods_supported": ["S256", "plain"],
        "claims_supported": claims::supported().collect::<Vec<_>>(),
        "claims_parameter_supported": false,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "authorization_response_iss_parameter_supported": true,
    }))
}

/// RFC 7517, section 5.
pub(super) async fn keys(State(state): State<TenantState>) -> Json<Value> {
    Json(signing::key_set([&state.signing_key]))
}

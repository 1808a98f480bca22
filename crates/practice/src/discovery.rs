use std::sync::Arc;

use axum::{Json, extract::State, response::IntoResponse};
use serde_json::{Map, Value, json};

use crate::{authorize::SCOPES, dials::path, people, provider::Provider};

/// `/.well-known/openid-configuration` (OpenID Connect Discovery 1.0, section 4).
pub(crate) async fn discovery(State(provider): State<Arc<Provider>>) -> impl IntoResponse {
    Json(provider.dials.discovery_document(sound_document(&provider)))
}

/// `/jwks.json`
pub(crate) async fn keys(State(provider): State<Arc<Provider>>) -> impl IntoResponse {
    let keys = provider.dials.keys(vec![provider.published_key().public_jwk()]);
    Json(json!({ "keys": keys }))
}

fn sound_document(provider: &Provider) -> Map<String, Value> {
    let mut claims: Vec<String> =
        ["iss", "sub", "aud", "iat", "exp", "auth_time", "nonce", "at_hash"].map(str::to_owned).into();
    claims.extend(people::claim_names());
    Map::from_iter(
        [
            ("issuer", json!(provider.issuer)),
            ("authorization_endpoint", json!(provider.url("/authorize"))),
            ("token_endpoint", json!(provider.url(path::TOKEN))),
            ("userinfo_endpoint", json!(provider.url(path::USERINFO))),
            ("jwks_uri", json!(provider.url(path::KEYS))),
            ("scopes_supported", json!(SCOPES)),
            ("response_types_supported", json!(["code", "id_token"])),
            ("response_modes_supported", json!(["query", "fragment", "form_post"])),
            ("grant_types_supported", json!(["authorization_code", "implicit"])),
            ("subject_types_supported", json!(["public"])),
            ("id_token_signing_alg_values_supported", json!(["RS256"])),
            ("token_endpoint_auth_methods_supported", json!(["client_secret_post"])),
            ("claims_supported", json!(claims)),
            ("code_challenge_methods_supported", json!(["S256", "plain"])),
            ("authorization_response_iss_parameter_supported", json!(true)),
            ("claims_parameter_supported", json!(false)),
            ("request_parameter_supported", json!(false)),
            // Left out, it would mean true (section 3).
            ("request_uri_parameter_supported", json!(false)),
        ]
        .map(|(member, value)| (member.to_owned(), value)),
    )
}

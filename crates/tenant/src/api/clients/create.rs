use axum::{Json, extract::State, http::StatusCode};
use lintel_oidc::{Secret, issuing};
use serde_json::{Map, Value, json};

use super::shown;
use crate::{
    TenantState,
    api::{body::JsonBody, caller::Caller, error::ApiError, scopes, validation},
    store::{ApplicationRecord, InsertClientError},
};

const CLIENT_ID_LENGTH: usize = 32;
const CLIENT_SECRET_LENGTH: usize = 64;
/// The API's default; a public application has no secret for the last.
const GRANT_TYPES: [&str; 4] = ["authorization_code", "implicit", "refresh_token", "client_credentials"];

pub(in crate::api) async fn create(
    State(state): State<TenantState>,
    caller: Caller,
    body: JsonBody,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.require(&[scopes::CREATE_CLIENTS])?;
    let asked = body.into_object()?;
    validation::client::check_create(&asked)?;
    let application = application(new_client_id(), asked, None);
    state.store.insert_client(&application).await.map_err(|error| match error {
        InsertClientError::ClientIdTaken { .. } => ApiError::internal(&error),
        InsertClientError::Store(error) => error.into(),
    })?;
    Ok((StatusCode::CREATED, Json(shown::with_secret(application).into())))
}

pub(crate) fn new_client_id() -> String {
    issuing::token(CLIENT_ID_LENGTH)
}

/// A new application: what was asked for, the API's defaults and, unless it is public, a secret.
pub(crate) fn application(
    client_id: String,
    asked: Map<String, Value>,
    granted_scopes: Option<Vec<String>>,
) -> ApplicationRecord {
    let public = match asked.get("token_endpoint_auth_method").and_then(Value::as_str) {
        Some(method) => method == "none",
        None => matches!(asked.get("app_type").and_then(Value::as_str), Some("spa" | "native")),
    };
    let mut client = Map::new();
    let mut set = |member: &str, value: Value| {
        client.insert(member.to_owned(), value);
    };
    set("tenant", "local".into());
    set("global", false.into());
    set("is_first_party", true.into());
    set("oidc_conformant", true.into());
    set("callbacks", json!([]));
    set("client_id", client_id.clone().into());
    set("jwt_configuration", json!({ "alg": "RS256", "lifetime_in_seconds": 36000, "secret_encoded": false }));
    set("token_endpoint_auth_method", if public { "none" } else { "client_secret_post" }.into());
    set("grant_types", json!(if public { &GRANT_TYPES[..3] } else { &GRANT_TYPES }));
    client.extend(asked);
    ApplicationRecord::new(client, client_id, (!public).then(new_secret), granted_scopes)
}

pub(super) fn new_secret() -> Secret {
    Secret::new(issuing::token(CLIENT_SECRET_LENGTH))
}

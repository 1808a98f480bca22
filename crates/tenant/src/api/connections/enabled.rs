use axum::{Json, extract::State, http::StatusCode};
use serde_json::{Map, Value, json};

use crate::{
    TenantState,
    api::{
        body::JsonBody,
        caller::Caller,
        error::ApiError,
        id::Id,
        paging::{self, Limits, Page},
        query::Query,
        scopes, validation,
    },
};

const LIMITS: Limits = Limits {
    member: "clients",
    default_per_page: 50,
    min_per_page: 1,
    max_take: Some(1000),
    default_take: 50,
    with_length: false,
};

pub(in crate::api) async fn enabled_clients(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
    query: Query,
) -> Result<Json<Page<Value>>, ApiError> {
    caller.require(&[scopes::READ_CONNECTIONS])?;
    if !state.store.has_connection(&id).await? {
        return Err(ApiError::no_connection());
    }
    let enabled = state.store.enabled_clients(&id).await?;
    let shown = enabled.iter().map(|client_id| json!({ "client_id": client_id })).collect();
    Ok(Json(paging::checkpoints(&query, LIMITS, shown, &enabled)?))
}

/// Changes the applications that the body names; the others keep what they have.
pub(in crate::api) async fn set_enabled_clients(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
    body: JsonBody,
) -> Result<StatusCode, ApiError> {
    caller.require(&[scopes::UPDATE_CONNECTIONS])?;
    validation::connection::check_enabled_clients(&body.0)?;
    if !state.store.has_connection(&id).await? {
        return Err(ApiError::no_connection());
    }
    let mut changes = Vec::new();
    for change in body.0.as_array().into_iter().flatten() {
        let client_id = change["client_id"].as_str().unwrap_or_default();
        if !state.store.has_client(client_id).await? {
            return Err(ApiError::no_client());
        }
        changes.push((client_id.to_owned(), change["status"] == true));
    }
    state.store.set_enabled(&id, &changes).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes `enabled_clients` out of the body of a connection, each once; none where the body has none.
pub(super) async fn taken_from(
    state: &TenantState,
    body: &mut Map<String, Value>,
) -> Result<Option<Vec<String>>, ApiError> {
    let Some(Value::Array(asked)) = body.shift_remove("enabled_clients") else { return Ok(None) };
    let mut enabled = Vec::new();
    for client_id in asked.iter().filter_map(Value::as_str) {
        if !state.store.has_client(client_id).await? {
            return Err(ApiError::invalid_body(format!(
                "There is no client with ID {client_id} to enable the connection for"
            )));
        }
        if !enabled.iter().any(|already| already == client_id) {
            enabled.push(client_id.to_owned());
        }
    }
    Ok(Some(enabled))
}

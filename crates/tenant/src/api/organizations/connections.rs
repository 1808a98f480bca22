//! `/api/v2/organizations/{id}/enabled_connections`

use axum::{Json, extract::State, http::StatusCode};
use serde_json::Value;

use super::shown::{self, switches_of};
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
    store::Switches,
};

const LIMITS: Limits = Limits {
    member: "enabled_connections",
    default_per_page: 50,
    min_per_page: 1,
    max_take: None,
    default_take: 50,
    with_length: false,
};

pub(in crate::api) async fn connections(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
    query: Query,
) -> Result<Json<Page<Value>>, ApiError> {
    caller.require(&[scopes::READ_ORGANIZATION_CONNECTIONS])?;
    is_there(&state, &id).await?;
    let enabled = state.store.organization_connections(&id).await?;
    let items = enabled.into_iter().map(shown::connection).collect();
    Ok(Json(paging::page(&query, LIMITS, items, &[])?))
}

pub(in crate::api) async fn connection(
    State(state): State<TenantState>,
    caller: Caller,
    Id((id, connection_id)): Id<(String, String)>,
) -> Result<Json<Value>, ApiError> {
    caller.require(&[scopes::READ_ORGANIZATION_CONNECTIONS])?;
    is_there(&state, &id).await?;
    Ok(Json(one(&state, &id, &connection_id).await?))
}

pub(in crate::api) async fn enable(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
    body: JsonBody,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.require(&[scopes::CREATE_ORGANIZATION_CONNECTIONS])?;
    let asked = body.into_object()?;
    validation::organization::check_enable(&asked)?;
    is_there(&state, &id).await?;
    let connection_id = asked.get("connection_id").and_then(Value::as_str).unwrap_or_default();
    if !state.store.has_connection(connection_id).await? {
        return Err(ApiError::no_connection_for_organization(connection_id));
    }
    if !state.store.enable_for_organization(&id, connection_id, switches_of(&asked, Switches::NEW)).await? {
        return Err(ApiError::enabled_for_organization());
    }
    Ok((StatusCode::CREATED, Json(one(&state, &id, connection_id).await?)))
}

pub(in crate::api) async fn switch(
    State(state): State<TenantState>,
    caller: Caller,
    Id((id, connection_id)): Id<(String, String)>,
    body: JsonBody,
) -> Result<Json<Value>, ApiError> {
    caller.require(&[scopes::UPDATE_ORGANIZATION_CONNECTIONS])?;
    let asked = body.into_object()?;
    validation::organization::check_switch(&asked)?;
    is_there(&state, &id).await?;
    let change = move |before| switches_of(&asked, before);
    let changed = state.store.change_organization_connection(&id, &connection_id, change).await?;
    Ok(Json(shown::connection(changed.ok_or_else(ApiError::not_enabled_for_organization)?)))
}

/// 204 whether or not the connection was enabled. The organization's members stay members.
pub(in crate::api) async fn disable(
    State(state): State<TenantState>,
    caller: Caller,
    Id((id, connection_id)): Id<(String, String)>,
) -> Result<StatusCode, ApiError> {
    caller.require(&[scopes::DELETE_ORGANIZATION_CONNECTIONS])?;
    is_there(&state, &id).await?;
    state.store.disable_for_organization(&id, &connection_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn is_there(state: &TenantState, id: &str) -> Result<(), ApiError> {
    if state.store.has_organization(id).await? { Ok(()) } else { Err(ApiError::no_organization()) }
}

async fn one(state: &TenantState, id: &str, connection_id: &str) -> Result<Value, ApiError> {
    let found = state.store.organization_connection(id, connection_id).await?;
    Ok(shown::connection(found.ok_or_else(ApiError::not_enabled_for_organization)?))
}

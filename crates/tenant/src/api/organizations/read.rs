use axum::{Json, extract::State};
use serde_json::Value;

use super::shown::shown;
use crate::{
    TenantState,
    api::{caller::Caller, error::ApiError, id::Id, scopes, unreadable::read},
};

pub(in crate::api) async fn get(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
) -> Result<Json<Value>, ApiError> {
    caller.require(&[scopes::READ_ORGANIZATIONS])?;
    let row = read(state.store.organization(&id).await)?.ok_or_else(ApiError::no_organization)?;
    Ok(Json(shown(row).into()))
}

/// `/api/v2/organizations/name/{name}`
pub(in crate::api) async fn named(
    State(state): State<TenantState>,
    caller: Caller,
    Id(name): Id,
) -> Result<Json<Value>, ApiError> {
    caller.require(&[scopes::READ_ORGANIZATIONS])?;
    let row = read(state.store.organization_named(&name).await)?.ok_or_else(ApiError::no_organization)?;
    Ok(Json(shown(row).into()))
}

use axum::{Json, extract::State};
use serde_json::Value;

use super::shown::shown;
use crate::{
    TenantState,
    api::{caller::Caller, error::ApiError, id::Id, scopes},
};

pub(in crate::api) async fn get(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
) -> Result<Json<Value>, ApiError> {
    caller.require(&[scopes::READ_GROUPS])?;
    let group = state.store.group(&id, false).await?.ok_or_else(ApiError::no_group)?;
    Ok(Json(shown(&group)))
}

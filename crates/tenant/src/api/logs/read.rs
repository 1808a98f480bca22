use axum::{Json, extract::State};
use serde_json::Value;

use crate::{
    TenantState,
    api::{caller::Caller, error::ApiError, id::Id, scopes},
};

pub(in crate::api) async fn get(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
) -> Result<Json<Value>, ApiError> {
    caller.require(&[scopes::READ_LOGS, scopes::READ_LOGS_USERS])?;
    // The published description of status 404.
    let entry = state.store.log_entry(&id).await?.ok_or_else(|| ApiError::not_found("Log not found.", None))?;
    Ok(Json(entry.into()))
}

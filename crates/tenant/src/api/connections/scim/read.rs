use axum::{Json, extract::State};
use serde_json::Value;

use super::{connection_is_there, no_configuration, shown::shown_row};
use crate::{
    TenantState,
    api::{caller::Caller, error::ApiError, id::Id, scopes, unreadable::read},
};

pub(in crate::api) async fn get(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
) -> Result<Json<Value>, ApiError> {
    caller.require(&[scopes::READ_SCIM_CONFIG])?;
    connection_is_there(&state, &id).await?;
    let row = read(state.store.scim_configuration(&id).await)?.ok_or_else(no_configuration)?;
    Ok(Json(shown_row(row)))
}

use axum::{extract::State, http::StatusCode};

use crate::{
    TenantState,
    api::{caller::Caller, error::ApiError, id::Id, scopes},
};

pub(in crate::api) async fn delete(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
) -> Result<StatusCode, ApiError> {
    caller.require(&[scopes::DELETE_GROUPS])?;
    match state.store.delete_group(None, &id).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(ApiError::no_group()),
    }
}

use axum::{extract::State, http::StatusCode};

use crate::{
    TenantState,
    api::{caller::Caller, error::ApiError, id::Id, scopes},
};

/// 204 whether or not there was such an organization. Its members stay users.
pub(in crate::api) async fn delete(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
) -> Result<StatusCode, ApiError> {
    caller.require(&[scopes::DELETE_ORGANIZATIONS])?;
    state.store.delete_organization(&id).await?;
    Ok(StatusCode::NO_CONTENT)
}

use axum::{extract::State, http::StatusCode};

use crate::{
    TenantState,
    api::{caller::Caller, error::ApiError, id::Id, scopes},
};

/// 204 whether or not there was such a user.
pub(in crate::api) async fn delete(
    State(state): State<TenantState>,
    caller: Caller,
    Id(user_id): Id,
) -> Result<StatusCode, ApiError> {
    caller.require(&[scopes::DELETE_USERS])?;
    state.store.delete_user(&user_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

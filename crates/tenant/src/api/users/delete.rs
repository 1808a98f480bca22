use axum::{
    extract::{Path, State},
    http::StatusCode,
};

use crate::{
    TenantState,
    api::{caller::Caller, error::ApiError, scopes},
};

/// 204 whether or not there was such a user.
pub(in crate::api) async fn delete(
    State(state): State<TenantState>,
    caller: Caller,
    Path(user_id): Path<String>,
) -> Result<StatusCode, ApiError> {
    caller.require(&[scopes::DELETE_USERS])?;
    state.store.delete_user(&user_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

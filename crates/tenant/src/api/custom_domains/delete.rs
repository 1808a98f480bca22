use axum::{extract::State, http::StatusCode};

use crate::{
    TenantState,
    api::{caller::Caller, error::ApiError, id::Id, scopes},
};

/// 204 whether or not there was such a domain. The tenant answers under it no longer.
pub(in crate::api) async fn delete(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
) -> Result<StatusCode, ApiError> {
    caller.require(&[scopes::DELETE_CUSTOM_DOMAINS])?;
    state.store.delete_custom_domain(&id).await?;
    Ok(StatusCode::NO_CONTENT)
}

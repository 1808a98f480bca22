use axum::{extract::State, http::StatusCode};

use crate::{
    TenantState,
    api::{caller::Caller, error::ApiError, id::Id, scopes},
};

/// 204 whether or not there was such an application. Connections are no longer enabled for it.
pub(in crate::api) async fn delete(
    State(state): State<TenantState>,
    caller: Caller,
    Id(client_id): Id,
) -> Result<StatusCode, ApiError> {
    caller.require(&[scopes::DELETE_CLIENTS])?;
    if let Some(purpose) = state.own_applications.purpose(&client_id) {
        return Err(ApiError::not_supported(format!("{purpose}, so it cannot be deleted")));
    }
    state.store.delete_client(&client_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

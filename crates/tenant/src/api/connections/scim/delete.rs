use axum::{extract::State, http::StatusCode};

use super::connection_is_there;
use crate::{
    TenantState,
    api::{caller::Caller, error::ApiError, id::Id, scopes},
};

/// 204 whether or not there was one (recording 09). Its tokens end with it.
pub(in crate::api) async fn delete(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
) -> Result<StatusCode, ApiError> {
    caller.require(&[scopes::DELETE_SCIM_CONFIG])?;
    connection_is_there(&state, &id).await?;
    state.store.delete_scim_configuration(&id, state.world.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

use axum::extract::State;

use crate::{
    TenantState,
    api::{caller::Caller, error::ApiError, id::Id, scopes},
};

/// `GET /api/v2/connections/{id}/status` is of directory agents, of which a connection of this strategy has none.
pub(in crate::api) async fn status(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
) -> Result<(), ApiError> {
    caller.require(&[scopes::READ_CONNECTIONS])?;
    if !state.store.has_connection(&id).await? {
        return Err(ApiError::no_connection());
    }
    Err(ApiError::not_found("The connection is not connected to any node", None))
}

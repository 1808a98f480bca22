use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::SecondsFormat;
use serde_json::json;

use crate::{
    TenantState,
    api::{caller::Caller, error::ApiError, id::Id, scopes},
};

/// 202 the first time, 204 when there is nothing left to delete.
pub(in crate::api) async fn delete(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
) -> Result<Response, ApiError> {
    caller.require(&[scopes::DELETE_CONNECTIONS])?;
    if !state.store.delete_connection(&id).await? {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let deleted_at = state.world.clock.now().to_rfc3339_opts(SecondsFormat::Millis, true);
    Ok((StatusCode::ACCEPTED, Json(json!({ "deleted_at": deleted_at }))).into_response())
}

use axum::{Json, extract::State};
use serde_json::{Value, json};

use crate::{
    TenantState,
    api::{error::ApiError, id::Id},
};

/// The key set that a provider verifies the connection's client assertions with (RFC 7517), by the connection's name. The next
/// key is in it before it signs.
pub(in crate::api) async fn public_keys(
    State(state): State<TenantState>,
    Id(name): Id,
) -> Result<Json<Value>, ApiError> {
    let connection = state.store.connection_by_name(&name).await?.ok_or_else(ApiError::no_connection)?;
    Ok(Json(json!({ "keys": state.store.public_keys(&connection.id).await? })))
}

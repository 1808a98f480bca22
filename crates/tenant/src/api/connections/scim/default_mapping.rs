use axum::{Json, extract::State};
use lintel_scim::mapping::DEFAULT_OIDC;
use serde_json::{Value, json};

use super::connection_is_there;
use crate::{
    TenantState,
    api::{caller::Caller, error::ApiError, id::Id, scopes},
};

/// The same whether or not the connection has a configuration. Here a pair begins with `auth0`, elsewhere with `scim` (recording 08).
pub(in crate::api) async fn default_mapping(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
) -> Result<Json<Value>, ApiError> {
    caller.require(&[scopes::READ_SCIM_CONFIG])?;
    connection_is_there(&state, &id).await?;
    let pairs = DEFAULT_OIDC.iter().map(|(scim, auth0)| json!({ "auth0": auth0, "scim": scim }));
    Ok(Json(json!({ "mapping": pairs.collect::<Vec<_>>() })))
}

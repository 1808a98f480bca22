use axum::{Json, extract::State};
use serde_json::Value;

use super::{connection_is_there, create::pairs, no_configuration, shown::shown};
use crate::{
    TenantState,
    api::{body::JsonBody, caller::Caller, error::ApiError, id::Id, scopes, validation},
    store::ScimSettings,
};

/// Replaces both settings whole.
pub(in crate::api) async fn update(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
    body: JsonBody,
) -> Result<Json<Value>, ApiError> {
    caller.require(&[scopes::UPDATE_SCIM_CONFIG])?;
    validation::scim::check_update(&body.0)?;
    connection_is_there(&state, &id).await?;
    let user_id_attribute = body.0["user_id_attribute"].as_str().unwrap_or_default().to_owned();
    let settings = ScimSettings::new(user_id_attribute, pairs(&body.0["mapping"]), state.world.clock.now());
    let updated = state.store.update_scim_configuration(&id, settings).await?.ok_or_else(no_configuration)?;
    Ok(Json(shown(updated)))
}

use axum::{Json, extract::State};
use serde_json::Value;

use super::shown::shown;
use crate::{
    TenantState,
    api::{caller::Caller, error::ApiError, id::Id, scopes},
};

pub(in crate::api) async fn get(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
) -> Result<Json<Value>, ApiError> {
    caller.require(&[scopes::READ_CUSTOM_DOMAINS])?;
    let found = shown(state.store.custom_domains().await?).find(|domain| domain["custom_domain_id"] == id);
    Ok(Json(found.ok_or_else(ApiError::no_custom_domain)?.into()))
}

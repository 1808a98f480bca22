use axum::{Json, extract::State};
use serde_json::Value;

use super::shown::SeenClients;
use crate::{
    TenantState,
    api::{caller::Caller, error::ApiError, id::Id, query::Query, scopes, unreadable::read},
};

pub(in crate::api) async fn get(
    State(state): State<TenantState>,
    caller: Caller,
    Id(client_id): Id,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.require(&[scopes::READ_CLIENTS, scopes::READ_CLIENT_KEYS, scopes::READ_CLIENT_SUMMARY])?;
    let view = SeenClients::of(&query, &caller, &state)?;
    let row = read(state.store.client(&client_id).await)?.ok_or_else(ApiError::no_client)?;
    Ok(Json(view.show_row(row).into()))
}

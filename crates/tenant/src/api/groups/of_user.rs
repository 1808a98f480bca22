use axum::{Json, extract::State};
use serde_json::Value;

use super::shown::{LIMITS, items};
use crate::{
    TenantState,
    api::{
        caller::Caller,
        error::ApiError,
        id::Id,
        paging::{Page, checkpoints},
        query::Query,
        scopes,
    },
};

/// `/api/v2/users/{id}/groups`
pub(in crate::api) async fn of_user(
    State(state): State<TenantState>,
    caller: Caller,
    Id(user_id): Id,
    query: Query,
) -> Result<Json<Page<Value>>, ApiError> {
    caller.require_all(&[scopes::READ_USERS, scopes::READ_GROUPS])?;
    state.store.user(&user_id).await?.ok_or_else(ApiError::no_user)?;
    let (items, ids) = items(&state.store.groups_of_user(&user_id).await?);
    Ok(Json(checkpoints(&query, LIMITS, items, &ids)?))
}

use axum::{Json, extract::State};
use serde_json::{Value, json};

use super::shown::LIMITS;
use crate::{
    TenantState,
    api::{
        caller::Caller,
        error::ApiError,
        id::Id,
        paging::{Limits, Page, checkpoints},
        query::Query,
        scopes,
    },
};

pub(in crate::api) async fn members(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
    query: Query,
) -> Result<Json<Page<Value>>, ApiError> {
    caller.require(&[scopes::READ_GROUP_MEMBERS])?;
    let group = state.store.group(&id, true).await?.ok_or_else(ApiError::no_group)?;
    let member = |id: &String| json!({ "id": id, "member_type": "user", "type": "connection", "connection_id": group.connection_id });
    let items = group.members.iter().map(member).collect();
    Ok(Json(checkpoints(&query, Limits { member: "members", ..LIMITS }, items, &group.members)?))
}

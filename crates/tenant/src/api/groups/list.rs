use axum::{Json, extract::State};
use serde_json::Value;

use super::shown::{LIMITS, items};
use crate::{
    TenantState,
    api::{
        caller::Caller,
        error::ApiError,
        paging::{Page, checkpoints},
        query::Query,
        scopes,
    },
};

pub(in crate::api) async fn list(
    State(state): State<TenantState>,
    caller: Caller,
    query: Query,
) -> Result<Json<Page<Value>>, ApiError> {
    caller.require(&[scopes::READ_GROUPS])?;
    let mut groups = state.store.all_groups(query.text("connection_id")).await?;
    let is = |asked: Option<&str>, own: Option<&str>| asked.is_none_or(|asked| own == Some(asked));
    groups.retain(|group| {
        is(query.text("name"), Some(&group.display_name)) && is(query.text("external_id"), group.external_id.as_deref())
    });
    let (items, ids) = items(&groups);
    Ok(Json(checkpoints(&query, LIMITS, items, &ids)?))
}

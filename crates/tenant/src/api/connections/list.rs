use axum::{Json, extract::State};
use lintel_management::Connection;
use serde_json::Value;

use super::{SeenConnections, id, shown::STRATEGY};
use crate::{
    TenantState,
    api::{
        caller::Caller,
        error::ApiError,
        paging::{self, Asked, Limits},
        query::Query,
        scopes,
    },
    store::Rows,
};

const LIMITS: Limits = Limits {
    member: "connections",
    default_per_page: 100,
    min_per_page: 1,
    max_take: Some(100),
    default_take: 50,
    with_length: false,
};

pub(in crate::api) async fn list(
    State(state): State<TenantState>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.require(&[scopes::READ_CONNECTIONS])?;
    let view = SeenConnections::of(&query, &caller)?;
    let shown = |rows: Rows<Connection>| rows.into_iter().map(|row| view.show_row(row).into()).collect();
    let strategies: Vec<&str> = query.all("strategy").collect();
    let found = match query.text("name") {
        _ if !strategies.is_empty() && !strategies.contains(&STRATEGY) => Some(Vec::new()),
        Some(name) => Some(state.store.connections_named(name).await?),
        None => None,
    };
    if let Some(found) = found {
        let ids: Vec<String> = found.iter().map(id).collect();
        return Ok(Json(paging::page(&query, LIMITS, shown(found), &ids)?));
    }
    // Of all of them the page alone is read, and unsealed.
    Ok(Json(match Asked::of(&query, LIMITS)? {
        Asked::Checkpoint { from, take } => {
            let page = state.store.connections_from(from, take).await?.ok_or_else(paging::no_such_checkpoint)?;
            paging::checkpoint(LIMITS, shown(page.rows), page.next)
        }
        Asked::Offset(offset) => {
            let page = state.store.connections_beyond(offset.start(), offset.per_page).await?;
            offset.answer(LIMITS, shown(page.rows), page.total)
        }
    }))
}

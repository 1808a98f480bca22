use axum::{Json, extract::State};

use super::{
    SeenConnections,
    shown::{Shown, are_asked_for, id},
};
use crate::{
    TenantState,
    api::{
        caller::Caller,
        error::ApiError,
        paging::{self, Asked, Limits, Page},
        query::Query,
        scopes,
    },
    store::{ConnectionRow, Rows},
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
) -> Result<Json<Page<Shown>>, ApiError> {
    caller.require(&[scopes::READ_CONNECTIONS])?;
    let view = SeenConnections::of(&query, &caller)?;
    let shown = |rows: Rows<ConnectionRow>| rows.into_iter().map(|row| view.show_row(row)).collect();
    let found = match query.text("name") {
        _ if !are_asked_for(&query) => Some(Vec::new()),
        Some(name) => Some(state.store.connections_named(name, view.options()).await?),
        None => None,
    };
    if let Some(found) = found {
        let ids: Vec<String> = found.iter().map(id).collect();
        return Ok(Json(paging::page(&query, LIMITS, shown(found), &ids)?));
    }
    Ok(Json(match Asked::of(&query, LIMITS)? {
        Asked::Checkpoint { from, take } => {
            let page = state.store.connections_from(from, take, view.options()).await?;
            let page = page.ok_or_else(paging::no_such_checkpoint)?;
            paging::checkpoint(LIMITS, shown(page.rows), page.next)
        }
        Asked::Offset(offset) => {
            let rows = state.store.connections_beyond(offset.start(), offset.per_page, view.options()).await?;
            let total = if offset.with_totals { state.store.count_connections().await? } else { 0 };
            offset.answer(LIMITS, shown(rows), total)
        }
    }))
}

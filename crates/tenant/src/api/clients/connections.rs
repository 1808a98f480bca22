use axum::{Json, extract::State};

use crate::{
    TenantState,
    api::{
        caller::Caller,
        connections::{SeenConnections, Shown, are_asked_for},
        error::ApiError,
        id::Id,
        paging::{self, Limits, Page},
        query::Query,
        scopes,
    },
};

const LIMITS: Limits = Limits {
    member: "connections",
    default_per_page: 50,
    min_per_page: 1,
    max_take: Some(100),
    default_take: 50,
    with_length: false,
};

/// The connections that are enabled for an application.
pub(in crate::api) async fn enabled_connections(
    State(state): State<TenantState>,
    caller: Caller,
    Id(client_id): Id,
    query: Query,
) -> Result<Json<Page<Shown>>, ApiError> {
    caller.require(&[scopes::READ_CONNECTIONS])?;
    caller.require(&[scopes::READ_CLIENTS, scopes::READ_CLIENT_SUMMARY])?;
    let view = SeenConnections::of(&query, &caller)?;
    if !state.store.has_client(&client_id).await? {
        return Err(ApiError::no_client());
    }
    let (from, take) = paging::checkpoint_of(&query, LIMITS)?;
    if !are_asked_for(&query) {
        return Ok(Json(paging::checkpoint(LIMITS, Vec::new(), None)));
    }
    let page = state.store.enabled_connections_from(&client_id, from, take, view.options()).await?;
    let page = page.ok_or_else(paging::no_such_checkpoint)?;
    let shown = page.rows.into_iter().map(|row| view.show_row(row)).collect();
    Ok(Json(paging::checkpoint(LIMITS, shown, page.next)))
}

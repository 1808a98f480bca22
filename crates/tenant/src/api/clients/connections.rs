use axum::{Json, extract::State};
use serde_json::Value;

use crate::{
    TenantState,
    api::{
        caller::Caller,
        connections::{SeenConnections, id, strategy},
        error::ApiError,
        id::Id,
        paging::{self, Limits},
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
) -> Result<Json<Value>, ApiError> {
    caller.require(&[scopes::READ_CONNECTIONS])?;
    caller.require(&[scopes::READ_CLIENTS, scopes::READ_CLIENT_SUMMARY])?;
    let view = SeenConnections::of(&query, &caller)?;
    if !state.store.has_client(&client_id).await? {
        return Err(ApiError::no_client());
    }
    let strategies: Vec<&str> = query.all("strategy").collect();
    let mut enabled = state.store.enabled_connections(&client_id).await?;
    enabled.retain(|row| strategies.is_empty() || strategies.contains(&strategy(row)));
    let ids: Vec<String> = enabled.iter().map(id).collect();
    let shown = enabled.into_iter().map(|row| view.show_row(row).into()).collect();
    Ok(Json(paging::checkpoints(&query, LIMITS, shown, &ids)?))
}

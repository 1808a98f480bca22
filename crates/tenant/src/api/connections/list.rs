use axum::{Json, extract::State};
use serde_json::Value;

use super::{SeenConnections, id, strategy};
use crate::{
    TenantState,
    api::{
        caller::Caller,
        error::ApiError,
        paging::{self, Limits},
        query::Query,
        scopes,
    },
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
    let strategies: Vec<&str> = query.all("strategy").collect();
    let name = query.text("name");
    let mut connections = state.store.connection_rows().await?;
    connections.retain(|row| {
        (strategies.is_empty() || strategies.contains(&strategy(row)))
            && name.is_none_or(|name| name == row.as_ref().map_or_else(|row| &row.name, |row| &row.name))
    });
    let ids: Vec<String> = connections.iter().map(id).collect();
    let shown = connections.into_iter().map(|row| view.show_row(row).into()).collect();
    Ok(Json(paging::page(&query, LIMITS, shown, &ids)?))
}

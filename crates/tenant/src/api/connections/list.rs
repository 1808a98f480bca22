use axum::{Json, extract::State};
use serde_json::Value;

use super::View;
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
    let view = View::of(&query, &caller)?;
    let strategies: Vec<&str> = query.all("strategy").collect();
    let name = query.text("name");
    let mut connections = state.store.connections().await?;
    connections.retain(|connection| {
        (strategies.is_empty() || strategies.contains(&connection.strategy.as_str()))
            && name.is_none_or(|name| connection.name == name)
    });
    let ids: Vec<String> = connections.iter().map(|connection| connection.id.clone()).collect();
    let shown = connections.into_iter().map(|connection| view.show(connection).into()).collect();
    Ok(Json(paging::page(&query, LIMITS, shown, &ids)?))
}

use axum::{Json, extract::State};

use super::{SeenConnections, shown::Shown};
use crate::{
    TenantState,
    api::{caller::Caller, error::ApiError, id::Id, query::Query, scopes, unreadable::read},
};

pub(in crate::api) async fn get(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
    query: Query,
) -> Result<Json<Shown>, ApiError> {
    caller.require(&[scopes::READ_CONNECTIONS])?;
    let view = SeenConnections::of(&query, &caller)?;
    let row = read(state.store.connection_row(&id, view.options()).await)?.ok_or_else(ApiError::no_connection)?;
    Ok(Json(view.show_row(row)))
}

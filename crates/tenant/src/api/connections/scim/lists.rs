use axum::{Json, extract::State};
use serde_json::{Value, json};

use super::shown::shown_row;
use crate::{
    TenantState,
    api::{
        caller::Caller,
        error::ApiError,
        paging::{self, Limits, Page},
        query::Query,
        scopes,
    },
};

const LIMITS: Limits = Limits {
    member: "scim_configurations",
    default_per_page: 50,
    min_per_page: 1,
    max_take: Some(100),
    default_take: 50,
    with_length: false,
};

/// `GET /api/v2/connections-scim-configurations`
pub(in crate::api) async fn list(
    State(state): State<TenantState>,
    caller: Caller,
    query: Query,
) -> Result<Json<Page<Value>>, ApiError> {
    caller.require(&[scopes::READ_SCIM_CONFIG])?;
    let shown: Vec<Value> = state.store.scim_configurations().await?.into_iter().map(shown_row).collect();
    let ids: Vec<String> =
        shown.iter().map(|shown| shown["connection_id"].as_str().unwrap_or_default().to_owned()).collect();
    Ok(Json(paging::checkpoints(&query, LIMITS, shown, &ids)?))
}

/// `GET /api/v2/connections-directory-provisionings`: nothing, since that is for Google Workspace. Auth0's deploy CLI always asks.
pub(in crate::api) async fn directory_provisionings(caller: Caller) -> Result<Json<Value>, ApiError> {
    caller.require(&[scopes::READ_DIRECTORY_PROVISIONINGS])?;
    Ok(Json(json!({ "directory_provisionings": [] })))
}

use axum::{Json, extract::State};
use serde_json::Value;

use super::shown::View;
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
    member: "clients",
    default_per_page: 50,
    min_per_page: 0,
    max_take: Some(100),
    default_take: 50,
    with_length: false,
};

pub(in crate::api) async fn list(
    State(state): State<TenantState>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.require(&[scopes::READ_CLIENTS, scopes::READ_CLIENT_KEYS, scopes::READ_CLIENT_SUMMARY])?;
    let view = View::of(&query, &caller)?;
    let app_types: Vec<&str> = query.text("app_type").map(|types| types.split(',').collect()).unwrap_or_default();
    let (is_global, is_first_party) = (query.flag("is_global")?, query.flag("is_first_party")?);
    let mut applications = state.store.clients().await?;
    applications.retain(|application| {
        // No application here is the global one.
        is_global != Some(true)
            && is_first_party.is_none_or(|wanted| wanted == application.is_first_party)
            && (app_types.is_empty() || application.app_type.as_deref().is_some_and(|own| app_types.contains(&own)))
    });
    let ids: Vec<String> = applications.iter().map(|application| application.client_id.clone()).collect();
    let shown: Vec<Value> = applications.into_iter().map(|application| view.show(application).into()).collect();
    Ok(Json(paging::page(&query, LIMITS, shown, &ids)?))
}

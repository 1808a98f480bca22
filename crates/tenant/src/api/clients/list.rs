use axum::{Json, extract::State};
use serde_json::Value;

use super::shown::SeenClients;
use crate::{
    TenantState,
    api::{
        caller::Caller,
        error::ApiError,
        paging::{self, Limits, Page},
        query::Query,
        scopes,
    },
    store::{ApplicationRecord, Unreadable},
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
) -> Result<Json<Page<Value>>, ApiError> {
    caller.require(&[scopes::READ_CLIENTS, scopes::READ_CLIENT_KEYS, scopes::READ_CLIENT_SUMMARY])?;
    let view = SeenClients::of(&query, &caller, &state)?;
    let app_types: Vec<&str> = query.text("app_type").map(|types| types.split(',').collect()).unwrap_or_default();
    let (is_global, is_first_party) = (query.flag("is_global")?, query.flag("is_first_party")?);
    let mut applications = state.store.client_rows().await?;
    applications.retain(|row| {
        // No application here is the global one. What kind one is that cannot be read, nobody knows.
        is_global != Some(true)
            && row.as_ref().map_or(true, |application| {
                is_first_party.is_none_or(|wanted| wanted == application.is_first_party)
                    && (app_types.is_empty()
                        || application.app_type.as_deref().is_some_and(|own| app_types.contains(&own)))
            })
    });
    let id = |row: &Result<ApplicationRecord, Unreadable>| match row {
        Ok(application) => application.client_id.clone(),
        Err(unreadable) => unreadable.id.clone(),
    };
    let ids: Vec<String> = applications.iter().map(id).collect();
    let shown: Vec<Value> = applications.into_iter().map(|row| view.show_row(row).into()).collect();
    Ok(Json(paging::page(&query, LIMITS, shown, &ids)?))
}

use axum::{Json, extract::State};
use serde_json::{Map, Value};

use super::shown::shown;
use crate::{
    TenantState,
    api::{
        caller::Caller,
        error::ApiError,
        fields::Fields,
        paging::{self, Limits, Page},
        query::{Query, invalid},
        scopes,
        search::Search,
    },
};

const LIMITS: Limits = Limits {
    member: "custom_domains",
    default_per_page: 100,
    min_per_page: 1,
    max_take: Some(100),
    default_take: 50,
    with_length: false,
};

/// A bare array of all, or a page of them where the query has a checkpoint.
pub(in crate::api) async fn list(
    State(state): State<TenantState>,
    caller: Caller,
    query: Query,
) -> Result<Json<Page<Value>>, ApiError> {
    caller.require(&[scopes::READ_CUSTOM_DOMAINS])?;
    let fields = Fields::of(&query, &[], &[])?;
    let search = Search::of(&query)?;
    let mut domains: Vec<Map<String, Value>> = shown(state.store.custom_domains().await?).collect();
    domains.retain(|domain| search.matches(domain));
    match query.text("sort") {
        None => {}
        Some("domain:1") => domains.sort_by_key(|domain| text(domain, "domain")),
        Some(sort) => return Err(invalid(&format!("String does not match pattern ^domain:1$: {sort}"), "sort")),
    }
    let ids: Vec<String> = domains.iter().map(|domain| text(domain, "custom_domain_id")).collect();
    let items: Vec<Value> = domains.into_iter().map(|domain| fields.apply(domain).into()).collect();
    if query.text("take").is_some() || query.text("from").is_some() {
        return Ok(Json(paging::checkpoints(&query, LIMITS, items, &ids)?));
    }
    Ok(Json(paging::whole(LIMITS, items)))
}

fn text(domain: &Map<String, Value>, member: &str) -> String {
    domain.get(member).and_then(Value::as_str).unwrap_or_default().to_owned()
}

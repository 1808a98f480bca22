use axum::{Json, extract::State};
use serde_json::{Map, Value};

use super::shown::{LIMITS, shown};
use crate::{
    TenantState,
    api::{
        caller::Caller,
        error::ApiError,
        paging::{self, Page},
        query::{Query, invalid},
        scopes,
    },
};

pub(in crate::api) async fn list(
    State(state): State<TenantState>,
    caller: Caller,
    query: Query,
) -> Result<Json<Page<Value>>, ApiError> {
    caller.require(&[scopes::READ_ORGANIZATIONS, scopes::READ_ORGANIZATIONS_SUMMARY])?;
    let mut organizations: Vec<Map<String, Value>> =
        state.store.organization_rows().await?.into_iter().map(shown).collect();
    // They come in the order in which they were made.
    match query.text("sort") {
        None | Some("created_at:1") => {}
        Some("created_at:-1") => organizations.reverse(),
        Some(sort) => match sort.split_once(':') {
            Some((member @ ("name" | "display_name"), "1")) => organizations.sort_by_key(|one| text(one, member)),
            Some((member @ ("name" | "display_name"), "-1")) => {
                organizations.sort_by_key(|one| std::cmp::Reverse(text(one, member)));
            }
            _ => return Err(invalid(&format!("String does not match pattern: {sort}"), "sort")),
        },
    }
    let ids: Vec<String> = organizations.iter().map(|organization| text(organization, "id")).collect();
    let items = organizations.into_iter().map(Value::from).collect();
    Ok(Json(paging::page(&query, LIMITS, items, &ids)?))
}

fn text(organization: &Map<String, Value>, member: &str) -> String {
    organization.get(member).and_then(Value::as_str).unwrap_or_default().to_owned()
}

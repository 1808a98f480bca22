use std::cmp::Reverse;

use axum::{Json, extract::State};
use serde_json::{Map, Value};

use super::shown::{LIMITS, shown};
use crate::{
    TenantState,
    api::{
        caller::Caller,
        error::ApiError,
        paging::{self, Asked, Page},
        query::{Query, invalid},
        scopes,
    },
    store::{OrganizationOrder, OrganizationRecord, Rows},
};

pub(in crate::api) async fn list(
    State(state): State<TenantState>,
    caller: Caller,
    query: Query,
) -> Result<Json<Page<Value>>, ApiError> {
    caller.require(&[scopes::READ_ORGANIZATIONS, scopes::READ_ORGANIZATIONS_SUMMARY])?;
    let order = match query.text("sort") {
        None | Some("created_at:1") => OrganizationOrder::Age { newest_first: false },
        Some("created_at:-1") => OrganizationOrder::Age { newest_first: true },
        Some("name:1") => OrganizationOrder::Name { descending: false },
        Some("name:-1") => OrganizationOrder::Name { descending: true },
        Some("display_name:1") => return by_display_name(&state, &query, false).await,
        Some("display_name:-1") => return by_display_name(&state, &query, true).await,
        Some(sort) => return Err(invalid(&format!("String does not match pattern: {sort}"), "sort")),
    };
    let items = |rows: Rows<OrganizationRecord>| rows.into_iter().map(|row| shown(row).into()).collect();
    Ok(Json(match Asked::of(&query, LIMITS)? {
        Asked::Checkpoint { from, take } => {
            let page = state.store.organizations_page(order, from, 0, take).await?;
            let page = page.ok_or_else(paging::no_such_checkpoint)?;
            paging::checkpoint(LIMITS, items(page.rows), page.next)
        }
        Asked::Offset(offset) => {
            let page = state.store.organizations_page(order, None, offset.start(), offset.per_page).await?;
            let total = if offset.with_totals { state.store.count_organizations().await? } else { 0 };
            offset.answer(LIMITS, items(page.map(|page| page.rows).unwrap_or_default()), total)
        }
    }))
}

/// What people read need not be there, nor be one's own: no index has it.
async fn by_display_name(state: &TenantState, query: &Query, descending: bool) -> Result<Json<Page<Value>>, ApiError> {
    let mut organizations: Vec<Map<String, Value>> =
        state.store.organization_rows().await?.into_iter().map(shown).collect();
    if descending {
        organizations.sort_by_key(|one| Reverse(text(one, "display_name")));
    } else {
        organizations.sort_by_key(|one| text(one, "display_name"));
    }
    let ids: Vec<String> = organizations.iter().map(|organization| text(organization, "id")).collect();
    let items = organizations.into_iter().map(Value::from).collect();
    Ok(Json(paging::page(query, LIMITS, items, &ids)?))
}

fn text(organization: &Map<String, Value>, member: &str) -> String {
    organization.get(member).and_then(Value::as_str).unwrap_or_default().to_owned()
}

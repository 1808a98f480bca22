use axum::{Json, extract::State};
use serde_json::Value;

use crate::{
    TenantState,
    api::{
        caller::Caller,
        error::ApiError,
        fields::Fields,
        paging::{self, Limits, Offset, Page},
        query::{Query, invalid},
        scopes,
        search::Search,
    },
    store::LogDocument,
};

const LIMITS: Limits = Limits {
    member: "logs",
    default_per_page: 50,
    min_per_page: 0,
    max_take: None,
    default_take: 50,
    with_length: true,
};

/// The names that `fields` may hold.
const FIELDS: [&str; 13] = [
    "date",
    "connection",
    "client_id",
    "client_name",
    "ip",
    "user_id",
    "user_name",
    "description",
    "user_agent",
    "type",
    "details",
    "strategy",
    "strategy_type",
];
const ALWAYS: [&str; 1] = ["log_id"];

/// A page, the newest first; with `from`, what was written after that entry, the oldest first and whatever else is asked.
pub(in crate::api) async fn list(
    State(state): State<TenantState>,
    caller: Caller,
    query: Query,
) -> Result<Json<Page<Value>>, ApiError> {
    caller.require(&[scopes::READ_LOGS, scopes::READ_LOGS_USERS])?;
    let fields = Fields::of(&query, &FIELDS, &ALWAYS)?;
    let shown = |entries: Vec<LogDocument>| entries.into_iter().map(|entry| fields.apply(entry).into()).collect();
    if let Some(from) = query.text("from") {
        let take = query.number("take", 1, 100)?.unwrap_or(LIMITS.default_take);
        let after = state.store.logs_after(from, take).await?;
        let after = after.ok_or_else(|| invalid("There is no log entry of this ID any more", "from"))?;
        return Ok(Json(paging::whole(LIMITS, shown(after))));
    }
    let oldest_first = match query.text("sort") {
        None | Some("date:-1") => false,
        Some("date:1") => true,
        Some(sort) => return Err(invalid(&format!("Only date:1 and date:-1 are understood here: {sort}"), "sort")),
    };
    // Published is `search`; Auth0's clients send `q`, as its guides do.
    let name = if query.text("q").is_some() { "q" } else { "search" };
    let search = Search::named(&query, name)?;
    let offset = Offset::of(&query, LIMITS)?;
    let (skip, take) = (offset.start(), offset.per_page);
    let page = if search.is_everything() {
        state.store.newest_logs(oldest_first, skip, take, offset.with_totals).await?
    } else {
        state.store.logs(oldest_first, skip, take, move |entry: &LogDocument| search.matches(entry)).await?
    };
    Ok(Json(offset.answer(LIMITS, shown(page.entries), page.total)))
}

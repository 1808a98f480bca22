use std::cmp::Ordering;

use axum::{Json, extract::State};
use serde_json::{Map, Value};

use crate::{
    TenantState,
    api::{
        caller::Caller,
        error::ApiError,
        fields::Fields,
        paging::{self, Limits},
        query::{Query, invalid},
        scopes,
        search::Search,
    },
};

const LIMITS: Limits = Limits {
    member: "users",
    default_per_page: 50,
    min_per_page: 0,
    max_take: None,
    default_take: 50,
    with_length: true,
};

pub(in crate::api) async fn list(
    State(state): State<TenantState>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.require(&[scopes::READ_USERS])?;
    let fields = Fields::of(&query, &[], &[])?;
    let search = Search::of(&query)?;
    let mut users = state.store.users().await?;
    users.retain(|user| search.matches(user));
    if let Some(sort) = query.text("sort") {
        let order =
            Order::parse(sort).ok_or_else(|| invalid(&format!("String does not match pattern: {sort}"), "sort"))?;
        users.sort_by(|one, other| order.compare(one, other));
    }
    let shown = users.into_iter().map(|user| fields.apply(user).into()).collect();
    Ok(Json(paging::page(&query, LIMITS, shown, &[])?))
}

/// `field:1` or `field:-1`.
struct Order {
    field: String,
    descending: bool,
}

impl Order {
    fn parse(sort: &str) -> Option<Self> {
        let (field, direction) = sort.split_once(':')?;
        let descending = match direction {
            "1" => false,
            "-1" => true,
            _ => return None,
        };
        Some(Order { field: field.to_owned(), descending })
    }

    fn compare(&self, one: &Map<String, Value>, other: &Map<String, Value>) -> Ordering {
        let order = match (one.get(&self.field), other.get(&self.field)) {
            (Some(Value::Number(one)), Some(Value::Number(other))) => {
                one.as_f64().partial_cmp(&other.as_f64()).unwrap_or(Ordering::Equal)
            }
            (one, other) => {
                let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_lowercase();
                text(one).cmp(&text(other))
            }
        };
        if self.descending { order.reverse() } else { order }
    }
}

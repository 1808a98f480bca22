use std::cmp::Reverse;

use axum::{Json, extract::State};
use serde_json::{Map, Value};

use super::shown::shown;
use crate::{
    TenantState,
    api::{
        caller::Caller,
        error::ApiError,
        fields::Fields,
        paging::{Limits, Offset, Page},
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
const NEWEST_LOGIN: &str = "last_login:-1";

pub(in crate::api) async fn list(
    State(state): State<TenantState>,
    caller: Caller,
    query: Query,
) -> Result<Json<Page<Value>>, ApiError> {
    caller.require(&[scopes::READ_USERS])?;
    let fields = Fields::of(&query, &[], &[])?;
    let search = Search::of(&query)?;
    let sort = query.text("sort");
    let order = sort.map(|sort| {
        Order::parse(sort).ok_or_else(|| invalid(&format!("String does not match pattern: {sort}"), "sort"))
    });
    let order = order.transpose()?;
    let offset = Offset::of(&query, LIMITS)?;
    let (skip, take) = (offset.start(), offset.per_page);
    let page = if search.is_everything() && sort == Some(NEWEST_LOGIN) {
        state.store.users_by_last_login(skip, take).await?
    } else if search.is_everything() && sort.is_none() {
        state.store.users_by_age(skip, take).await?
    } else {
        let connection = search.exactly(&["identities", "connection"]).map(str::to_owned);
        let place = move |user: Option<&Map<String, Value>>| match user {
            Some(user) => search.matches(user).then(|| order.as_ref().map(|order| order.place(user))),
            // Who cannot be read is found by nothing but everything.
            None => search.is_everything().then(|| order.as_ref().map(Order::nowhere)),
        };
        state.store.users_placed(connection, skip, take, place).await?
    };
    let items = page.rows.into_iter().map(|row| fields.apply(shown(row)).into()).collect();
    Ok(Json(offset.answer(LIMITS, items, page.total)))
}

/// `field:1` or `field:-1`.
struct Order {
    field: String,
    descending: bool,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Ascending(Key),
    Descending(Reverse<Key>),
}

/// What users are ordered by: first those without a value, then numbers, then texts. Any other value is none.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Missing,
    Number(Number),
    /// In lower case.
    Text(String),
}

#[derive(PartialEq)]
struct Number(f64);

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

    fn place(&self, user: &Map<String, Value>) -> Place {
        self.placed(match user.get(&self.field) {
            Some(Value::Number(number)) => number.as_f64().map_or(Key::Missing, |number| Key::Number(Number(number))),
            Some(Value::String(text)) => Key::Text(text.to_lowercase()),
            _ => Key::Missing,
        })
    }

    fn nowhere(&self) -> Place {
        self.placed(Key::Missing)
    }

    fn placed(&self, key: Key) -> Place {
        if self.descending { Place::Descending(Reverse(key)) } else { Place::Ascending(key) }
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

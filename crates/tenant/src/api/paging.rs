//! The three shapes of a list: bare array, offset with totals, checkpoint.

use serde_json::{Map, Value, json};

use super::{
    error::ApiError,
    query::{Query, invalid},
};

/// The entries that offset pages reach; beyond them only checkpoints do.
const OFFSET_REACH: usize = 1000;

/// What one list allows and defaults to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// The member that holds the items in the shapes that are objects.
    pub(super) member: &'static str,
    pub(super) default_per_page: usize,
    pub(super) min_per_page: usize,
    /// `None` where the list has no checkpoints.
    pub(super) max_take: Option<usize>,
    pub(super) default_take: usize,
    /// Whether the totals carry the length of the page as well.
    pub(super) with_length: bool,
}

/// The page that a query asks for.
#[derive(Debug)]
pub(super) enum Asked<'a> {
    /// So many from the entry with that ID, or from the first.
    Checkpoint {
        from: Option<&'a str>,
        take: usize,
    },
    Offset(Offset),
}

impl<'a> Asked<'a> {
    pub(super) fn of(query: &'a Query, limits: Limits) -> Result<Self, ApiError> {
        if limits.max_take.is_some() && (query.text("take").is_some() || query.text("from").is_some()) {
            return Asked::checkpoint(query, limits);
        }
        Ok(Asked::Offset(Offset::of(query, limits)?))
    }

    fn checkpoint(query: &'a Query, limits: Limits) -> Result<Self, ApiError> {
        let max_take = limits.max_take.unwrap_or(limits.default_take);
        let take = query.number("take", 1, max_take)?.unwrap_or(limits.default_take);
        Ok(Asked::Checkpoint { from: query.text("from").filter(|from| !from.is_empty()), take })
    }
}

/// The page that the query asks for. Each item has its ID, in the same order: checkpoints point at them.
pub(super) fn page(query: &Query, limits: Limits, items: Vec<Value>, ids: &[String]) -> Result<Value, ApiError> {
    part(Asked::of(query, limits)?, limits, items, ids)
}

/// The page that the query asks for in a list that has checkpoints alone.
pub(super) fn checkpoints(query: &Query, limits: Limits, items: Vec<Value>, ids: &[String]) -> Result<Value, ApiError> {
    part(Asked::checkpoint(query, limits)?, limits, items, ids)
}

fn part(asked: Asked<'_>, limits: Limits, items: Vec<Value>, ids: &[String]) -> Result<Value, ApiError> {
    match asked {
        Asked::Checkpoint { from, take } => {
            let start = match from {
                None => 0,
                Some(from) => ids.iter().position(|id| id == from).ok_or_else(no_such_checkpoint)?,
            };
            let page = items.into_iter().skip(start).take(take).collect();
            Ok(checkpoint(limits, page, ids.get(start + take).cloned()))
        }
        Asked::Offset(offset) => {
            let total = items.len();
            let page = items.into_iter().skip(offset.start()).take(offset.per_page).collect();
            Ok(offset.answer(limits, page, total))
        }
    }
}

/// A page, and the ID of the entry that the next one begins with.
pub(super) fn checkpoint(limits: Limits, page: Vec<Value>, next: Option<String>) -> Value {
    let mut answer = Map::from_iter([(limits.member.to_owned(), Value::from(page))]);
    if let Some(next) = next {
        answer.insert("next".to_owned(), next.into());
    }
    answer.into()
}

pub(super) fn no_such_checkpoint() -> ApiError {
    invalid("The checkpoint points at an entry that does not exist", "from")
}

/// A page by its number.
#[derive(Debug)]
pub(super) struct Offset {
    page: usize,
    pub(super) per_page: usize,
    with_totals: bool,
}

impl Offset {
    pub(super) fn of(query: &Query, limits: Limits) -> Result<Self, ApiError> {
        let page = query.number("page", 0, usize::MAX >> 1)?.unwrap_or(0);
        let per_page = query.number("per_page", limits.min_per_page, 100)?.unwrap_or(limits.default_per_page);
        if page.saturating_add(1).saturating_mul(per_page) > OFFSET_REACH {
            return Err(invalid(&format!("Pages reach the first {OFFSET_REACH} entries"), "page"));
        }
        Ok(Offset { page, per_page, with_totals: query.flag("include_totals")? == Some(true) })
    }

    pub(super) fn start(&self) -> usize {
        self.page * self.per_page
    }

    /// The items of the page, out of so many in all.
    pub(super) fn answer(&self, limits: Limits, page: Vec<Value>, total: usize) -> Value {
        if !self.with_totals {
            return page.into();
        }
        let mut answer = json!({ "total": total, "start": self.start(), "limit": self.per_page });
        if limits.with_length {
            answer["length"] = page.len().into();
        }
        answer[limits.member] = page.into();
        answer
    }
}

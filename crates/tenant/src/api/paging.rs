//! The three shapes of a list: bare array, offset with totals, checkpoint.

use serde::{Serialize, Serializer, ser::SerializeMap};

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
            let (from, take) = checkpoint_of(query, limits)?;
            return Ok(Asked::Checkpoint { from, take });
        }
        Ok(Asked::Offset(Offset::of(query, limits)?))
    }
}

/// From which entry, and how many, in a list that has checkpoints alone.
pub(super) fn checkpoint_of(query: &Query, limits: Limits) -> Result<(Option<&str>, usize), ApiError> {
    let max_take = limits.max_take.unwrap_or(limits.default_take);
    let take = query.number("take", 1, max_take)?.unwrap_or(limits.default_take);
    Ok((query.text("from").filter(|from| !from.is_empty()), take))
}

/// A page of a list, in the shape that it was asked for.
#[derive(Debug)]
pub(super) struct Page<T> {
    limits: Limits,
    items: Vec<T>,
    shape: Shape,
}

#[derive(Debug)]
enum Shape {
    Bare,
    Totals {
        total: usize,
        start: usize,
        limit: usize,
    },
    /// With the ID of the entry that the next page begins with.
    Checkpoint(Option<String>),
}

impl<T: Serialize> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Page { limits, items, shape } = self;
        if let Shape::Bare = shape {
            return items.serialize(serializer);
        }
        let mut page = serializer.serialize_map(None)?;
        if let Shape::Totals { total, start, limit } = shape {
            page.serialize_entry("total", total)?;
            page.serialize_entry("start", start)?;
            page.serialize_entry("limit", limit)?;
            if limits.with_length {
                page.serialize_entry("length", &items.len())?;
            }
        }
        page.serialize_entry(limits.member, items)?;
        if let Shape::Checkpoint(Some(next)) = shape {
            page.serialize_entry("next", next)?;
        }
        page.end()
    }
}

/// The page that the query asks for. Each item has its ID, in the same order: checkpoints point at them.
pub(super) fn page<T>(query: &Query, limits: Limits, items: Vec<T>, ids: &[String]) -> Result<Page<T>, ApiError> {
    part(Asked::of(query, limits)?, limits, items, ids)
}

/// The page that the query asks for in a list that has checkpoints alone.
pub(super) fn checkpoints<T>(
    query: &Query,
    limits: Limits,
    items: Vec<T>,
    ids: &[String],
) -> Result<Page<T>, ApiError> {
    let (from, take) = checkpoint_of(query, limits)?;
    part(Asked::Checkpoint { from, take }, limits, items, ids)
}

fn part<T>(asked: Asked<'_>, limits: Limits, items: Vec<T>, ids: &[String]) -> Result<Page<T>, ApiError> {
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

/// All of a list.
pub(super) fn whole<T>(limits: Limits, items: Vec<T>) -> Page<T> {
    Page { limits, items, shape: Shape::Bare }
}

/// A page, and the ID of the entry that the next one begins with.
pub(super) fn checkpoint<T>(limits: Limits, items: Vec<T>, next: Option<String>) -> Page<T> {
    Page { limits, items, shape: Shape::Checkpoint(next) }
}

pub(super) fn no_such_checkpoint() -> ApiError {
    invalid("The checkpoint points at an entry that does not exist", "from")
}

/// A page by its number.
#[derive(Debug)]
pub(super) struct Offset {
    page: usize,
    pub(super) per_page: usize,
    /// Whether anybody wants to know how many there are in all.
    pub(super) with_totals: bool,
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
    pub(super) fn answer<T>(&self, limits: Limits, items: Vec<T>, total: usize) -> Page<T> {
        let shape = if self.with_totals {
            Shape::Totals { total, start: self.start(), limit: self.per_page }
        } else {
            Shape::Bare
        };
        Page { limits, items, shape }
    }
}

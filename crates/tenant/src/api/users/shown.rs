use serde_json::{Map, Value};

use crate::{api::unreadable, store::Unreadable};

pub(super) fn shown(row: Result<Map<String, Value>, Unreadable>) -> Map<String, Value> {
    row.unwrap_or_else(|unreadable| unreadable::shown(&unreadable, "user_id", "name"))
}

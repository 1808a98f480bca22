//! Single members of the API's objects.

use serde_json::{Map, Value};

pub(super) fn text<'a>(members: &'a Map<String, Value>, member: &str) -> &'a str {
    members.get(member).and_then(Value::as_str).unwrap_or_default()
}

pub(super) fn non_empty<'a>(members: &'a Map<String, Value>, member: &str) -> Option<&'a str> {
    Some(text(members, member)).filter(|text| !text.is_empty())
}

pub(crate) fn texts(listed: Option<&Value>) -> Vec<String> {
    listed.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Where nothing is entered, the member goes.
pub(super) fn put_text(members: &mut Map<String, Value>, member: &str, wanted: &str) {
    if text(members, member).trim() != wanted.trim() {
        put_or_remove(members, member, Some(wanted.trim()).filter(|text| !text.is_empty()).map(Value::from));
    }
}

pub(super) fn put_or_remove(members: &mut Map<String, Value>, member: &str, value: Option<Value>) {
    match value {
        Some(value) => members.insert(member.to_owned(), value),
        None => members.shift_remove(member),
    };
}

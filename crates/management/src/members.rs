use serde_json::{Map, Value};

/// The strings in a list; what stands there besides is left out, and so is a member that is no list.
pub fn texts<'a>(members: &'a Map<String, Value>, member: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    members.get(member).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

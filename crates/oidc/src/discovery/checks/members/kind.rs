//! Whether a member is there and of its type.

use serde_json::Value;

use crate::{
    Finding,
    finding::Check,
    json::{a_json_type, json_type},
};

/// Absent, null, `""` and `[]` alike: no value to use.
pub(crate) fn is_absent(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.is_empty(),
        Some(Value::Array(list)) => list.is_empty(),
        Some(_) => false,
    }
}

/// The finding of a member that is something else than `wanted`.
pub(super) fn wrong_type(check: &Check, member: &str, value: &Value, wanted: &str) -> Finding {
    let shown: String = value.to_string().chars().take(120).collect();
    let wanted = match wanted {
        "array" => "an array of strings".to_owned(),
        other => format!("a {other}"),
    };
    let is = match value {
        Value::Array(_) if wanted.contains("array") => "an array whose members are not all strings".to_owned(),
        other => a_json_type(other),
    };
    check
        .finding(member, format!("{member} is {is} where {wanted} belongs."))
        .expected(wanted)
        .got(shown)
        .remedy(format!("Correct the type of {member} at the provider."))
}

pub(super) fn list_fault(value: &Value) -> Option<String> {
    match value.as_array() {
        None => Some(wrong_type_reason(value, "array")),
        Some(list) => {
            list.iter().find(|entry| !entry.is_string()).map(|entry| format!("{}_in_array", json_type(entry)))
        }
    }
}

pub(super) fn wrong_type_reason(value: &Value, wanted: &str) -> String {
    format!("{}_not_{wanted}", json_type(value))
}

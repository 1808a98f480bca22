//! Values of fields in a person's words.

use serde_json::Value;

use super::{choices::Choice, upstream_params::source, values::UpstreamSource};
use crate::experience::domains;

pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(on) => if *on { "On" } else { "Off" }.to_owned(),
        other => other.to_string(),
    }
}

/// The label of the choice.
pub(super) fn chosen(choices: &[Choice], _: &[String], value: &Value) -> String {
    let chosen = choices.iter().find(|choice| value == choice.value);
    chosen.map_or_else(|| plain(value), |choice| choice.label.to_owned())
}

/// PKCE, or the object that holds it where that came or went as a whole.
pub(super) fn pkce(_: &[Choice], _: &[String], value: &Value) -> String {
    plain(value.get("pkce").unwrap_or(value))
}

pub(super) fn domains(_: &[Choice], _: &[String], value: &Value) -> String {
    match value.as_array() {
        Some(aliases) => Value::from_iter(aliases.iter().filter_map(Value::as_str).map(domains::shown)).to_string(),
        None => plain(value),
    }
}

pub(super) fn upstream_params(_: &[Choice], below: &[String], value: &Value) -> String {
    match value.as_object() {
        Some(params) if below.is_empty() => {
            let params = params.iter().map(|(name, value)| format!("{name}: {}", upstream_param(value)));
            params.collect::<Vec<_>>().join(", ")
        }
        _ => upstream_param(value),
    }
}

fn upstream_param(value: &Value) -> String {
    match source(value) {
        UpstreamSource::Value { value } => value,
        UpstreamSource::Alias { alias } => format!("{alias} of the application’s request"),
        UpstreamSource::Other { stored } => stored.to_string(),
    }
}

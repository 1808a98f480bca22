//! Upstream parameters in `options`, one by one.

use lintel_management::Options;
use serde_json::{Map, Value, json};

use super::values::{UpstreamParam, UpstreamSource};

pub(crate) const MEMBER: &str = "upstream_params";

pub(crate) fn read(options: &Options) -> Vec<UpstreamParam> {
    entries(options.0.get(MEMBER))
}

fn entries(stored: Option<&Value>) -> Vec<UpstreamParam> {
    let stored = stored.and_then(Value::as_object);
    stored
        .into_iter()
        .flatten()
        .map(|(name, value)| UpstreamParam { name: name.clone(), source: source(value) })
        .collect()
}

pub(crate) fn source(stored: &Value) -> UpstreamSource {
    let only = stored.as_object().filter(|members| members.len() == 1);
    let text = |member: &str| only.and_then(|members| members.get(member)).and_then(Value::as_str).map(str::to_owned);
    match (text("value"), text("alias")) {
        (Some(value), _) => UpstreamSource::Value { value },
        (_, Some(alias)) => UpstreamSource::Alias { alias },
        (None, None) => UpstreamSource::Other { stored: stored.clone() },
    }
}

/// `upstream_params`, unless what is there says the same; where none are left, the member goes.
pub(crate) fn put(params: &[UpstreamParam], members: &mut Map<String, Value>) {
    let saved = entries(members.get(MEMBER));
    let wanted: Map<String, Value> =
        params.iter().map(|param| (name(param, &saved).to_owned(), entry(&param.source))).collect();
    let same = match members.get(MEMBER) {
        Some(Value::Object(stored)) => *stored == wanted,
        _ => wanted.is_empty(),
    };
    match (same, wanted.is_empty()) {
        (true, _) => {}
        (false, true) => drop(members.shift_remove(MEMBER)),
        (false, false) => drop(members.insert(MEMBER.to_owned(), Value::Object(wanted))),
    }
}

/// Whether what is sent under this name looks like a secret: no list is complete, and one too many is typed again.
pub(crate) fn may_be_secret(name: &str) -> bool {
    const TELLING: [&str; 9] =
        ["secret", "password", "passwd", "pwd", "token", "assertion", "credential", "key", "signature"];
    let name = name.to_ascii_lowercase();
    TELLING.iter().any(|telling| name.contains(telling))
}

/// Without the blanks around it, unless it is saved with them.
pub(crate) fn name<'a>(param: &'a UpstreamParam, saved: &[UpstreamParam]) -> &'a str {
    if saved.contains(param) { &param.name } else { param.name.trim() }
}

fn entry(source: &UpstreamSource) -> Value {
    match source {
        UpstreamSource::Value { value } => json!({ "value": value }),
        UpstreamSource::Alias { alias } => json!({ "alias": alias }),
        UpstreamSource::Other { stored } => stored.clone(),
    }
}

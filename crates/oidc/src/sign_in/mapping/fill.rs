use std::collections::HashSet;

use serde_json::Value;

use super::{
    path::{MappingContext, lookup},
    profile::MAX_PROFILE,
    template::{Piece, pieces},
};

/// What a template makes of the claims.
#[derive(Debug, Default)]
pub(super) struct Filled {
    /// The claim itself where the template is one reference and nothing else; a text otherwise, in which a list is joined with
    /// commas. A text ends after the value with which it is beyond [`MAX_PROFILE`].
    pub(super) value: Value,
    /// Paths that led nowhere or to null, each once.
    pub(super) missing: Vec<String>,
    /// Paths that led to a list, each once.
    pub(super) lists: Vec<String>,
}

/// Fills a template.
pub(super) fn fill(template: &str, context: MappingContext<'_>) -> Filled {
    let mut parts = pieces(template);
    match (parts.next(), parts.next()) {
        (Some((_, Piece::Path(path))), None) => own_type(path, context),
        _ => text(template, context),
    }
}

fn own_type(path: &str, context: MappingContext<'_>) -> Filled {
    let mut filled = Filled::default();
    match lookup(path, context).filter(|value| !value.is_null()) {
        Some(value) => {
            if value.is_array() {
                filled.lists.push(path.to_owned());
            }
            filled.value = value.into_owned();
        }
        None => filled.missing.push(path.to_owned()),
    }
    filled
}

fn text(template: &str, context: MappingContext<'_>) -> Filled {
    let mut filled = Filled::default();
    let mut written = String::new();
    let mut seen = HashSet::new();
    for (_, piece) in pieces(template) {
        // A path that leads nowhere leaves the attribute out, however long the others would make it.
        let full = written.len() > MAX_PROFILE;
        match piece {
            Piece::Text(text) if !full => written.push_str(text),
            Piece::Text(_) => {}
            Piece::Path(path) => {
                let first = seen.insert(path);
                if full && !first {
                    continue;
                }
                match lookup(path, context).filter(|value| !value.is_null()) {
                    Some(value) => {
                        if first && value.is_array() {
                            filled.lists.push(path.to_owned());
                        }
                        if !full {
                            written.push_str(&as_text(&value));
                        }
                    }
                    None if first => filled.missing.push(path.to_owned()),
                    None => {}
                }
            }
        }
    }
    filled.value = written.into();
    filled
}

fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(as_text).collect::<Vec<_>>().join(","),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

use std::collections::HashSet;

use serde_json::Value;

use super::{
    path::{MappingContext, lookup},
    profile::MAX_PROFILE,
    template::{Piece, pieces},
};

/// A template with its paths replaced by their values as text, a list joined with commas.
#[derive(Default)]
pub(super) struct Filled {
    /// Ends after the value with which it is beyond [`MAX_PROFILE`].
    pub(super) text: String,
    /// Paths that led nowhere, each once.
    pub(super) missing: Vec<String>,
    /// Paths that led to a list, each once.
    pub(super) lists: Vec<String>,
}

/// Fills a template.
pub(super) fn fill(template: &str, context: MappingContext<'_>) -> Filled {
    let mut filled = Filled::default();
    let mut seen = HashSet::new();
    for (_, piece) in pieces(template) {
        // A path that leads nowhere leaves the attribute out, however long the others would make it.
        let full = filled.text.len() > MAX_PROFILE;
        match piece {
            Piece::Text(text) if !full => filled.text.push_str(text),
            Piece::Text(_) => {}
            Piece::Path(path) => {
                let first = seen.insert(path);
                if full && !first {
                    continue;
                }
                match lookup(path, context) {
                    Some(value) => {
                        if first && value.is_array() {
                            filled.lists.push(path.to_owned());
                        }
                        if !full {
                            filled.text.push_str(&as_text(&value));
                        }
                    }
                    None if first => filled.missing.push(path.to_owned()),
                    None => {}
                }
            }
        }
    }
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

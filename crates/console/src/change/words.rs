//! Changes in a person's words.

use serde_json::Value;

use super::merge::Conflict;
use crate::{
    field::{self, Change, Elsewhere, Parts, Path},
    view::{FieldChange, FieldConflict, Meaning},
};

/// RFC 6901.
pub(crate) fn pointer(path: &[String]) -> String {
    path.iter().map(|name| format!("/{}", name.replace('~', "~0").replace('/', "~1"))).collect()
}

/// The names that a JSON Pointer leads by.
pub(crate) fn path(pointer: &str) -> Path {
    pointer.split('/').skip(1).map(|name| name.replace("~1", "/").replace("~0", "~")).collect()
}

pub(super) fn field_change(change: &Change) -> FieldChange {
    let before = change.before.as_ref().map(|value| shown(&change.path, value, "the secret before"));
    let after = change.after.as_ref().map(|value| shown(&change.path, value, "a new secret"));
    FieldChange { path: pointer(&change.path), label: label(&change.path), before, after, meaning: meaning(change) }
}

/// `again`: it changed once more since somebody decided.
pub(super) fn conflict(conflict: &Conflict, again: bool) -> FieldConflict {
    let shown = |value: &Option<Value>, secret| value.as_ref().map(|value| shown(&conflict.path, value, secret));
    FieldConflict {
        path: pointer(&conflict.path),
        label: label(&conflict.path),
        loaded: shown(&conflict.loaded, "the secret before"),
        yours: shown(&conflict.edited, "your new secret"),
        theirs: shown(&conflict.current, "another secret"),
        again,
    }
}

/// The field's name on the screen, or the member's own where no screen has it.
pub(crate) fn label(path: &[String]) -> String {
    let (member, below) = match field::at(path) {
        Some((field, below)) => match field.parts {
            Parts::Whole => (field.label, below),
            Parts::Under(label) => (label, below),
            Parts::Named => ("", &path[1..]),
        },
        None => ("", path.strip_prefix(&["options".to_owned()]).unwrap_or(path)),
    };
    [member, &below.join(" › ")].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn shown(path: &[String], value: &Value, secret: &str) -> String {
    match field::at(path) {
        Some((field, _)) if field.elsewhere == Elsewhere::Secret => secret.to_owned(),
        Some((field, below)) => (field.shown)(field.choices, below, value),
        None => field::plain(value),
    }
}

fn meaning(change: &Change) -> Option<Meaning> {
    let (field, _) = field::at(&change.path)?;
    let (effect, text) = (field.meaning)(change)?;
    Some(Meaning { text: text.to_owned(), effect })
}

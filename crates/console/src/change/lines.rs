//! Changes line by line, as a person made them.

use super::{document::is_filled, words::field_change};
use crate::{field::Change, view::FieldChange};

/// The changes as a person made them.
pub(crate) fn told(changes: &[Change]) -> Vec<FieldChange> {
    lines(changes).into_iter().map(|line| line.change).collect()
}

/// A change as a person made it, and the members that change with it.
pub(crate) struct Line<'a> {
    pub(crate) change: FieldChange,
    /// The first is the change's own.
    pub(crate) members: Vec<&'a Change>,
}

pub(crate) fn lines(changes: &[Change]) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for first in changes.iter().filter(|change| leader(change, changes).is_none()) {
        let follows = |one: &&Change| leader(one, changes).is_some_and(|leader| leader.path == first.path);
        let members = std::iter::once(first).chain(changes.iter().filter(follows)).collect();
        lines.push(Line { change: field_change(first), members });
    }
    lines
}

/// The change that this one is part of: metadata goes because its discovery URL went, and an endpoint changes with the stored document.
fn leader<'a>(change: &Change, changes: &'a [Change]) -> Option<&'a Change> {
    let moved = changes.iter().find(|change| change.path == ["options", "discovery_url"]);
    let goes = moved.filter(|_| change.after.is_none() && is_filled(&change.path));
    goes.or_else(|| match change.path.as_slice() {
        [options, metadata, member] if metadata == "oidc_metadata" => changes.iter().find(|other| {
            other.path == [options.as_str(), member] && (&other.before, &other.after) == (&change.before, &change.after)
        }),
        _ => None,
    })
}

/// What changed, by its names on the screen.
pub(crate) fn labels(changes: &[Change]) -> Vec<String> {
    told(changes).into_iter().map(|change| change.label).collect()
}

/// Whether one of the changes is of this member, or of a part or the whole of it.
pub(crate) fn touches(changes: &[Change], path: &[String]) -> bool {
    changes.iter().any(|change| path.starts_with(&change.path) || change.path.starts_with(path))
}

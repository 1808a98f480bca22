//! What is said of a place that is no JSON.

use std::ops::Range;

use lintel_oidc::Severity;

use super::super::slip::Slip;

pub(super) fn wrong(at: Range<usize>, message: impl Into<String>) -> Slip {
    Slip::new(Severity::Error, at, message)
}

pub(super) fn one_too_many(comma: usize) -> Slip {
    wrong(comma..comma + 1, "This comma is one too many: no attribute follows it.").fix(
        "Remove it",
        comma..comma + 1,
        "",
    )
}

/// In double quotes, and without those of another kind.
pub(super) fn quoted(text: &str) -> String {
    let bare = text.trim_matches(['\'', '`', '‘', '’', '“', '”', '„', '«', '»']);
    serde_json::Value::from(bare).to_string()
}

/// As much of it as a sentence takes.
pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

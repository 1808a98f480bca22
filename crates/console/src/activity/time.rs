//! When an entry was written.

use serde_json::Value;

/// A time of an entry; published as an object as well, which nobody describes.
pub(super) fn time(date: &Value) -> Option<String> {
    date.as_str().filter(|date| !date.is_empty()).map(str::to_owned)
}

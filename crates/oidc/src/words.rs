//! Words that several sentences share.

use chrono::TimeDelta;

/// `a, b and c`.
pub(crate) fn listed<S: AsRef<str>>(words: &[S]) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            format!("{} and {}", first.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", "), last.as_ref())
        }
    }
}

/// Characters of a value that a finding repeats.
pub(crate) const REPEATED: usize = 200;

/// As much of a value as a finding repeats.
pub(crate) fn beginning(text: &str) -> String {
    match text.char_indices().nth(REPEATED) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// `a, b`, or that there is none.
pub(crate) fn list_or_none(values: &[String]) -> String {
    if values.is_empty() { "none".to_owned() } else { values.join(", ") }
}

/// `42 s ago`; `just now` within the second.
pub(crate) fn ago(age: TimeDelta) -> String {
    match age.num_seconds() {
        ..1 => "just now".to_owned(),
        seconds => format!("{seconds} s ago"),
    }
}

//! What somebody sent, within a sentence.

/// The longest that a sentence repeats, in characters: it is to be read, and a value may be of any length.
const LONGEST: usize = 80;

/// The text in quotation marks, cut where it is long.
pub(crate) fn quoted(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(quoted("a\"b"), r#""a\"b""#);
        assert_eq!(quoted(&"ö".repeat(80)), format!("\"{}\"", "ö".repeat(80)));
        assert_eq!(quoted(&"ö".repeat(600)), format!("\"{}\"…", "ö".repeat(80)));
    }
}

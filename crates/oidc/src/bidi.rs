//! Text from outside, kept from turning what stands around it (Unicode Standard Annex 9).

use std::{borrow::Cow, fmt::Write};

/// The characters that turn what follows them: embeddings, overrides and isolates with their ends.
fn turns(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A name or a value as part of a sentence: within U+2068 and U+2069, where it is more than plain ASCII.
pub fn isolated(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let inner: String = text.chars().filter(|character| !turns(*character)).collect();
    Cow::Owned(format!("\u{2068}{inner}\u{2069}"))
}

/// A text in which every character that turns is shown by its number, as somebody who looks for a fault must see it.
pub(crate) fn visible(text: String) -> String {
    if !text.contains(turns) {
        return text;
    }
    let mut shown = String::new();
    for character in text.chars() {
        if turns(character) {
            // A string takes all.
            let _ = write!(shown, "<U+{:04X}>", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_turns_nothing_around_it() {
        assert_eq!(isolated("Ada Lovelace"), "Ada Lovelace");
        assert_eq!(isolated("\u{5d3}\u{5e0}\u{5d4}"), "\u{2068}\u{5d3}\u{5e0}\u{5d4}\u{2069}");
        assert_eq!(isolated("Bob \u{202e}dessap\u{2069}"), "\u{2068}Bob dessap\u{2069}");
    }

    #[test]
    fn what_turns_is_seen_in_a_finding() {
        assert_eq!(visible("op\u{202e}.example".to_owned()), "op<U+202E>.example");
        assert_eq!(visible("plain".to_owned()), "plain");
    }
}

//! Words to look for in what a provider said.

/// Bytes that `…` may stand for.
const GAP: usize = 200;

/// Whole words in any case; `…` stands for whatever is between two parts of them, `#` for the digits of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase(Vec<String>);

impl Phrase {
    pub(super) fn new(text: &str) -> Phrase {
        Phrase(text.split('…').map(|part| plain(part.trim())).filter(|part| !part.is_empty()).collect())
    }

    /// The text from its first word to its last, where it is there.
    pub(super) fn found<'a>(&self, text: &'a str) -> Option<&'a str> {
        let (first, rest) = self.0.split_first()?;
        let begins = (0..text.len()).filter_map(|begin| Some((begin, begin + part_at(text, begin, first)?)));
        begins.into_iter().find_map(|(begin, end)| text.get(begin..rest_after(text, end, rest)?))
    }

    /// `AADSTS50011`: a code that one provider alone gives, whoever passes it on.
    pub(super) fn is_code(&self) -> bool {
        let [part] = self.0.as_slice() else { return false };
        let ends_in_number = part.trim_end_matches('e').ends_with(|last: char| last.is_ascii_digit() || last == '#');
        ends_in_number && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
    }

    /// Whether it is unlikely to be said by chance.
    pub(super) fn is_telling(&self) -> bool {
        self.is_code() || self.0.iter().flat_map(|part| part.split(' ')).count() > 3
    }

    /// A text that it is found in.
    pub fn sample(&self) -> String {
        self.0.join(" - ").replace('#', "42")
    }
}

/// As texts are compared: ASCII letters small, one kind of apostrophe.
pub(super) fn plain(text: &str) -> String {
    text.replace('’', "'").to_ascii_lowercase()
}

/// Where the last of the parts ends, each within reach of the one before.
fn rest_after(text: &str, end: usize, parts: &[String]) -> Option<usize> {
    let Some((next, rest)) = parts.split_first() else { return Some(end) };
    let last = text.len().min(end + GAP);
    (end..last).find_map(|begin| rest_after(text, begin + part_at(text, begin, next)?, rest))
}

/// How long the part is at this place, if it is there as whole words.
fn part_at(text: &str, begin: usize, part: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = begin;
    for wanted in part.bytes() {
        if wanted == b'#' {
            let digits = bytes.get(at..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 {
                return None;
            }
            at += digits;
        } else if bytes.get(at) == Some(&wanted) {
            at += 1;
        } else {
            return None;
        }
    }
    let joined = |left: Option<&u8>, right: Option<&u8>| left.is_some_and(of_a_word) && right.is_some_and(of_a_word);
    let before = begin.checked_sub(1).and_then(|index| bytes.get(index));
    let whole = !joined(before, bytes.get(begin)) && !joined(bytes.get(at - 1), bytes.get(at));
    whole.then_some(at - begin)
}

fn of_a_word(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || *byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(phrase: &str, text: &'a str) -> Option<&'a str> {
        Phrase::new(phrase).found(text)
    }

    #[test]
    fn words_are_found_whole_in_any_case_with_gaps_and_numbers() {
        assert_eq!(found("AADSTS50011", "oh aadsts50011: no"), Some("aadsts50011"));
        assert_eq!(found("AADSTS50011", "aadsts500112"), None);
        assert_eq!(found("AADSTS#", "aadsts500112 it"), Some("aadsts500112"));
        assert_eq!(found("redirect_uri", "post_logout_redirect_uri"), None);
        assert_eq!(found("a … c", "a b c"), Some("a b c"));
        assert_eq!(found("a … c", &format!("a {} c", "b".repeat(GAP))), None);
        assert_eq!(found("You can’t", "you can't get there"), Some("you can't"));
        assert_eq!(found("é … ö", "é ü ö"), Some("é ü ö"));
    }

    #[test]
    fn a_code_is_told_from_words() {
        for code in ["AADSTS50011", "AADB2C90006", "MSIS#", "E0000015", "CSIAQ0155E"] {
            assert!(Phrase::new(code).is_code(), "{code}");
        }
        for words in ["invalid_client", "Unauthorized", "code_challenge_method=S256", "invalid code", "http 404"] {
            assert!(!Phrase::new(words).is_code(), "{words}");
        }
        assert!(
            Phrase::new("The code is expired").is_telling() && !Phrase::new("Invalid client credentials").is_telling()
        );
    }
}

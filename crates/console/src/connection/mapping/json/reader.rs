//! Where the reading stands in the text, and what comes next.

use std::ops::Range;

use super::{super::slip::Slip, outline::Read, said::wrong};

pub(super) type Step<T> = Result<T, Slip>;

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) depth: usize,
    pub(super) read: Read,
}

impl Reader<'_> {
    /// Past what may stand between the parts.
    pub(super) fn blank(&mut self) -> Step<()> {
        while let Some(next) = self.peek() {
            match next {
                ' ' | '\t' | '\n' | '\r' => self.at += 1,
                '/' if self.text[self.at..].starts_with("//") || self.text[self.at..].starts_with("/*") => {
                    let rest = &self.text[self.at..];
                    let length = match rest.starts_with("//") {
                        true => rest.lines().next().map_or(rest.len(), str::len),
                        false => rest.find("*/").map_or(rest.len(), |end| end + 2),
                    };
                    let at = self.at..self.at + length;
                    return Err(wrong(at.clone(), "JSON has no comments.").fix("Remove it", at, ""));
                }
                unseen
                    if unseen.is_whitespace()
                        || unseen.is_control()
                        || matches!(unseen, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}') =>
                {
                    let said = format!("A character that is not seen stands here, U+{:04X}.", unseen as u32);
                    return Err(wrong(self.here(), said).fix("Remove it", self.here(), ""));
                }
                _ => break,
            }
        }
        Ok(())
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    /// The next character.
    pub(super) fn here(&self) -> Range<usize> {
        self.at..self.at + self.peek().map_or(0, char::len_utf8)
    }

    /// What goes on without a bracket, a comma, a colon, a quote or a blank.
    pub(super) fn word(&self) -> Range<usize> {
        let rest = &self.text[self.at..];
        let ends = |one: char| one.is_whitespace() || matches!(one, '{' | '}' | '[' | ']' | ',' | ':' | '"');
        self.at..self.at + rest.find(ends).unwrap_or(rest.len())
    }

    pub(super) fn word_or_here(&self) -> Range<usize> {
        let word = self.word();
        if word.is_empty() { self.here() } else { word }
    }

    /// A value without quotes: up to the comma or bracket that ends it on this line, templates whole.
    pub(super) fn unquoted(&self) -> Range<usize> {
        let line = self.text[self.at..].lines().next().unwrap_or_default();
        let mut within = 0_usize;
        let end = line.char_indices().find(|(at, one)| {
            within += usize::from(line[*at..].starts_with("${"));
            match one {
                '}' if within > 0 => within -= 1,
                ',' | '}' | ']' => return within == 0,
                _ => {}
            }
            false
        });
        let whole = line[..end.map_or(line.len(), |(at, _)| at)].trim_end();
        self.at..self.at + whole.len()
    }
}

//! A text in double quotes.

use super::{
    super::slip::Slip,
    outline::Text,
    reader::{Reader, Step},
    said::{cut, wrong},
};

impl Reader<'_> {
    pub(super) fn string(&mut self) -> Step<Text> {
        let open = self.at;
        let mut text = Text::default();
        self.at += 1;
        loop {
            let at = self.at;
            let Some(character) = self.peek() else { return Err(self.unclosed_text(open)) };
            self.at += character.len_utf8();
            match character {
                '"' => {
                    text.places.push(at);
                    return Ok(text);
                }
                '\\' => {
                    let meant = self.escaped(at)?;
                    text.push(meant, at);
                }
                '\n' | '\r' => return Err(self.unclosed_text(open)),
                control if control < ' ' => {
                    let written = if control == '\t' { "\\t".to_owned() } else { format!("\\u{:04x}", control as u32) };
                    let what = if control == '\t' { "A tab" } else { "A control character" };
                    return Err(wrong(at..self.at, format!("{what} cannot stand in a text."))
                        .remedy(format!("Write {written} for it."))
                        .fix(format!("Write {written}"), at..self.at, written));
                }
                other => text.push(other, at),
            }
        }
    }

    /// The character that an escape stands for, which begins at `start` with a backslash.
    fn escaped(&mut self, start: usize) -> Step<char> {
        let unknown = |end: usize, written: &str| {
            wrong(start..end, format!("{} is no escape of JSON.", cut(written)))
                .remedy("A backslash itself is written \\\\.")
        };
        let Some(kind) = self.peek().filter(|kind| !matches!(kind, '\n' | '\r')) else {
            return Err(unknown(self.at, "\\"));
        };
        self.at += kind.len_utf8();
        Ok(match kind {
            '"' | '\\' | '/' => kind,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return self.code_point(start),
            _ => return Err(unknown(self.at, &self.text[start..self.at])),
        })
    }

    /// `\uXXXX`, or two of them for what lies beyond the first plane.
    fn code_point(&mut self, start: usize) -> Step<char> {
        let first = self.hex(start)?;
        if let Some(character) = char::from_u32(first) {
            return Ok(character);
        }
        let half = |end: usize| {
            wrong(start..end, "This is half a character: \\ud800 to \\udfff come in pairs.")
                .remedy("Write the character itself.")
        };
        if !(0xD800..0xDC00).contains(&first) || !self.text[self.at..].starts_with("\\u") {
            return Err(half(self.at));
        }
        self.at += 2;
        let second = self.hex(start)?;
        if !(0xDC00..0xE000).contains(&second) {
            return Err(half(self.at));
        }
        char::from_u32(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)).ok_or_else(|| half(self.at))
    }

    fn hex(&mut self, start: usize) -> Step<u32> {
        let digits =
            self.text.get(self.at..self.at + 4).filter(|digits| digits.bytes().all(|one| one.is_ascii_hexdigit()));
        let Some(code) = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) else {
            return Err(wrong(start..self.at, "\\u takes four hexadecimal digits.")
                .remedy("A backslash itself is written \\\\."));
        };
        self.at += 4;
        Ok(code)
    }

    fn unclosed_text(&self, open: usize) -> Slip {
        let line = self.text[open..].lines().next().unwrap_or_default().trim_end();
        let end = open + line.len();
        let close = open + line.trim_end_matches([',', ' ']).len();
        wrong(open..end, "The text that begins here is not closed: its double quote is missing on this line.")
            .remedy("A line break within a text is written \\n.")
            .fix("Close it", close..close, "\"")
    }
}

//! JSON as a person writes it: every name and text with its place, and the first place where it stops being JSON.

use std::{collections::HashMap, ops::Range};

use lintel_oidc::{Severity, json::MAX_DEPTH};

use super::slip::Slip;

/// A member of the outermost object.
#[derive(Debug)]
pub(super) struct Member {
    pub name: String,
    /// The name with its quotes.
    pub at: Range<usize>,
    /// The value, where it is a text.
    pub text: Option<Text>,
}

/// A text without its escapes.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub content: String,
    /// For each byte of the content, and for its end, where it stands in the source.
    places: Vec<usize>,
}

impl Text {
    /// Where a part of the content stands in the source.
    pub(super) fn place(&self, part: Range<usize>) -> Range<usize> {
        let place = |at: usize| self.places.get(at).copied().unwrap_or_default();
        place(part.start)..place(part.end)
    }

    fn push(&mut self, character: char, at: usize) {
        self.content.push(character);
        self.places.resize(self.content.len(), at);
    }
}

/// What was read, up to the first place that is no JSON.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// Where the outermost object begins, if there is one.
    pub object: Option<usize>,
    pub members: Vec<Member>,
    /// Names that stand twice, and what is no JSON.
    pub slips: Vec<Slip>,
}

/// How deep objects and lists may stand in one another: the API takes a mapping three levels down in its body.
const DEEPEST: usize = MAX_DEPTH - 3;
/// So many lines are named one by one.
const LISTED: usize = 8;

pub(super) fn read(text: &str) -> Read {
    let mut reader = Reader { text, at: 0, depth: 0, read: Read::default() };
    if let Err(slip) = reader.document() {
        reader.read.slips.push(slip);
    }
    reader.read
}

/// The line, counted from 1.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    newlines(&text[..at]) + 1
}

fn newlines(text: &str) -> usize {
    text.matches('\n').count()
}

type Step<T> = Result<T, Slip>;

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    read: Read,
}

impl Reader<'_> {
    fn document(&mut self) -> Step<()> {
        self.blank()?;
        if self.peek().is_none() {
            return Err(wrong(0..0, "The user mapping is empty.")
                .remedy("Write one JSON object: attribute names, each with a template. Or choose Bind all."));
        }
        self.value()?;
        self.blank()?;
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(wrong(self.at..self.text.trim_end().len(), "This stands after the end of the JSON.")
                .remedy("Remove it, or move it in before the last bracket.")),
        }
    }

    fn value(&mut self) -> Step<Option<Text>> {
        let start = self.at;
        match self.peek() {
            Some('{') => self.nested(Self::object).map(|()| None),
            Some('[') => self.nested(Self::list).map(|()| None),
            Some('"') => self.string().map(Some),
            Some('-' | '0'..='9') => self.number().map(|()| None),
            Some(',' | '}' | ']' | ':') | None => {
                Err(wrong(self.here(), "A value is missing here.").remedy("Write a text in double quotes."))
            }
            Some(_) => {
                let word = self.word();
                if matches!(&self.text[word.clone()], "true" | "false" | "null") {
                    self.at = word.end;
                    return Ok(None);
                }
                let whole = self.unquoted();
                let said = match &self.text[whole.clone()] {
                    template if template.starts_with("${") => {
                        "A template stands in double quotes, like every text.".to_owned()
                    }
                    other => format!("“{}” is no JSON: a text stands in double quotes.", cut(other)),
                };
                debug_assert_eq!(start, whole.start);
                Err(wrong(whole.clone(), said).fix("Put it in quotes", whole.clone(), quoted(&self.text[whole])))
            }
        }
    }

    fn nested(&mut self, inner: impl Fn(&mut Self) -> Step<()>) -> Step<()> {
        if self.depth == DEEPEST {
            return Err(wrong(self.here(), format!("More than {DEEPEST} brackets stand in one another here."))
                .remedy("Map to flatter attributes."));
        }
        self.depth += 1;
        inner(self)?;
        self.depth -= 1;
        Ok(())
    }

    fn object(&mut self) -> Step<()> {
        let open = self.at;
        let outermost = self.depth == 1;
        if outermost {
            self.read.object = Some(open);
        }
        let mut names: Vec<(String, Range<usize>)> = Vec::new();
        self.at += 1;
        self.blank()?;
        let mut comma = None;
        while self.peek() != Some('}') || comma.is_some() {
            let start = self.at;
            let name = match self.peek() {
                Some('"') => self.string()?.content,
                other => return Err(self.no_name(other, open, comma)),
            };
            let at = start..self.at;
            self.blank()?;
            if self.peek() != Some(':') {
                return Err(wrong(at.clone(), format!("After the name “{}” a colon is missing.", cut(&name)))
                    .remedy("Each attribute is written \"name\": \"template\".")
                    .fix("Add the colon", at.end..at.end, ":"));
            }
            self.at += 1;
            self.blank()?;
            let text = self.value()?;
            let end = self.at;
            if outermost {
                self.read.members.push(Member { name: name.clone(), at: at.clone(), text });
            }
            names.push((name, at));
            comma = self.separator('}', open, end)?;
            if comma.is_none() {
                break;
            }
        }
        self.at += 1;
        self.doubled(&names);
        Ok(())
    }

    fn list(&mut self) -> Step<()> {
        let open = self.at;
        self.at += 1;
        self.blank()?;
        let mut comma = None;
        while self.peek() != Some(']') || comma.is_some() {
            match (self.peek(), comma) {
                (Some(']'), Some(comma)) => return Err(one_too_many(comma)),
                (None, _) => return Err(self.unclosed(open)),
                _ => self.value()?,
            };
            comma = self.separator(']', open, self.at)?;
            if comma.is_none() {
                break;
            }
        }
        self.at += 1;
        Ok(())
    }

    /// Where the comma after a value stands that ended at `end`; `None` where `closing` stands instead.
    fn separator(&mut self, closing: char, open: usize, end: usize) -> Step<Option<usize>> {
        self.blank()?;
        match self.peek() {
            Some(',') => {
                let comma = self.at;
                self.at += 1;
                self.blank()?;
                Ok(Some(comma))
            }
            Some(other) if other == closing => Ok(None),
            None => Err(self.unclosed(open)),
            Some('"' | '{' | '[') => {
                let last = self.text[..end].chars().next_back().map_or(0, char::len_utf8);
                Err(wrong(end - last..end, "A comma is missing after this value.").fix("Add the comma", end..end, ","))
            }
            Some(other) => {
                Err(wrong(self.word_or_here(), format!("“{other}” cannot follow a value: a comma or {closing} does."))
                    .remedy("A double quote within a text is written \\\"."))
            }
        }
    }

    fn no_name(&self, found: Option<char>, open: usize, comma: Option<usize>) -> Slip {
        match (found, comma) {
            (None, _) => self.unclosed(open),
            (Some('}'), Some(comma)) => one_too_many(comma),
            (Some(','), _) => one_too_many(self.at),
            (Some('{' | '[' | ']' | ':'), _) => wrong(self.here(), "The name of an attribute is missing here.")
                .remedy("Each attribute is written \"name\": \"template\"."),
            _ => {
                let name = self.word_or_here();
                let said = format!("The name {} stands without double quotes.", cut(&self.text[name.clone()]));
                wrong(name.clone(), said).fix("Put it in quotes", name.clone(), quoted(&self.text[name]))
            }
        }
    }

    fn unclosed(&self, open: usize) -> Slip {
        let bracket = &self.text[open..=open];
        let closing = if bracket == "{" { "}" } else { "]" };
        let end = self.text.trim_end().len();
        let slip = wrong(open..open + 1, format!("This {bracket} is never closed: {closing} is missing at the end."));
        match self.depth {
            1 => slip.fix("Close it", end..end, format!("\n{closing}")),
            _ => slip.remedy("Close every bracket that is open."),
        }
    }

    /// Of names that stand more than once the last counts; all others are slips.
    fn doubled(&mut self, names: &[(String, Range<usize>)]) {
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, (name, _)) in names.iter().enumerate() {
            places.entry(name).or_default().push(index);
        }
        if places.len() == names.len() {
            return;
        }
        let (mut line, mut until) = (1, 0);
        let lines: Vec<usize> = names
            .iter()
            .map(|(_, at)| {
                line += newlines(&self.text[until..at.start]);
                until = at.start;
                line
            })
            .collect();
        for (index, pair) in names.windows(2).enumerate() {
            let [(name, at), (_, next)] = pair else { continue };
            let same = &places[name.as_str()];
            if same.last() == Some(&index) {
                continue;
            }
            let (first, counts) = (lines[same[0]], lines[same[same.len() - 1]]);
            let name = cut(name);
            let said = match same.len() {
                times if first == counts => {
                    format!("“{name}” stands {times} times on line {counts}, and the last one counts.")
                }
                times if times > LISTED => {
                    format!("“{name}” stands {times} times on lines {first} to {counts}, and line {counts} counts.")
                }
                _ => {
                    let lines: Vec<usize> = same.iter().map(|index| lines[*index]).collect();
                    format!("“{name}” stands on lines {}, and line {counts} counts.", listed(&lines))
                }
            };
            self.read.slips.push(
                Slip::new(Severity::Warning, at.clone(), said).remedy("A save leaves this one out.").fix(
                    "Remove this one",
                    at.start..next.start,
                    "",
                ),
            );
        }
    }

    fn string(&mut self) -> Step<Text> {
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

    fn number(&mut self) -> Step<()> {
        let at = self.word();
        let written = &self.text[at.clone()];
        if !is_number(written) {
            return Err(wrong(at.clone(), format!("{} is no number of JSON.", cut(written)))
                .remedy("A text stands in double quotes.")
                .fix("Put it in quotes", at, quoted(written)));
        }
        if !written.parse::<f64>().is_ok_and(f64::is_finite) {
            return Err(wrong(at.clone(), format!("{} is beyond what a number can hold.", cut(written))).fix(
                "Put it in quotes",
                at,
                quoted(written),
            ));
        }
        self.at = at.end;
        Ok(())
    }

    /// Past what may stand between the parts.
    fn blank(&mut self) -> Step<()> {
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

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    /// The next character.
    fn here(&self) -> Range<usize> {
        self.at..self.at + self.peek().map_or(0, char::len_utf8)
    }

    /// What goes on without a bracket, a comma, a colon, a quote or a blank.
    fn word(&self) -> Range<usize> {
        let rest = &self.text[self.at..];
        let ends = |one: char| one.is_whitespace() || matches!(one, '{' | '}' | '[' | ']' | ',' | ':' | '"');
        self.at..self.at + rest.find(ends).unwrap_or(rest.len())
    }

    fn word_or_here(&self) -> Range<usize> {
        let word = self.word();
        if word.is_empty() { self.here() } else { word }
    }

    /// A value without quotes: up to the comma or bracket that ends it on this line, templates whole.
    fn unquoted(&self) -> Range<usize> {
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

fn wrong(at: Range<usize>, message: impl Into<String>) -> Slip {
    Slip::new(Severity::Error, at, message)
}

fn one_too_many(comma: usize) -> Slip {
    wrong(comma..comma + 1, "This comma is one too many: no attribute follows it.").fix(
        "Remove it",
        comma..comma + 1,
        "",
    )
}

/// In double quotes, and without those of another kind.
fn quoted(text: &str) -> String {
    let bare = text.trim_matches(['\'', '`', '‘', '’', '“', '”', '„', '«', '»']);
    serde_json::Value::from(bare).to_string()
}

/// As much of it as a sentence takes.
fn cut(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

fn listed(lines: &[usize]) -> String {
    let words: Vec<String> = lines.iter().map(usize::to_string).collect();
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => words.concat(),
    }
}

/// RFC 8259, section 6.
fn is_number(written: &str) -> bool {
    let rest = written.strip_prefix('-').unwrap_or(written);
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (rest, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|one| one.is_ascii_digit());
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(digits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    /// Said of a text, with what is marked and what the fix makes of the whole.
    fn first(text: &str) -> (String, String, Option<String>) {
        let slip = read(text).slips.into_iter().next().unwrap_or_else(|| panic!("nothing is said of {text}"));
        let fixed = slip.fix.map(|fix| format!("{}{}{}", &text[..fix.at.start], fix.text, &text[fix.at.end..]));
        (slip.message, text[slip.at].to_owned(), fixed)
    }

    #[test]
    fn what_is_no_json_is_said_in_words_where_it_stands_and_mended() {
        for (text, said, marked, fixed) in [
            ("", "is empty", "", None),
            ("{\"a\":\"b\"", "never closed", "{", Some("{\"a\":\"b\"\n}")),
            ("{\"a\":\"b\",}", "one too many", ",", Some("{\"a\":\"b\"}")),
            ("{\"a\":\"b\",,\"c\":\"d\"}", "one too many", ",", Some("{\"a\":\"b\",\"c\":\"d\"}")),
            ("{\"a\":\"b\"\n\"c\":\"d\"}", "comma is missing", "\"", Some("{\"a\":\"b\",\n\"c\":\"d\"}")),
            ("{\"a\" \"b\"}", "colon is missing", "\"a\"", Some("{\"a\": \"b\"}")),
            ("{a: \"b\"}", "without double quotes", "a", Some("{\"a\": \"b\"}")),
            ("{'a': \"b\"}", "without double quotes", "'a'", Some("{\"a\": \"b\"}")),
            (
                "{\"a\": ${context.tokenset.a}, \"b\":1}",
                "template stands in double quotes",
                "${context.tokenset.a}",
                Some("{\"a\": \"${context.tokenset.a}\", \"b\":1}"),
            ),
            ("{\"a\": “b”}", "stands in double quotes", "“b”", Some("{\"a\": \"b\"}")),
            ("{\"a\": }", "value is missing", "}", None),
            ("{\"a\": \"b,\n\"c\": 1}", "is not closed", "\"b,", Some("{\"a\": \"b\",\n\"c\": 1}")),
            ("{\"a\": \"b\tc\"}", "A tab", "\t", Some("{\"a\": \"b\\tc\"}")),
            ("{\"a\": \"b\\qc\"}", "no escape", "\\q", None),
            ("{\"a\": \"\\ud800\"}", "half a character", "\\ud800", None),
            ("{\"a\": \"\\ud83d\\u00e9\"}", "half a character", "\\ud83d\\u00e9", None),
            ("{\"a\": 01}", "no number", "01", Some("{\"a\": \"01\"}")),
            ("{\"a\": 1e999}", "beyond", "1e999", Some("{\"a\": \"1e999\"}")),
            ("{\"a\": 1} // why", "no comments", "// why", Some("{\"a\": 1} ")),
            ("{\u{a0}\"a\": 1}", "U+00A0", "\u{a0}", Some("{\"a\": 1}")),
            ("{\"a\": 1}}", "after the end", "}", None),
            ("{\"a\": \"say \"hi\" now\"}", "cannot follow a value", "hi", None),
        ] {
            let (message, at, mended) = first(text);
            assert!(message.contains(said), "{text}: {message}");
            assert_eq!((at.as_str(), mended.as_deref()), (marked, fixed), "{text}: {message}");
            assert!(!message.contains("EOF") && !message.contains("expected"), "{message}");
        }
    }

    #[test]
    fn a_name_that_stands_twice_is_told_with_both_lines_at_any_depth() {
        let (message, at, fixed) = first("{\n  \"a\": 1,\n  \"b\": { \"c\": 1 },\n  \"a\": 2\n}");
        assert_eq!(message, "“a” stands on lines 2 and 4, and line 4 counts.");
        assert_eq!(at, "\"a\"");
        assert_eq!(fixed.as_deref(), Some("{\n  \"b\": { \"c\": 1 },\n  \"a\": 2\n}"));
        assert!(first("{ \"b\": { \"c\": 1, \"\\u0063\": 2 } }").0.contains("stands 2 times on line 1"));
        assert_eq!(read("{\"a\":1,\"a\":2,\"a\":3}").slips.len(), 2);
        let many = format!("{{\n{}\"a\": 1\n}}", "\"a\": 1,\n".repeat(4999));
        assert_eq!(first(&many).0, "“a” stands 5000 times on lines 2 to 5001, and line 5001 counts.");
    }

    #[test]
    fn a_text_knows_where_each_part_of_it_stands() {
        let source = "{ \"a\": \"x\\n\\u00fc${b}\" }";
        let read = read(source);
        let text = read.members[0].text.as_ref().expect("a text");
        assert_eq!(text.content, "x\nü${b}");
        let at = text.content.find("${").expect("a template");
        assert_eq!(&source[text.place(at..text.content.len())], "${b}");
    }

    fn is_json(text: &str) -> bool {
        !read(text).slips.iter().any(|slip| slip.severity == Severity::Error)
    }

    #[test]
    fn brackets_may_stand_as_deep_as_the_api_takes_them() {
        for (depth, taken) in [(DEEPEST, true), (DEEPEST + 1, false)] {
            let text = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
            assert_eq!(is_json(&text), taken, "{depth}");
        }
    }

    mod properties {
        use super::*;
        use crate::hold::hold;

        /// Where the two disagree, a mapping would be refused without a word, or with one that is not so.
        #[test]
        fn it_takes_what_serde_json_takes_and_nothing_else() {
            let text = r#"([\[\]{}:,"]|"a"|"b\\n"|\\u00e9|\\ud83d|\\ude00|[ \n\tü]|true|nul|-?[01][.0-9eE+-]{0,3}|\$\{a\}|//){0,14}"#;
            hold(256, text, |text| {
                prop_assert_eq!(is_json(&text), serde_json::from_str::<Value>(&text).is_ok(), "{}", text);
                Ok(())
            });
        }

        #[test]
        fn whatever_is_typed_is_read_and_every_place_is_within_it() {
            hold(256, r#"\{?("a":)?[\PC\n]{0,24}\}?"#, |text| {
                for slip in read(&text).slips {
                    prop_assert!(text.get(slip.at).is_some());
                    prop_assert!(slip.fix.is_none_or(|fix| text.get(fix.at).is_some()));
                }
                Ok(())
            });
        }
    }
}

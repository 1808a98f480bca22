//! JSON as a person writes it: every name and text with its place, and the first place where it stops being JSON.

mod doubled;
mod grammar;
mod number;
mod outline;
mod reader;
mod said;
mod text;

use serde_json::Value;

pub(super) use self::outline::{Member, Read, Text};
use self::{doubled::newlines, reader::Reader};

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

/// As it is written within a text.
pub(super) fn escaped(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use lintel_oidc::Severity;

    use super::{grammar::DEEPEST, *};

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

//! What the literal of each language is read as, for bodies that nobody thought of.

#[path = "../../../../tests/properties/hold.rs"]
mod hold;

use lintel_as_code::snippet::{Language, Names, Step, emit};
use lintel_management::Request;
use proptest::prelude::*;
use serde_json::Value;

fn bodies() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        any::<String>(),
        "[\"'`\\\\$#{}()\n\r\t\u{2028}\u{202e}@%?!x0]{0,12}",
        Just("JSON".to_owned()),
        "[?/]{2,6}",
        Just("\"\"\"##".to_owned())
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i32>().prop_map(|eighths| Value::from(f64::from(eighths) / 8.0)),
        text.clone().prop_map(Value::from),
    ];
    let value = leaf.prop_recursive(3, 24, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::hash_map(text.clone(), inner, 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    });
    prop::collection::vec(value, 0..4).prop_map(Value::from)
}

#[test]
fn the_body_of_a_snippet_is_read_as_the_body_of_the_request() {
    hold::hold(200, bodies(), |body| {
        for language in Language::ALL {
            let step = Step { request: Request::create_connection(body.clone()), says: "Creates.".to_owned() };
            let snippet = emit(language, &[step], &Names::default());
            let text = undone(language, &snippet);
            prop_assert!(
                text.chars()
                    .all(|char| char == '\n' || !char.is_control() && !('\u{2028}'..='\u{202e}').contains(&char)),
                "{text:?}"
            );
            let read: Option<Value> = serde_json::from_str(&text).ok();
            prop_assert_eq!(read.as_ref(), Some(&body), "{}", snippet);
        }
        Ok(())
    });
}

fn undone(language: Language, snippet: &str) -> String {
    match language {
        Language::Curl => unquoted(between(snippet, "--data-raw '", "'\n"), r"'\''", '\''),
        Language::Auth0Cli => unquoted(between(snippet, "--data '", "'\n"), r"'\''", '\''),
        Language::CSharp => unquoted(between(snippet, "Body = @\"", "\";\n\n    static"), "\"\"", '"'),
        Language::Php | Language::Ruby => between(snippet, "<<'JSON'\n", "\nJSON").to_owned(),
        Language::Swift => {
            let marks = between(snippet, "let body = ", "\"\"\"\n");
            let text = between(snippet, "\"\"\"\n", &format!("\n\"\"\"{marks}\nrequest"));
            assert!(!text.contains(&format!("\\{marks}")) && !text.contains(&format!("\"\"\"{marks}")), "{snippet}");
            text.to_owned()
        }
        Language::Go if snippet.contains("NewReader(`") => between(snippet, "NewReader(`", "`)\n").to_owned(),
        Language::Go => strings(between(snippet, "NewReader(", ")\n\n\treq"), " +\n"),
        Language::Java => joined(between(snippet, "String.join(\"\\n\",\n", ");\n\n        HttpResponse"), ",\n"),
        Language::Python => strings(between(snippet, "payload = (\n", "\n)\nheaders"), "\n"),
        Language::ObjectiveC => {
            let literals = between(snippet, "*body =\n", ";\n        request.HTTPBody").replace(" @\"", " \"");
            assert!(!literals.contains("??"), "a trigraph may begin: {snippet}");
            strings(&literals.replace("?\\?", "??").replace("?\\?", "??"), "\n")
        }
        Language::Node if snippet.contains("data: [\n    \"") && snippet.contains("].join(") => {
            joined(between(snippet, "data: [\n", ",\n  ].join('\\n')"), ",\n")
        }
        // JSON is JavaScript.
        Language::Node => between(snippet, "  data: ", ",\n};\n").to_owned(),
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before:?} in {text}"));
    rest.split_once(after).unwrap_or_else(|| panic!("no {after:?} in {text}")).0
}

/// Where a quote is written in one way alone.
fn unquoted(text: &str, escape: &str, quote: char) -> String {
    assert!(!text.replace(escape, "").contains(quote), "a quote ends the literal: {text}");
    text.replace(escape, &quote.to_string())
}

/// Literals that become one. Their escapes are those of JSON.
fn strings(literals: &str, between: &str) -> String {
    literals.split(between).map(string).collect()
}

fn joined(literals: &str, between: &str) -> String {
    literals.split(between).map(string).collect::<Vec<_>>().join("\n")
}

fn string(literal: &str) -> String {
    serde_json::from_str(literal.trim()).unwrap_or_else(|error| panic!("{error}: {literal}"))
}

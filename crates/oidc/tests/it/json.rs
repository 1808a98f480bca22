//! JSON from outside: its depth, and names that come twice.

use lintel_oidc::json::{Json, JsonError, MAX_DEPTH, Repeat, parse};
use serde_json::{Value, json};

fn nested(levels: usize) -> String {
    format!(r#"{{"sound": 1, "deep": {}{}}}"#, "[".repeat(levels - 1), "]".repeat(levels - 1))
}

#[test]
fn what_is_taken_is_what_serde_json_reads() {
    let text = r#" {"b": [1, -1, 1.5, 1e300, true, null, "ü\u0000"], "a": {"": {}}} "#;
    let read = parse(text.as_bytes()).expect("JSON");
    assert_eq!(read.value, serde_json::from_str::<Value>(text).expect("JSON"));
    assert_eq!(read.value.to_string(), serde_json::from_str::<Value>(text).expect("JSON").to_string(), "in its order");
    assert_eq!(read.repeated, []);
    assert_eq!(parse("\u{feff}1".as_bytes()).expect("JSON").value, json!(1));
    for text in ["", "{", "{} {}", "[1,]", "'a'", "1e999", "\"\\ud800\""] {
        assert!(matches!(parse(text.as_bytes()), Err(JsonError::Syntax(_))), "{text}");
    }
}

#[test]
fn nesting_ends_at_the_limit_and_names_the_member() {
    parse(nested(MAX_DEPTH).as_bytes()).expect("the limit itself");
    for levels in [MAX_DEPTH + 1, 127, 128, 100_000] {
        let error = parse(nested(levels).as_bytes()).expect_err("too deep");
        assert_eq!(error.to_string(), "“deep” is nested more than 32 levels deep");
    }
    let error = parse("[".repeat(100_000).as_bytes()).expect_err("too deep");
    assert_eq!(error.to_string(), "nested more than 32 levels deep");
}

#[test]
fn a_name_that_comes_twice_is_told_with_the_member_it_is_in() {
    let text = r#"{"keys": [{"kid": "a"}, {"kid": "b", "kid": "c"}], "issuer": "x", "other": [{"x": 1}, {"x": 1}], "issuer": "y"}"#;
    let Json { value, repeated } = parse(text.as_bytes()).expect("JSON");
    let repeat = |name: &str, member: &str| Repeat { name: name.to_owned(), member: member.to_owned() };
    assert_eq!(repeated, [repeat("kid", "keys"), repeat("issuer", "issuer")]);
    assert_eq!((&value["issuer"], &value["keys"][1]["kid"]), (&json!("y"), &json!("c")), "the last counts");
    assert_eq!(repeated[0].to_string(), "“kid” comes more than once in an object within “keys”");
    assert_eq!(repeated[1].to_string(), "“issuer” comes more than once");
    assert!(matches!(Json { value, repeated }.unique(), Err(JsonError::Repeated(first)) if first.name == "kid"));
}

use serde_json::Value;

#[test]
fn serde_json_is_built_without_arbitrary_precision() {
    // With it, a number is an object of one member to whoever writes another format than JSON.
    let number: Value = serde_json::from_str("123456789012345678901234567890").expect("a number");
    assert_ne!(number.to_string(), "123456789012345678901234567890", "the number was kept as text");
}

use lintel_as_code::{Bundle, Choices, ConnectionDocument, Format, Given, read, write};
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn serde_json_is_built_without_arbitrary_precision() {
    // With it, a number is an object of one member to whoever writes another format than JSON.
    let number: Value = serde_json::from_str("123456789012345678901234567890").expect("a number");
    assert_ne!(number.to_string(), "123456789012345678901234567890", "the number was kept as text");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]
    #[test]
    fn a_number_is_read_as_the_double_that_was_written(bits in any::<u64>()) {
        let number = f64::from_bits(bits);
        prop_assume!(number.is_finite());
        let read: f64 = serde_json::from_str(&serde_json::to_string(&number).expect("text")).expect("a number");
        prop_assert_eq!(read.to_bits(), bits);
    }
}

#[test]
fn a_number_keeps_its_value_in_every_format_or_is_named() {
    for (text, comes_back) in [
        ("2025112300000000001", "2025112300000000001"),
        ("18446744073709551615", "18446744073709551615"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("0.1e-7", "1e-8"),
        ("0.1", "0.1"),
        ("1.0", "1.0"),
        ("1.7976931348623157e308", "1.7976931348623157e+308"),
        ("5e-324", "5e-324"),
    ] {
        let file =
            format!(r#"[{{"name": "a", "strategy": "oidc", "options": {{"upstream_params": {{"n": {text}}}}}}}]"#);
        let first = taken(&[lintel_as_code::File::new("a.json", file)]);
        assert_eq!(first.notes, [], "{text}");
        for format in [Format::LintelJson, Format::DeployCliYaml, Format::DeployCliDirectory, Format::Terraform] {
            let written = write(format, &first.bundle, &Choices::default()).expect("written");
            let number = number(&taken(&written.files).bundle);
            // It has one kind of number.
            let comes_back = if format == Format::Terraform { comes_back.trim_end_matches(".0") } else { comes_back };
            assert_eq!(number.to_string(), comes_back, "{text} in {format:?}: {:?}", written.files);
        }
    }
}

fn taken(files: &[lintel_as_code::File]) -> lintel_as_code::Read {
    read(files, &Given::default()).expect("read")
}

fn number(bundle: &Bundle) -> Value {
    let options = bundle.connections.first().and_then(ConnectionDocument::options);
    options.map_or(json!(null), |options| options["upstream_params"]["n"].clone())
}

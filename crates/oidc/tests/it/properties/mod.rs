//! Whatever comes from outside: no panic, an end in time, and nothing taken that cannot be stored and read again.

#[path = "../../../../../tests/properties/hold.rs"]
mod hold;

mod answers;
mod discovery;
mod id_token;
mod input;
mod mapping;

use lintel_oidc::{Finding, json};
use proptest::{prelude::*, test_runner::TestCaseError};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

pub(crate) use hold::hold;
use input::Bytes;

/// What is kept can be read again, as deep as it is kept: within the row, within a list, within an answer.
fn can_be_stored<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(kept: &T) -> Result<(), TestCaseError> {
    let stored = json!([{ "list": [{ "kept": kept }] }]).to_string();
    let read: Value = serde_json::from_str(&stored).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let read: T = serde_json::from_value(read[0]["list"][0]["kept"].clone())
        .map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(&read, kept);
    Ok(())
}

fn is_named(finding: &Finding) -> Result<(), TestCaseError> {
    let mut rules = lintel_oidc::discovery::catalogue().into_iter().chain(lintel_oidc::sign_in::catalogue());
    prop_assert!(rules.any(|check| check.code == finding.code), "no rule: {finding:?}");
    prop_assert!(finding.message.ends_with(['.', '”']), "no sentence: {finding:?}");
    Ok(())
}

/// Arrays and objects within one another.
fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or_default(),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or_default(),
        _ => 0,
    }
}

#[test]
fn json_is_what_serde_json_reads_or_too_deep() {
    hold(2000, input::text(input::object(&["a", "b"], input::value())), |Bytes(text)| {
        let theirs = serde_json::from_slice::<Value>(text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text));
        match (json::parse(&text), theirs) {
            (Ok(ours), Ok(theirs)) => {
                prop_assert_eq!(&ours.value, &theirs);
                prop_assert!(depth(&ours.value) <= json::MAX_DEPTH);
                can_be_stored(&ours.value)?;
            }
            (Err(json::JsonError::TooDeep { .. }), _) => {
                // The value may be gone from theirs: a later one of its name took its place.
                let opened = text.iter().filter(|byte| b"[{".contains(byte)).count();
                prop_assert!(opened > json::MAX_DEPTH);
            }
            (ours, theirs) => prop_assert!(ours.is_err() && theirs.is_err(), "{ours:?} and {theirs:?}"),
        }
        Ok(())
    });
}

//! By what is known that something changed since: a hash over all of it, of which nothing else can be told. The salt is the plan's own.

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// `32` hexadecimal digits.
pub(crate) fn fingerprint(salt: &str, of: &impl Serialize) -> String {
    // What cannot be written as JSON is nothing that was read as JSON.
    let value = serde_json::to_value(of).unwrap_or_default();
    let mut hash = Sha256::new();
    hash.update(salt.as_bytes());
    hash.update([0]);
    hash.update(sorted(value).to_string().as_bytes());
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The order of members says nothing.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.into_iter().map(|(name, value)| (name, sorted(value))).collect();
            members.sort_by(|(one, _), (other, _)| one.cmp(other));
            Value::Object(members.into_iter().collect())
        }
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_order_of_members_says_nothing_and_a_value_and_the_salt_do() {
        let one = fingerprint("a", &json!({ "x": { "p": 1, "q": 2 }, "y": [1, 2] }));
        assert_eq!(one, fingerprint("a", &json!({ "y": [1, 2], "x": { "q": 2, "p": 1 } })));
        assert_ne!(one, fingerprint("a", &json!({ "y": [2, 1], "x": { "q": 2, "p": 1 } })));
        assert_ne!(one, fingerprint("b", &json!({ "x": { "p": 1, "q": 2 }, "y": [1, 2] })));
        assert_eq!(one.len(), 32);
    }
}

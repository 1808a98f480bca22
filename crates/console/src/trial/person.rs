//! Who is meant by a `sub` or an address.

use serde_json::Value;

/// Names under which providers and profiles say who somebody is.
const IDENTITIES: [&str; 8] =
    ["sub", "email", "preferred_username", "upn", "unique_name", "user_id", "username", "oid"];

/// Whether somebody of this `sub` or address signed in, or is spoken of, in what serializes to this.
pub(super) fn is_about(value: &Value, person: &str) -> bool {
    let same = |text: &str| {
        text.eq_ignore_ascii_case(person) || text.rsplit_once('|').is_some_and(|(_, subject)| subject == person)
    };
    let address = person.contains('@').then(|| person.to_lowercase());
    let spoken_of = |text: &str| address.as_ref().is_some_and(|address| text.to_lowercase().contains(address));
    match value {
        Value::String(text) => spoken_of(text),
        Value::Array(values) => values.iter().any(|value| is_about(value, person)),
        Value::Object(members) => {
            // A claim of a trace, or a member of a profile.
            let of_claim = members.get("name").and_then(Value::as_str).zip(members.get("value"));
            let named = members.iter().map(|(name, value)| (name.as_str(), value)).chain(of_claim);
            let mut identities = named.filter(|(name, _)| IDENTITIES.contains(name));
            identities.any(|(_, value)| value.as_str().is_some_and(same))
                || members.values().any(|value| is_about(value, person))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_person_is_found_by_subject_or_address_and_no_other_by_chance() {
        let claim = json!({ "steps": [{ "claims": [{ "name": "sub", "value": "7" }] }] });
        assert!(is_about(&claim, "7") && !is_about(&claim, "8"));
        let other = json!({ "steps": [{ "claims": [{ "name": "acr", "value": "7" }], "elapsed_ms": 7 }] });
        assert!(!is_about(&other, "7"));
        assert!(is_about(&json!({ "profile": { "user_id": "oidc|acme|7" } }), "7"));
        assert!(is_about(&json!({ "got": "no role for Ada@Acme.example." }), "ada@acme.example"));
    }
}

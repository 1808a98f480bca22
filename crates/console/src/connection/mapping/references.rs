//! What a template can name, as far as it came.

use std::collections::HashSet;

use lintel_oidc::sign_in::mapping::{MISSED, Piece, RESERVED, claim_at, pieces};
use serde_json::{Map, Value};

use super::sample::Sample;
use crate::{console::STRATEGY, view::Reference};

/// So many claims are offered, those of the newest sign-in first. People send some dozens, a broken or hostile provider any number.
const MOST_CLAIMS: usize = 1000;
pub(super) const TOKENSET: &str = "context.tokenset.";
pub(super) const USERINFO: &str = "context.userinfo.";

/// Each claim that came in a sign-in, with what it was last, those of the protocol after all that say something of the person; then
/// the connection.
pub(super) fn references(samples: &[Sample], connection_id: &str) -> Vec<Reference> {
    let mut references: Vec<Reference> = Vec::new();
    let mut known = HashSet::new();
    for (age, sample) in samples.iter().enumerate() {
        let mut add = |path: String, value: &Value| {
            if known.len() < MOST_CLAIMS && known.insert(path.clone()) {
                references.push(Reference { path, value: value.clone(), in_sample: age == 0 });
            }
        };
        let claims = [(TOKENSET, Some(&sample.id_token)), (USERINFO, sample.userinfo.as_ref())];
        for (context, claims) in claims.into_iter().filter_map(|(context, claims)| Some((context, claims?))) {
            walk("", claims, &mut |name, value| {
                let path = format!("{context}{name}");
                if is_written(&path) && claim_at(claims, name).is_some_and(|named| std::ptr::eq(named, value)) {
                    add(path, value);
                }
            });
        }
    }
    references.sort_by_key(|reference| reference.path.split('.').nth(2).is_some_and(is_of_protocol));
    let own = [("context.connection.id", connection_id), ("context.connection.strategy", STRATEGY)];
    references.extend(own.map(|(path, value)| Reference {
        path: path.to_owned(),
        value: value.into(),
        in_sample: true,
    }));
    references
}

/// Bytes of a path that is offered. A longer one would be repeated for each member of the claim.
const LONGEST_PATH: usize = 256;

/// Every claim and, for objects, every member of theirs.
fn walk<'a>(prefix: &str, claims: &'a Map<String, Value>, add: &mut impl FnMut(&str, &'a Value)) {
    for (name, value) in claims {
        let path = format!("{prefix}{name}");
        if path.len() > LONGEST_PATH {
            continue;
        }
        if let Value::Object(members) = value {
            walk(&format!("{path}."), members, add);
        }
        add(&path, value);
    }
}

/// Whether a template can name it: no name that holds a `}` can be written.
fn is_written(path: &str) -> bool {
    pieces(&format!("${{{path}}}")).next().is_some_and(|(_, piece)| piece == Piece::Path(path))
}

/// Nobody looks for these first when a profile is made.
pub(super) fn is_of_protocol(claim: &str) -> bool {
    RESERVED.contains(&claim) && !MISSED.contains(&claim)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::json;

    use super::*;

    #[test]
    fn claims_of_earlier_sign_ins_are_offered_after_those_of_the_newest_with_what_they_were_last() {
        let sample = |at: i64, id_token: Value| Sample {
            id: at.to_string(),
            at: DateTime::from_timestamp(at, 0).expect("a time"),
            id_token: id_token.as_object().cloned().expect("claims"),
            userinfo: None,
        };
        let samples = [
            sample(2, json!({ "iss": "https://op.example", "email": "new@a.example", "address": { "country": "DE" } })),
            sample(1, json!({ "email": "old@a.example", "phone_number": "+49" })),
        ];
        let found = references(&samples, "con_1");
        let told: Vec<(&str, &Value, bool)> =
            found.iter().map(|one| (one.path.as_str(), &one.value, one.in_sample)).collect();
        assert_eq!(
            told,
            [
                ("context.tokenset.email", &json!("new@a.example"), true),
                ("context.tokenset.address.country", &json!("DE"), true),
                ("context.tokenset.address", &json!({ "country": "DE" }), true),
                ("context.tokenset.phone_number", &json!("+49"), false),
                ("context.tokenset.iss", &json!("https://op.example"), true),
                ("context.connection.id", &json!("con_1"), true),
                ("context.connection.strategy", &json!("oidc"), true),
            ]
        );
    }

    #[test]
    fn what_is_offered_is_what_a_template_would_find() {
        let claims = json!({ "org": { "unit": "nested" }, "org.unit": "flat", "odd}name": 1, "spaced ": 1, "https://a.example/c": { "r": 1 } });
        let sample = Sample {
            id: "t".to_owned(),
            at: DateTime::UNIX_EPOCH,
            id_token: claims.as_object().cloned().expect("claims"),
            userinfo: None,
        };
        let found = references(&[sample], "con_1");
        let told: Vec<(&str, &Value)> = found.iter().map(|one| (one.path.as_str(), &one.value)).collect();
        assert!(told.contains(&("context.tokenset.org.unit", &json!("flat"))), "{told:?}");
        assert!(told.contains(&("context.tokenset.https://a.example/c.r", &json!(1))), "{told:?}");
        assert!(!told.iter().any(|(path, _)| path.contains(['}', ' '])), "{told:?}");
    }

    #[test]
    fn a_claim_with_an_endless_name_is_not_offered() {
        let claims = json!({ "n".repeat(300): { "a": 1, "b": 2 }, "email": "ada@example.com" });
        let sample = Sample {
            id: "t".to_owned(),
            at: DateTime::UNIX_EPOCH,
            id_token: claims.as_object().cloned().expect("claims"),
            userinfo: None,
        };
        let found = references(&[sample], "con_1");
        assert!(found.iter().all(|reference| reference.path.len() <= LONGEST_PATH));
        assert!(found.iter().any(|reference| reference.path == "context.tokenset.email"));
    }

    #[test]
    fn of_any_number_of_claims_only_so_many_are_offered_the_newest_first() {
        let sample = |age: usize| Sample {
            id: age.to_string(),
            at: DateTime::UNIX_EPOCH,
            id_token: (0..5000).map(|claim| (format!("claim_{age}_{claim}"), claim.into())).collect(),
            userinfo: None,
        };
        let samples: Vec<Sample> = (0..20).map(sample).collect();
        let found = references(&samples, "con_1");
        assert_eq!(found.len(), MOST_CLAIMS + 2);
        assert!(found.iter().all(|reference| reference.in_sample));
        assert_eq!(found.last().map(|last| last.path.as_str()), Some("context.connection.strategy"));
    }
}

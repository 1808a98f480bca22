//! What was seen of a provider over time: its keys and its metadata, when first, when last, and since when it is gone.

use chrono::{DateTime, Utc};
use lintel_oidc::keys::Key;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::view::SeenRow;

/// So many keys and so many values are remembered; those that are gone longest give way.
const MOST: usize = 200;
/// Characters of a value.
const MOST_OF_VALUE: usize = 300;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Seen {
    pub(crate) keys: Vec<SeenRow>,
    pub(crate) metadata: Vec<SeenRow>,
}

impl Seen {
    /// Takes what a key set holds at a time. A key is known again by its thumbprint.
    pub(crate) fn take_keys(&mut self, keys: &[Key], at: DateTime<Utc>) {
        take(&mut self.keys, rows_of(keys, at), at);
    }

    /// Takes what a document says at a time.
    pub(crate) fn take_metadata(&mut self, members: &Map<String, Value>, at: DateTime<Utc>) {
        let rows = members.iter().map(|(name, value)| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            SeenRow {
                name: name.clone(),
                value: text.chars().take(MOST_OF_VALUE).collect(),
                first: at,
                last: at,
                gone: None,
            }
        });
        take(&mut self.metadata, rows.collect(), at);
    }

    /// What of the keys is new at a time and what is gone, in a sentence; none where they are the same, or none were seen before.
    pub(crate) fn rotation(&self, keys: &[Key], at: DateTime<Utc>) -> Option<String> {
        let now = rows_of(keys, at);
        let before = self.keys.iter().filter(|row| row.gone.is_none());
        let gone: Vec<&SeenRow> = before.clone().filter(|row| !now.iter().any(|key| key.value == row.value)).collect();
        let new: Vec<&SeenRow> = now.iter().filter(|row| !self.keys.iter().any(|key| key.value == row.value)).collect();
        let last = before.map(|row| row.last).max()?;
        let named = |rows: &[&SeenRow]| rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>().join(", ");
        let changed = match (gone.is_empty(), new.is_empty()) {
            (true, true) => return None,
            (false, false) => format!("{} gone, and {} new", is(&named(&gone), &gone), is(&named(&new), &new)),
            (false, true) => format!("{} gone", is(&named(&gone), &gone)),
            (true, false) => format!("{} new", is(&named(&new), &new)),
        };
        let since = last.format("%Y-%m-%d %H:%M UTC");
        Some(format!("The provider rotated its keys: since Lintel read them at {since}, {changed}."))
    }

    /// What is known of a key by its name, where it is gone.
    pub(crate) fn gone_key(&self, kid: &str) -> Option<String> {
        let row = self.keys.iter().rfind(|row| row.name == kid)?;
        let gone = row.gone?.format("%Y-%m-%d %H:%M UTC");
        let first = row.first.format("%Y-%m-%d");
        Some(format!(
            "Key {kid} was in its set since {first} at least and is gone since {gone}: the provider took it out and signs with it still."
        ))
    }
}

fn is(names: &str, rows: &[&SeenRow]) -> String {
    format!("{names} {}", if rows.len() == 1 { "is" } else { "are" })
}

fn rows_of(keys: &[Key], at: DateTime<Utc>) -> Vec<SeenRow> {
    let row = |key: &Key| {
        let value = key.thumbprint()?;
        Some(SeenRow {
            name: key.kid.clone().unwrap_or_else(|| "no kid".to_owned()),
            value,
            first: at,
            last: at,
            gone: None,
        })
    };
    keys.iter().filter_map(row).collect()
}

/// A row is the same where name and value are.
fn take(known: &mut Vec<SeenRow>, now: Vec<SeenRow>, at: DateTime<Utc>) {
    for row in known.iter_mut() {
        let here = now.iter().any(|one| one.name == row.name && one.value == row.value);
        if here {
            (row.last, row.gone) = (row.last.max(at), None);
        } else if row.gone.is_none() {
            row.gone = Some(at);
        }
    }
    for row in now {
        if !known.iter().any(|one| one.name == row.name && one.value == row.value) {
            known.push(row);
        }
    }
    while known.len() > MOST {
        let oldest = known.iter().enumerate().min_by_key(|(_, row)| (row.gone.is_none(), row.last));
        let at = oldest.map_or(0, |(at, _)| at);
        known.remove(at);
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use lintel_oidc::keys::KeySet;
    use serde_json::json;

    use super::*;

    fn set(kids: &[&str]) -> KeySet {
        let key =
            |kid: &&str| json!({ "kty": "RSA", "kid": kid, "n": format!("{:A<342}", kid.to_uppercase()), "e": "AQAB" });
        let set = json!({ "keys": kids.iter().map(key).collect::<Vec<_>>() });
        KeySet::parse(set.to_string().as_bytes()).expect("a key set")
    }

    fn at(hours: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hours)
    }

    #[test]
    fn a_rotation_is_named_and_a_key_that_went_is_known_still() {
        let mut seen = Seen::default();
        assert_eq!(seen.rotation(set(&["k1"]).keys(), at(0)), None, "nothing was seen before");
        seen.take_keys(set(&["k1", "k2"]).keys(), at(0));
        seen.take_keys(set(&["k1", "k2"]).keys(), at(1));
        assert_eq!(seen.rotation(set(&["k2", "k1"]).keys(), at(2)), None);
        let said = seen.rotation(set(&["k2", "k3"]).keys(), at(2)).expect("a rotation");
        assert!(said.ends_with("read them at 1970-01-01 01:00 UTC, k1 is gone, and k3 is new."), "{said}");
        seen.take_keys(set(&["k2", "k3"]).keys(), at(2));
        assert!(seen.gone_key("k1").is_some_and(|said| said.contains("gone since 1970-01-01 02:00")));
        assert_eq!(seen.gone_key("k2"), None);
        seen.take_keys(set(&["k1"]).keys(), at(3));
        let rows: Vec<_> = seen.keys.iter().map(|row| (row.name.as_str(), row.first, row.last, row.gone)).collect();
        assert_eq!(rows[0], ("k1", at(0), at(3), None), "it came back");
        assert_eq!(rows[1], ("k2", at(0), at(2), Some(at(3))));
    }

    #[test]
    fn what_is_remembered_of_metadata_is_bounded_and_the_oldest_that_went_gives_way() {
        let mut seen = Seen::default();
        for hour in 0..300 {
            let members = json!({ "issuer": "https://op.example", "end": "x".repeat(400), "v": hour });
            seen.take_metadata(members.as_object().expect("an object"), at(hour));
        }
        assert_eq!(seen.metadata.len(), MOST);
        let issuer = seen.metadata.iter().find(|row| row.name == "issuer").expect("it stays");
        assert_eq!((issuer.first, issuer.last, issuer.gone), (at(0), at(299), None));
        assert!(seen.metadata.iter().all(|row| row.value.len() <= MOST_OF_VALUE));
    }
}

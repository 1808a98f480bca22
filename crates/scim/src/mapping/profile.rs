//! Places in a profile.

use std::fmt;

use serde_json::{Map, Value};

use crate::quoted::quoted;

/// A root attribute, `app_metadata.x` or `user_metadata.x`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ProfilePath(Vec<String>);

/// A profile path and what is to stand there; `None` takes it away.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    pub path: ProfilePath,
    pub value: Option<Value>,
}

const METADATA: [&str; 2] = ["app_metadata", "user_metadata"];
/// What a tenant says of a user by itself.
const ITS_OWN: [&str; 9] = [
    "user_id",
    "identities",
    "connection",
    "created_at",
    "updated_at",
    "last_login",
    "last_ip",
    "logins_count",
    "password",
];

impl ProfilePath {
    /// # Errors
    ///
    /// A sentence that says why the path names no place in a profile.
    pub fn parse(text: &str) -> Result<Self, String> {
        let parts: Vec<String> = text.split('.').map(str::to_owned).collect();
        if parts
            .iter()
            .any(|part| part.is_empty() || part.contains(|letter: char| letter.is_whitespace() || letter.is_control()))
        {
            return Err(format!(
                "{} is no profile path: it is to be an attribute, app_metadata.x or user_metadata.x.",
                quoted(text)
            ));
        }
        let is_metadata = METADATA.contains(&parts[0].as_str());
        match parts.len() {
            1 if is_metadata => Err(format!("{text} is a whole: name an attribute in it, {text}.x.")),
            1 if ITS_OWN.contains(&text) => Err(format!("{text} is the tenant's own: nothing can be mapped to it.")),
            1 => Ok(Self(parts)),
            _ if is_metadata => Ok(Self(parts)),
            _ => Err(format!(
                "{text} is inside {}: only app_metadata and user_metadata have attributes of their own.",
                parts[0]
            )),
        }
    }

    /// `["app_metadata", "department"]`.
    pub fn parts(&self) -> &[String] {
        &self.0
    }

    pub fn get<'a>(&self, profile: &'a Value) -> Option<&'a Value> {
        self.0.iter().try_fold(profile, |value, part| value.get(part))
    }

    /// Whether one of them is inside the other, or is the other.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(one, other)| one == other)
    }

    pub(super) fn is_blocked(&self) -> bool {
        self.0 == ["blocked"]
    }
}

impl Write {
    /// Does it to a profile.
    pub fn apply(&self, profile: &mut Value) {
        let Some((last, ways)) = self.path.0.split_last() else { return };
        let mut there = profile;
        for part in ways {
            if !there.get(part).is_some_and(Value::is_object) {
                if self.value.is_none() {
                    return;
                }
                there[part] = Map::new().into();
            }
            there = &mut there[part];
        }
        match (&self.value, there) {
            (Some(value), there) => there[last] = value.clone(),
            (None, Value::Object(members)) => drop(members.shift_remove(last)),
            (None, _) => {}
        }
    }
}

impl fmt::Display for ProfilePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.join("."))
    }
}

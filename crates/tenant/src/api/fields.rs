use serde_json::{Map, Value};

use super::{
    error::ApiError,
    query::{Query, invalid},
};

/// `fields` and `include_fields`: which members of an object are shown.
#[derive(Debug)]
pub(super) struct Fields {
    named: Vec<String>,
    include: bool,
    /// Shown whatever was asked.
    always: &'static [&'static str],
}

impl Fields {
    /// `allowed` are the names that `fields` may hold, all where it is empty.
    pub(super) fn of(query: &Query, allowed: &[&str], always: &'static [&'static str]) -> Result<Self, ApiError> {
        let include = query.flag("include_fields")?.unwrap_or(true);
        let named: Vec<String> = match query.text("fields") {
            None | Some("") => Vec::new(),
            Some(fields) => fields.split(',').map(str::to_owned).collect(),
        };
        if let Some(unknown) = named.iter().find(|name| !allowed.is_empty() && !allowed.contains(&name.as_str())) {
            return Err(invalid(&format!("String does not match pattern: {unknown}"), "fields"));
        }
        Ok(Fields { named, include, always })
    }

    /// Whether the member of that name is shown.
    pub(super) fn shows(&self, name: &str) -> bool {
        self.named.is_empty()
            || self.always.contains(&name)
            || self.named.iter().any(|named| named == name) == self.include
    }

    pub(super) fn apply(&self, mut object: Map<String, Value>) -> Map<String, Value> {
        if self.named.is_empty() {
            return object;
        }
        let named = |path: &str| self.named.iter().any(|named| named == path);
        object.retain(|name, value| {
            if self.always.contains(&name.as_str()) || named(name) {
                return self.always.contains(&name.as_str()) || self.include;
            }
            // `member.inner` names a part of the member.
            let prefix = format!("{name}.");
            let in_part = self.named.iter().any(|named| named.starts_with(&prefix));
            if let (true, Value::Object(inner)) = (in_part, value) {
                inner.retain(|inner, _| named(&format!("{prefix}{inner}")) == self.include);
                return true;
            }
            !self.include
        });
        object
    }
}

//! One request, as it goes over the wire.

use serde_json::{Value, json};

const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// One request. `{id}` in path and body stands for the id that the first answer gave: see [`Request::with_id`].
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// What it is for: "Find by user name".
    pub title: &'static str,
    pub method: &'static str,
    /// Below the base: `/Users/{id}`.
    pub path: String,
    /// As it goes over the wire, without `?`; empty where there is none.
    pub query: String,
    pub body: Option<Value>,
    /// The status that the client goes on after; PATCH may be answered with 204 in place of 200.
    pub status: u16,
}

impl Request {
    /// With the id in its place, percent-encoded in the path.
    pub fn with_id(&self, id: &str) -> Self {
        let body = self.body.as_ref().map(|body| replaced(body, id));
        Self { path: self.path.replace("{id}", &percent(id, "%20")), body, ..self.clone() }
    }

    pub(super) fn asking(self, query: impl Into<String>) -> Self {
        Self { query: query.into(), ..self }
    }

    pub(super) fn saying(self, body: Value) -> Self {
        Self { body: Some(body), ..self }
    }
}

pub(super) fn request(title: &'static str, method: &'static str, path: &str, status: u16) -> Request {
    Request { title, method, path: path.into(), query: String::new(), body: None, status }
}

/// The body of a PATCH.
pub(super) fn patch<const N: usize>(operations: [Value; N]) -> Value {
    json!({ "schemas": [PATCH], "Operations": operations.as_slice() })
}

/// Percent-encoded, a space as it is given.
pub(super) fn percent(text: &str, space: &str) -> String {
    let encoded = text.bytes().map(|byte| match byte {
        b' ' => space.to_owned(),
        _ if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    encoded.collect()
}

fn replaced(value: &Value, id: &str) -> Value {
    match value {
        Value::String(text) => text.replace("{id}", id).into(),
        Value::Array(values) => values.iter().map(|it| replaced(it, id)).collect(),
        Value::Object(members) => members.iter().map(|(name, it)| (name.clone(), replaced(it, id))).collect(),
        value => value.clone(),
    }
}

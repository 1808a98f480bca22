//! What a service says of itself (RFC 7643, 5 to 7). `base` is the address that `/Users` is appended to.

use serde_json::Value;

use crate::Mapping;

pub fn service_provider_config(base: &str) -> Value {
    todo!("{base}")
}

pub fn resource_types(base: &str) -> Vec<Value> {
    todo!("{base}")
}

/// `/ResourceTypes/User`.
pub fn resource_type(base: &str, id: &str) -> Option<Value> {
    resource_types(base).into_iter().find(|it| it["id"] == id)
}

/// The schemas with what round-trips through the mapping, and nothing else.
pub fn schemas(base: &str, mapping: &Mapping) -> Vec<Value> {
    todo!("{base} {mapping:?}")
}

/// `/Schemas/{urn}`.
pub fn schema(base: &str, mapping: &Mapping, urn: &str) -> Option<Value> {
    schemas(base, mapping).into_iter().find(|it| it["id"] == urn)
}

//! What a list is asked for and how it is answered (RFC 7644, 3.4.2 and 3.9).

mod request;
mod selection;

use serde_json::{Value, json};

pub use request::{ListRequest, MAX_COUNT};
pub use selection::{Selected, Selection};

pub const SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

/// A ListResponse (RFC 7644, 3.4.2). `start_index` is the one asked for.
pub fn response(total: usize, start_index: usize, resources: Vec<Value>) -> Value {
    json!({
        "schemas": [SCHEMA],
        "totalResults": total,
        "startIndex": start_index,
        "itemsPerPage": resources.len(),
        "Resources": resources,
    })
}

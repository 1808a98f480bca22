//! Whether a resource is what a filter asks for.

use serde_json::Value;

use crate::filter::Filter;

impl Filter {
    /// Whether a resource in its canonical form fulfils the filter.
    pub fn matches(&self, resource: &Value) -> bool {
        todo!("{resource}")
    }
}

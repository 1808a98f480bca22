use serde_json::{Map, Value};

use crate::store::CustomDomainRecord;

/// The domains as the API shows them; the oldest is the primary one.
pub(super) fn shown(domains: Vec<CustomDomainRecord>) -> impl Iterator<Item = Map<String, Value>> {
    domains.into_iter().enumerate().map(|(position, record)| {
        let mut shown = record.document;
        shown.insert("primary".to_owned(), (position == 0).into());
        shown
    })
}

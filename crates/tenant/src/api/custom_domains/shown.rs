use serde_json::{Map, Value};

use crate::{
    api::unreadable,
    store::{CustomDomainRecord, Rows},
};

/// The domains as the API shows them; the oldest is the primary one.
pub(super) fn shown(domains: Rows<CustomDomainRecord>) -> impl Iterator<Item = Map<String, Value>> {
    domains.into_iter().enumerate().map(|(position, row)| {
        let mut shown = match row {
            Ok(record) => record.document,
            Err(unreadable) => {
                let mut shown = unreadable::shown(&unreadable, "custom_domain_id", "domain");
                shown.insert("status".to_owned(), "failed".into());
                shown
            }
        };
        shown.insert("primary".to_owned(), (position == 0).into());
        shown
    })
}

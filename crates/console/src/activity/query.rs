//! What a log is asked, in the API's search syntax.

use lintel_management::client::LogPage;

use super::{provisioning, sign_in};
use crate::view::{ActivityFilter, ActivitySubject};

/// `older`: the time of the oldest entry that is known. Pages by number would end at a thousand entries, and move while they are read.
pub(super) fn written(filter: &ActivityFilter, older: Option<&str>) -> String {
    let (sign_ins, provisioning) = match filter.failed_only {
        true => (sign_in::failed().collect(), provisioning::FAILED.to_vec()),
        false => (sign_in::all().collect::<Vec<_>>(), provisioning::ALL.to_vec()),
    };
    let kinds = match filter.subject {
        ActivitySubject::All => [sign_ins, provisioning].concat(),
        ActivitySubject::SignIns => sign_ins,
        ActivitySubject::Provisioning => provisioning,
    };
    let mut terms = vec![any(kinds.into_iter().map(|kind| term("type", kind)))];
    if let Some(id) = &filter.connection_id {
        terms.push(any(["connection_id", "details.connection_id"].into_iter().map(|field| term(field, id))));
    }
    if let Some(id) = &filter.client_id {
        terms.push(term("client_id", id));
    }
    if let Some(older) = older {
        terms.push(format!("date:[* TO \"{}\"]", bare(older)));
    }
    terms.join(" AND ")
}

/// Where the entries after this page begin.
pub(super) fn older_than(page: &LogPage, asked: Option<&str>) -> Option<String> {
    let oldest = page.items.last().and_then(|entry| entry.date.as_str());
    // A page that ends where it began would be read for ever.
    oldest.filter(|oldest| page.total > page.items.len() && Some(*oldest) != asked).map(str::to_owned)
}

/// `field:"value"`, so that the value means nothing else.
pub(crate) fn term(field: &str, value: &str) -> String {
    format!("{field}:\"{}\"", bare(value))
}

/// One of the terms is enough.
pub(crate) fn any(terms: impl Iterator<Item = String>) -> String {
    format!("({})", terms.collect::<Vec<_>>().join(" OR "))
}

fn bare(value: &str) -> String {
    value.replace(['"', '\\'], "")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_filter_is_written_so_that_no_value_means_anything_else() {
        let filter = ActivityFilter {
            connection_id: Some("con_1\" OR type:\"s".to_owned()),
            client_id: None,
            subject: ActivitySubject::Provisioning,
            failed_only: true,
            text: String::new(),
        };
        assert_eq!(
            written(&filter, Some("2026-11-28T05:00:00.000Z")),
            "(type:\"fscim\") AND (connection_id:\"con_1 OR type:s\" OR details.connection_id:\"con_1 OR type:s\") \
             AND date:[* TO \"2026-11-28T05:00:00.000Z\"]"
        );
        let of_application = ActivityFilter { client_id: Some("app 1".to_owned()), ..ActivityFilter::default() };
        assert!(written(&of_application, None).ends_with(" AND client_id:\"app 1\""));
        let all = written(&ActivityFilter::default(), None);
        assert!(all.contains("type:\"s\"") && all.contains("type:\"f\"") && all.contains("type:\"sscim\""), "{all}");
    }

    #[test]
    fn a_page_says_where_older_entries_begin_unless_there_are_none_or_it_did_not_come_further() {
        let page = |total: usize| -> LogPage {
            let entry = json!({ "log_id": "1", "type": "s", "date": "2026-11-28T05:00:00.000Z" });
            serde_json::from_value(json!({ "logs": [entry], "total": total })).expect("a page")
        };
        assert_eq!(older_than(&page(1), None), None);
        assert_eq!(older_than(&page(2), None).as_deref(), Some("2026-11-28T05:00:00.000Z"));
        assert_eq!(older_than(&page(2), Some("2026-11-28T05:00:00.000Z")), None);
    }
}

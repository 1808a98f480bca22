//! The request of a creation and of a save. The value that is planned here is the one that is shown, sent and written down.

use lintel_management::Request;
use serde_json::{Value, json};

use super::{
    document::{DISPLAY_NAME, METADATA},
    journal::Document,
};
use crate::{console::STRATEGY, view::Problem};

pub(crate) fn creation(name: &str, after: &Document) -> Request {
    let mut body = after.clone();
    body.extend([("name".to_owned(), name.into()), ("strategy".to_owned(), STRATEGY.into())]);
    Request::create_connection(Value::Object(body))
}

/// What changes, whole, and always the display name, which the API would set back to the name. Other members at
/// the top stay when they are left out, and so whoever changes them meanwhile keeps what he wrote.
pub(crate) fn update(id: &str, before: &Document, after: &Document) -> Request {
    let mut body = after.clone();
    body.retain(|member, value| member == DISPLAY_NAME || before.get(member) != Some(value));
    if let Some(Value::Object(metadata)) = body.get_mut(METADATA) {
        // A name that is left out stays as it is by then; null takes it away.
        let held = before.get(METADATA).and_then(Value::as_object).cloned().unwrap_or_default();
        let gone: Vec<String> = held.keys().filter(|name| !metadata.contains_key(*name)).cloned().collect();
        metadata.retain(|name, value| held.get(name) != Some(value));
        metadata.extend(gone.into_iter().map(|name| (name, Value::Null)));
    }
    if let Some(Value::Object(options)) = body.get_mut("options") {
        // A PATCH without them would switch PKCE off.
        options.entry("connection_settings").or_insert_with(|| json!({ "pkce": "auto" }));
        // The tenant's own; sending it back makes it go missing.
        options.remove("schema_version");
    }
    Request::update_connection(id, Value::Object(body))
}

/// Nothing is shown of what a restore would not send.
pub(crate) fn moved_since() -> Problem {
    Problem::new("restore-moved", "The connection changed since you looked at what the restore changes.")
        .remedy("Go back and look at it again.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(value: Value) -> Document {
        serde_json::from_value(value).expect("an object")
    }

    fn sent(before: &Document, after: &Document) -> Value {
        update("con_1", before, after).body.expect("a body")
    }

    #[test]
    fn a_change_carries_what_changes_and_the_name_that_the_api_would_reset() {
        let options =
            json!({ "client_id": "a", "schema_version": "oidc-V4", "connection_settings": { "pkce": "S256" } });
        let before = document(json!({ "display_name": "Acme", "show_as_button": true, "options": options }));
        let mut after = before.clone();
        after.insert("show_as_button".to_owned(), false.into());
        assert_eq!(sent(&before, &after), json!({ "display_name": "Acme", "show_as_button": false }));
        let mut after = before.clone();
        after["options"] = json!({ "client_id": "b", "schema_version": "oidc-V4" });
        let whole = json!({ "client_id": "b", "connection_settings": { "pkce": "auto" } });
        assert_eq!(sent(&before, &after), json!({ "display_name": "Acme", "options": whole }));
    }

    #[test]
    fn notes_are_sent_one_by_one_so_that_those_of_others_stay_as_they_are_by_then() {
        let before = document(json!({ "display_name": "Acme", "metadata": { "owner": "a", "ends": "2027-03-31" } }));
        let with = |metadata: Value| document(json!({ "display_name": "Acme", "metadata": metadata }));
        let sent = |after: Document| sent(&before, &after)["metadata"].clone();
        assert_eq!(sent(with(json!({ "owner": "a" }))), json!({ "ends": null }));
        assert_eq!(sent(with(json!({ "owner": "a", "ends": "2028-03-31" }))), json!({ "ends": "2028-03-31" }));
    }
}

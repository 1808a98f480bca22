//! What a person can change of a connection, as the journal has it: its display name, whether it is shown as a button, its
//! notes, its options.

use lintel_management::{Connection, Options, options::FROM_METADATA};
use serde_json::{Map, Value};

use super::{
    journal::{ChangeState, Document},
    merge::changes,
};
use crate::{field::Change, view::Problem};

pub(crate) const DISPLAY_NAME: &str = "display_name";
pub(crate) const SHOW_AS_BUTTON: &str = "show_as_button";
/// What a tenant notes of a connection for itself, a text for each name.
pub(crate) const METADATA: &str = "metadata";

/// What a tenant takes besides, and no form edits.
pub(crate) const BESIDES: [&str; 3] = ["is_domain_connection", "authentication", "connected_accounts"];

/// What can be changed of a connection.
pub(crate) fn document(connection: &Connection) -> Result<Document, Problem> {
    if let Some(why) = connection.unreadable() {
        let message = format!("{} cannot be read: {why}.", connection.name);
        return Err(Problem::new("connection-unreadable", message)
            .remedy("Select it in the list of connections and delete it there, then create it again."));
    }
    if connection.options.is_some() {
        return Ok(visible(connection));
    }
    let message =
        format!("The settings of {} are not visible: the credentials lack read:connections_options.", connection.name);
    Err(Problem::new("options-hidden", message)
        .remedy("Grant that scope to the application. A save without it would erase the settings, so none is sent."))
}

/// As much of it as the credentials show. Of one that cannot be read there is nothing to write down.
pub(crate) fn visible(connection: &Connection) -> Document {
    if connection.unreadable().is_some() {
        return Document::new();
    }
    let mut document = Map::from_iter([
        (DISPLAY_NAME.to_owned(), connection.display_name.as_deref().unwrap_or(&connection.name).into()),
        (SHOW_AS_BUTTON.to_owned(), connection.show_as_button.into()),
    ]);
    // Where there is none it is empty, so that a first note can be undone.
    let metadata = connection.other.get(METADATA).and_then(Value::as_object).cloned();
    document.insert(METADATA.to_owned(), Value::Object(metadata.unwrap_or_default()));
    let besides =
        BESIDES.iter().filter_map(|member| Some(((*member).to_owned(), connection.other.get(*member)?.clone())));
    document.extend(besides);
    if let Some(options) = &connection.options {
        document.insert("options".to_owned(), Value::Object(options.0.clone()));
    }
    document
}

pub(crate) fn options(document: &Document) -> Options {
    Options(document.get("options").and_then(Value::as_object).cloned().unwrap_or_default())
}

/// Whether the tenant fills this member from the metadata.
pub(crate) fn is_filled(path: &[String]) -> bool {
    path.get(1).is_some_and(|member| member == "oidc_metadata" || FROM_METADATA.contains(&member.as_str()))
}

/// Where the tenant holds something else than was meant. What it fills in by itself is no difference.
pub(crate) fn differences(meant: &Document, held: &Document) -> Vec<Change> {
    let own = |change: &Change| match change.path.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [_, "schema_version", ..] => true,
        // A journal entry from before it was written down does not say it.
        [_, "connection_settings", ..] | [SHOW_AS_BUTTON | METADATA] => change.before.is_none(),
        [member, ..] if BESIDES.contains(&member) => change.before.is_none(),
        _ => change.before.is_none() && is_filled(&change.path),
    };
    changes(meant, held).into_iter().filter(|change| !own(change)).collect()
}

/// What became of a change, by what the tenant holds.
pub(crate) fn became(before: &Document, after: &Document, held: &Document) -> ChangeState {
    if differences(after, held).is_empty() {
        ChangeState::Done
    } else if differences(before, held).is_empty() {
        ChangeState::NotDone
    } else {
        ChangeState::Overtaken
    }
}

/// Whether the tenant made a connection as it was meant. What it adds by itself is no difference.
pub(crate) fn holds(meant: &Document, held: &Document) -> bool {
    changes(meant, held).iter().all(|change| change.before.is_none())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document(value: Value) -> Document {
        serde_json::from_value(value).expect("an object")
    }

    #[test]
    fn a_creation_is_known_by_all_that_was_sent_whatever_the_tenant_adds() {
        let meant = document(json!({ "display_name": "Acme", "options": { "client_id": "a" } }));
        let mut held = meant.clone();
        held["options"] =
            json!({ "client_id": "a", "attribute_map": { "mapping_mode": "bind_all" }, "schema_version": "x" });
        assert!(holds(&meant, &held));
        held["options"]["client_id"] = json!("b");
        assert!(!holds(&meant, &held));
    }
}

//! What a connection is to be in the target: what the target has, with what is taken from the source laid over it.

use lintel_as_code::ConnectionDocument;
use serde_json::{Map, Value, json};

use super::policy::Policies;
use crate::{
    change::{
        document::{BESIDES, DISPLAY_NAME, METADATA, SHOW_AS_BUTTON, is_filled},
        journal::Document,
        merge::{changes, set},
        words::path,
    },
    field::{self, Change, Elsewhere, forget_metadata},
    view::TransferPolicy,
};

const OPTIONS: &str = "options";

/// What of a document can be written to another tenant, and the members that no tenant takes.
pub(super) fn cleaned(document: &ConnectionDocument) -> (Document, Vec<String>) {
    const OWN: [&str; 6] = ["id", "strategy", "realms", "provisioning_ticket_url", "enabled_clients", "unreadable"];
    let (mut cleaned, mut unknown) = (Document::new(), Vec::new());
    for (member, value) in &document.members {
        match member.as_str() {
            DISPLAY_NAME | SHOW_AS_BUTTON | METADATA | OPTIONS => drop(cleaned.insert(member.clone(), value.clone())),
            other if BESIDES.contains(&other) => drop(cleaned.insert(member.clone(), value.clone())),
            other if OWN.contains(&other) => {}
            other => unknown.push(other.to_owned()),
        }
    }
    if let Some(Value::Object(options)) = cleaned.get_mut(OPTIONS) {
        options.shift_remove("schema_version");
        if options.get("discovery_url").and_then(Value::as_str).is_some_and(|url| !url.is_empty()) {
            // The target reads it there by itself.
            forget_metadata(options);
        }
    }
    for here in field::FIELDS.iter().filter(|field| field.elsewhere == Elsewhere::Here) {
        set(&mut cleaned, &path(here.path), None);
    }
    (cleaned, unknown)
}

/// The target's state with all of the source over it. `whole`: what the source lacks is not there; else nobody knows.
pub(super) fn offered(base: &Document, source: &Document, whole: bool) -> Document {
    let mut offered = base.clone();
    for (member, value) in source {
        match (member.as_str(), offered.get_mut(member), value) {
            (OPTIONS | METADATA, Some(Value::Object(held)), Value::Object(value)) => {
                lay_over(held, value, member, whole)
            }
            _ => drop(offered.insert(member.clone(), value.clone())),
        }
    }
    offered
}

fn lay_over(held: &mut Map<String, Value>, source: &Map<String, Value>, member: &str, whole: bool) {
    held.retain(|name, _| {
        let path = [member.to_owned(), name.clone()];
        let own =
            field::at(&path).is_some_and(|(field, _)| matches!(field.elsewhere, Elsewhere::Here | Elsewhere::Secret));
        let made = is_filled(&path) || name == "schema_version" || name == "connection_settings";
        !whole || source.contains_key(name) || own || made
    });
    held.extend(source.iter().map(|(name, value)| (name.clone(), value.clone())));
}

/// What the target is to hold: of the source what the policies let through.
pub(super) fn wanted(name: &str, base: &Document, offered: &Document, policies: &Policies<'_>) -> Document {
    let mut wanted = base.clone();
    for Change { path, before, after } in changes(base, offered) {
        match (policies.of(name, &path), before, after) {
            (TransferPolicy::Keep | TransferPolicy::Substitute, ..) => {}
            (TransferPolicy::Add, Some(Value::Array(mut held)), Some(Value::Array(more))) => {
                held.extend(more.into_iter().filter(|item| !held.contains(item)).collect::<Vec<_>>());
                set(&mut wanted, &path, Some(&Value::Array(held)));
            }
            (TransferPolicy::Add, Some(_), None) => {}
            (_, _, after) => set(&mut wanted, &path, after.as_ref()),
        }
    }
    for given in policies.substitutions(name) {
        let path = path(&given.path);
        if path.first().is_some_and(|first| [OPTIONS, METADATA, DISPLAY_NAME, SHOW_AS_BUTTON].contains(&first.as_str()))
        {
            set(&mut wanted, &path, given.value.as_ref());
        }
    }
    moved_provider(base, &mut wanted);
    wanted
}

/// A provider elsewhere takes the metadata of the one before with it.
fn moved_provider(base: &Document, wanted: &mut Document) {
    let url = |document: &Document| document.get(OPTIONS).and_then(|options| options.get("discovery_url")).cloned();
    if url(base).is_some()
        && url(base) != url(wanted)
        && let Some(Value::Object(options)) = wanted.get_mut(OPTIONS)
    {
        forget_metadata(options);
    }
}

/// What a connection that is not there yet is compared with: member by member.
pub(super) fn nothing() -> Document {
    Document::from_iter([(METADATA.to_owned(), json!({})), (OPTIONS.to_owned(), json!({}))])
}

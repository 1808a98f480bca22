//! Edits of the provider's metadata, and where each of them belongs.

use lintel_management::options::FROM_METADATA;
use serde_json::{Map, Value};

use crate::{
    stored_metadata::{forget_metadata, replace_metadata},
    view::{ConnectionForm, MetadataEdit, Problem},
};

impl ConnectionForm {
    /// An edit of a member that only the stored document can hold needs that document; where the connection has none, or its
    /// discovery URL changes and takes it along, the edit would be lost.
    pub(crate) fn metadata_is_kept_in(&self, options: &Map<String, Value>) -> Result<(), Problem> {
        let lost = self.metadata.iter().find(|(name, edit)| {
            let (MetadataEdit::Set { value } | MetadataEdit::Live { value }) = edit else { return false };
            let held = match FROM_METADATA.contains(&name.as_str()) {
                true => options.get(*name),
                false => options.get("oidc_metadata").and_then(|metadata| metadata.get(*name)),
            };
            held != Some(value)
        });
        lost.map_or(Ok(()), |(name, _)| {
            Err(Problem::new("metadata-not-stored", format!("{name} has no stored metadata document to stand in."))
                .at(&format!("metadata.{name}"))
                .remedy("Save the discovery URL first, so that the tenant stores the document; then edit it."))
        })
    }
}

/// A discovery URL that leads elsewhere takes the old metadata with it. `form` has the URL that answered.
pub(crate) fn put_discovery_url(form: &ConnectionForm, members: &mut Map<String, Value>) {
    let held = |member: &str| members.get(member).and_then(Value::as_str) == Some(&form.discovery_url);
    if !form.discovery_url.is_empty() && !held("discovery_url") && !held("issuer") {
        forget_metadata(members);
        members.insert("discovery_url".to_owned(), form.discovery_url.as_str().into());
    }
}

pub(crate) fn put_document(form: &ConnectionForm, members: &mut Map<String, Value>) {
    if let Some(document) = &form.document {
        replace_metadata(members, document);
    }
}

/// Each edited member where it belongs: those that a connection can say itself at the top, all others in the stored document.
pub(crate) fn put_metadata(form: &ConnectionForm, members: &mut Map<String, Value>) {
    for (name, edit) in &form.metadata {
        let own = FROM_METADATA.contains(&name.as_str());
        let stored = members.get("oidc_metadata").and_then(|metadata| metadata.get(name)).cloned();
        let value = match edit {
            MetadataEdit::Set { value } | MetadataEdit::Live { value } => Some(value.clone()),
            MetadataEdit::Stored => stored,
        };
        if own {
            match &value {
                Some(value) => members.insert(name.clone(), value.clone()),
                None => members.shift_remove(name),
            };
        }
        let document = match edit {
            MetadataEdit::Set { .. } => !own,
            MetadataEdit::Live { .. } => true,
            MetadataEdit::Stored => false,
        };
        if let (true, Some(value), Some(Value::Object(metadata))) = (document, value, members.get_mut("oidc_metadata"))
        {
            metadata.insert(name.clone(), value);
        }
    }
}

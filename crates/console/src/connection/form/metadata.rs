//! Edits of the provider's metadata, and where each of them belongs.

use lintel_management::options::FROM_METADATA;
use serde_json::{Map, Value};

use crate::view::{ConnectionForm, MetadataEdit, Problem};

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

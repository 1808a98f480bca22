//! The metadata document that the tenant stores with a connection: where it comes from, and another one to take its place.

use lintel_management::{Connection, Options, options::FROM_METADATA};
use lintel_oidc::{
    discovery::{self, Report},
    http::MAX_BODY,
};
use serde_json::{Map, Value};
use url::Url;

use crate::{
    Console,
    change::journal::{ChangeKind, ChangeState, Document, Entry},
    field::completed,
    view::{ChannelCheck, ConnectionForm, DocumentCheck, MemberChange, MetadataOrigin, Problem, StoredMetadata},
};

impl Console {
    /// Judges a file as a document that was fetched, and says what it would change of the page's state. Nothing is written.
    pub fn check_document(&self, revision: &str, discovery_url: &str, text: &str) -> Result<DocumentCheck, Problem> {
        let stored = self.state_of_page(revision)?.options.unwrap_or_default();
        Ok(document_check(
            &discovery::check_document(text.as_bytes(), Url::parse(discovery_url).ok().as_ref()),
            &stored,
        ))
    }

    /// The same of what the provider says now, read afresh. Cancelled through its ticket.
    pub async fn live_document(
        &self,
        ticket: &str,
        revision: &str,
        discovery_url: &str,
    ) -> Result<DocumentCheck, Problem> {
        let stored = self.state_of_page(revision)?.options.unwrap_or_default();
        let checked = self.common.tickets.run(ticket, self.check_afresh(discovery_url)).await?;
        Ok(document_check(&checked.report, &stored))
    }

    pub(crate) async fn stored_metadata(&self, connection: &Connection) -> Result<Option<StoredMetadata>, Problem> {
        if connection.options.as_ref().and_then(Options::oidc_metadata).is_none() {
            return Ok(None);
        }
        let found = self.journal.newest(&connection.id, |entry| Some((origin(entry)?, entry.at))).await?;
        let (origin, at) = found.map_or((MetadataOrigin::Unknown, None), |(origin, at)| (origin, Some(at)));
        Ok(Some(StoredMetadata { origin, at }))
    }
}

impl ConnectionForm {
    /// The document has to serve the channel, whether it came from a file or from the provider.
    pub(crate) fn document_serves(&self) -> Result<(), Problem> {
        let Some(document) = &self.document else { return Ok(()) };
        let report = discovery::check_document(Value::Object(document.clone()).to_string().as_bytes(), None);
        let Some(refusal) = &report.channel(self.channel).refusal else { return Ok(()) };
        Err(Problem::new("document-incomplete", refusal.clone()).at("document").remedy(format!(
            "Use a complete document of at most {} KiB, or choose the other channel.",
            MAX_BODY / 1024
        )))
    }
}

fn document_check(report: &Report, stored: &Options) -> DocumentCheck {
    let document = report.found.as_ref().map(|found| found.document.members().clone());
    DocumentCheck {
        changes: document.as_ref().map(|document| changes(stored, document)).unwrap_or_default(),
        document,
        front_channel: ChannelCheck::from(&report.front_channel),
        back_channel: ChannelCheck::from(&report.back_channel),
    }
}

/// Every member in which the document differs from the stored one, in the order of the stored one, then of the document.
fn changes(options: &Options, document: &Map<String, Value>) -> Vec<MemberChange> {
    let none = Map::new();
    let (stored, new) = (options.oidc_metadata().unwrap_or(&none), completed(document));
    let names = stored.keys().chain(new.keys().filter(|name| !stored.contains_key(*name)));
    names
        .filter(|name| stored.get(*name) != new.get(*name))
        .map(|name| MemberChange {
            name: name.clone(),
            stored: stored.get(name).cloned(),
            new: new.get(name).cloned(),
            overridden: FROM_METADATA.contains(&name.as_str())
                && options.0.get(name).is_some_and(|own| !own.is_null() && stored.get(name) != Some(own)),
        })
        .collect()
}

/// What the change made of the stored document; `None` where it left it alone.
fn origin(entry: &Entry) -> Option<MetadataOrigin> {
    let member =
        |document: &Document, name: &str| document.get("options").and_then(|options| options.get(name)).cloned();
    let (before, after) = (member(&entry.before, "oidc_metadata"), member(&entry.after, "oidc_metadata"));
    if entry.state == ChangeState::NotDone {
        return None;
    }
    let moved = member(&entry.before, "discovery_url") != member(&entry.after, "discovery_url");
    match after {
        // A save without the document has the tenant read it.
        None if moved || before.is_some() => Some(MetadataOrigin::DiscoveryUrl),
        Some(_) if entry.kind == ChangeKind::Created => Some(MetadataOrigin::DiscoveryUrl),
        after if after != before => Some(MetadataOrigin::Saved),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().cloned().expect("an object")
    }

    fn stored() -> Map<String, Value> {
        object(json!({
            "issuer": "https://op.example", "jwks_uri": "https://override.example/keys",
            "userinfo_endpoint": "https://op.example/userinfo",
            "oidc_metadata": {
                "issuer": "https://op.example", "jwks_uri": "https://op.example/keys",
                "userinfo_endpoint": "https://op.example/userinfo", "scopes_supported": ["openid"],
                "claims_parameter_supported": false, "request_parameter_supported": false,
                "request_uri_parameter_supported": false, "require_request_uri_registration": false,
            },
        }))
    }

    fn document() -> Map<String, Value> {
        object(json!({
            "issuer": "https://op.example", "jwks_uri": "https://op.example/new-keys", "token_endpoint": "https://op.example/token",
            "scopes_supported": ["openid"], "request_parameter_supported": true,
        }))
    }

    #[test]
    fn a_comparison_names_what_would_change_and_not_what_the_tenant_adds_itself() {
        let found = changes(&Options(stored()), &document());
        let told: Vec<(&str, bool)> = found.iter().map(|change| (change.name.as_str(), change.overridden)).collect();
        assert_eq!(
            told,
            [
                ("jwks_uri", true),
                ("userinfo_endpoint", false),
                ("request_parameter_supported", false),
                ("token_endpoint", false),
            ]
        );
        assert_eq!((&found[1].stored, &found[1].new), (&Some(json!("https://op.example/userinfo")), &None));
    }
}

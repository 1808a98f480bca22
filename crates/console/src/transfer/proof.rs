//! What the target holds at the end of a run.

use std::collections::BTreeSet;

use lintel_oidc::Channel;
use lintel_tenant::OidcOptions;

use super::{item::Item, policy::APPLICATIONS};
use crate::{
    Console,
    change::{document::options, journal::Document, lines::told, merge::changes},
    scim,
    view::{FieldChange, Problem, TransferProof},
};

impl Console {
    /// What was meant is read back and compared, and the provider is checked.
    pub(super) async fn proof(&self, item: &Item) -> TransferProof {
        let unread = |problem: Problem| {
            let label = "Reading it back".to_owned();
            let differs =
                FieldChange { path: String::new(), label, before: None, after: Some(problem.message), meaning: None };
            TransferProof { differs: vec![differs], provider: None }
        };
        let read = async {
            let id = item.id.as_deref().unwrap_or_default();
            let connection = self.read(id).await?;
            self.held(&connection).await
        };
        let now = match read.await {
            Ok(now) => now,
            Err(problem) => return unread(problem),
        };
        let mut differs = told(&item.differs(&now.document));
        if let Some(wanted) = &item.wanted.applications
            && now.applications.as_ref() != Some(wanted)
        {
            let count = |ids: usize| Some(format!("{ids} enabled"));
            differs.push(FieldChange {
                path: APPLICATIONS.to_owned(),
                label: "Applications".to_owned(),
                before: count(wanted.len()),
                after: count(now.applications.as_ref().map_or(0, BTreeSet::len)),
                meaning: None,
            });
        }
        if let (Some(wanted), Some(held)) = (&item.wanted.scim, &now.scim) {
            let state = |settings: &Option<_>| scim::history::document(settings.as_ref());
            differs.extend(scim::history::told(&changes(&state(wanted), &state(held))));
        }
        TransferProof { differs, provider: self.provider_refusal(&item.wanted.document).await }
    }

    /// Why the provider would not do, by a check that is a minute old at most.
    async fn provider_refusal(&self, wanted: &Document) -> Option<String> {
        let options = options(wanted);
        let check = self.checked(options.discovery_url()?).await;
        let channel = OidcOptions::of(&options).channel;
        let verdict = match channel {
            Channel::FrontChannel => check.front_channel,
            Channel::BackChannel => check.back_channel,
        };
        match check.found {
            None => Some("No OpenID Connect configuration was found at the discovery URL.".to_owned()),
            Some(_) => verdict.refusal,
        }
    }
}

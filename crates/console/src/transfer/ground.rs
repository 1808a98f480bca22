//! What every connection of a plan is planned with.

use std::collections::{BTreeMap, BTreeSet};

use lintel_as_code::ConnectionDocument;
use lintel_management::Application;

use super::{index::Index, policy::Policies, source::Source};
use crate::view::TransferChoices;

pub(super) struct Ground<'a> {
    pub(super) source: &'a Source,
    pub(super) index: Index,
    /// None where the credentials do not show them.
    pub(super) applications: Option<Vec<Application>>,
    /// From name to ID; none where the credentials do not show them.
    pub(super) organizations: Option<BTreeMap<String, String>>,
    pub(super) policies: Policies<'a>,
    pub(super) choices: &'a TransferChoices,
    pub(super) salt: &'a str,
    /// Names that stand twice in the source.
    pub(super) twice: BTreeSet<String>,
}

impl Ground<'_> {
    /// The name of an application of the target, or its client ID.
    pub(super) fn called(&self, client_id: &str) -> String {
        let known = self.applications.iter().flatten().find(|one| one.client_id == client_id);
        known.map_or(client_id, |one| &one.name).to_owned()
    }
}

pub(super) fn twice(documents: &[ConnectionDocument]) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    documents.iter().filter(|one| !seen.insert(&one.name)).map(|one| one.name.clone()).collect()
}

pub(super) fn uses_organizations(document: &ConnectionDocument) -> bool {
    document.organizations.as_ref().is_some_and(|uses| !uses.is_empty())
}

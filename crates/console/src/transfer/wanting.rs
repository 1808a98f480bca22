//! What the target is to hold of one connection, with what is told of it.

use std::collections::BTreeSet;

use lintel_as_code::ConnectionDocument;

use super::{
    applications::resolved,
    ground::Ground,
    held::Held,
    merged,
    policy::{APPLICATIONS, Policies, SCIM, SECRET},
    source::Source,
    value::shape,
    words,
};
use crate::{
    change::{
        journal::Document,
        lines::told,
        merge::{at, changes, set},
        words::{path, pointer},
    },
    scim,
    view::{FieldChange, PlannedApplication, PlannedConnection, PlannedStay, TransferPolicy},
};

impl Ground<'_> {
    /// What the target is to hold, with what is told of it.
    pub(super) fn wanted(
        &self,
        document: &ConnectionDocument,
        before: &Held,
        exists: bool,
        told_of: &mut PlannedConnection,
    ) -> Held {
        let (name, policies) = (&document.name, &self.policies);
        let (source, unknown) = merged::cleaned(document);
        if !unknown.is_empty() {
            told_of.notes.push(format!("No tenant takes {}: left out.", unknown.join(", ")));
        }
        let (mut open, mut whole) = (Vec::new(), true);
        if let Source::File(file) = self.source {
            told_of.notes.extend(file.notes_of(name));
            (open, whole) = (file.open_of(name), file.whole);
        }
        let base = if exists { before.document.clone() } else { merged::nothing() };
        let mut offered = merged::offered(&base, &source, whole);
        for (path, stands_for_it) in &open {
            // What is not known is no reason to take away what is there.
            set(&mut offered, path, at(&base, path));
            let (member, path) = (path, pointer(path));
            let said = policies.said(name, &path);
            if path == SECRET {
                told_of.notes.push(format!("The client secret is {stands_for_it}, and that is not stored."));
            } else if !said.is_some_and(|said| said.policy == TransferPolicy::Keep || said.value.is_some()) {
                told_of.questions.push(words::placeholder(&path, shape(member, [at(&base, member)]), stands_for_it));
            }
        }
        let mut wanted = merged::wanted(name, &base, &offered, policies);
        if let Some(given) = self.choices.secrets.iter().find(|given| given.connection == *name) {
            let path = ["options".to_owned(), "client_secret".to_owned()];
            set(&mut wanted, &path, Some(&given.secret.expose().into()));
        }
        told_of.lines = told(&changes(&base, &wanted));
        told_of.stays = self.stays(name, &wanted, &offered);
        let same = changes(&merged::nothing(), &wanted).len().saturating_sub(changes(&base, &wanted).len());
        told_of.same = u32::try_from(same).unwrap_or(u32::MAX);
        if !exists && wanted.get("metadata").and_then(|notes| notes.as_object()).is_some_and(|notes| notes.is_empty()) {
            wanted.shift_remove("metadata");
        }
        let applications = self.wanted_applications(document, before, exists, told_of);
        let wanted_scim = document.scim.as_ref().map(|settings| settings.as_ref().map(scim::settings::of));
        let turns_off = wanted_scim == Some(None) && before.scim.as_ref().is_some_and(Option::is_some);
        let wanted_scim = wanted_scim.filter(|_| policies.of_scim(name, turns_off) != TransferPolicy::Keep);
        match (&wanted_scim, &before.scim) {
            (Some(_), None) => told_of.questions.push(words::not_shown("SCIM", SCIM, "read:scim_config")),
            (Some(wanted), Some(held)) => {
                let state = |settings: &Option<_>| scim::history::document(settings.as_ref());
                told_of.lines.extend(scim::history::told(&changes(&state(held), &state(wanted))));
            }
            (None, _) if turns_off => told_of.notes.push("SCIM stays on: turning it off ends its tokens.".to_owned()),
            (None, _) => {}
        }
        Held { document: wanted, applications, scim: wanted_scim, organizations: None }
    }

    /// What the source has otherwise and the target does not get, with why.
    fn stays(&self, name: &str, wanted: &Document, offered: &Document) -> Vec<PlannedStay> {
        let stay = |change: FieldChange| {
            let member = path(&change.path);
            PlannedStay {
                why: self.policies.why(name, &change.path),
                shape: shape(&member, [at(wanted, &member), at(offered, &member)]),
                change,
            }
        };
        told(&changes(wanted, offered)).into_iter().map(stay).collect()
    }

    fn wanted_applications(
        &self,
        document: &ConnectionDocument,
        before: &Held,
        exists: bool,
        told_of: &mut PlannedConnection,
    ) -> Option<BTreeSet<String>> {
        let named = document.applications.as_ref()?;
        let policy = self.policies.of_applications(&document.name, exists);
        let keeps = policy == TransferPolicy::Keep;
        let (Some(there), Some(held)) = (&self.applications, &before.applications) else {
            if !keeps && !named.is_empty() {
                told_of.questions.push(words::not_shown("applications", APPLICATIONS, "read:clients"));
            }
            return None;
        };
        for application in named {
            let Policies { choices, remembered, foreign } = &self.policies;
            let (mut planned, question) = resolved(application, there, &choices.applications, remembered, *foreign);
            planned.on = planned.target.as_ref().is_some_and(|target| held.contains(&target.id));
            // One that is on already is no new decision.
            told_of.questions.extend(question.filter(|_| !keeps && !planned.on));
            told_of.applications.push(planned);
        }
        let targets = told_of.applications.iter().filter(|one| !one.left_out);
        let mut wanted: BTreeSet<String> = targets
            .filter_map(|one: &PlannedApplication| one.target.as_ref().map(|target| target.id.clone()))
            .collect();
        match policy {
            TransferPolicy::Keep => return None,
            TransferPolicy::Add => wanted.extend(held.iter().cloned()),
            TransferPolicy::Carry | TransferPolicy::Substitute => {}
        }
        Some(wanted)
    }
}

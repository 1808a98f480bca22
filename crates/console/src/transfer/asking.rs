//! What has to be answered before a connection can be written.

use super::{ground::Ground, item::Item, words};
use crate::{
    Console,
    change::document::options,
    view::{PlannedConnection, PlannedTarget, UserSearch},
};

impl Console {
    /// What has to be known before the connection works in the target.
    pub(super) fn asks(
        &self,
        item: &Item,
        found: Option<&PlannedTarget>,
        ground: &Ground<'_>,
        told_of: &mut PlannedConnection,
    ) {
        let options_now = options(&item.wanted.document);
        told_of.questions.extend(words::lacking(&options_now));
        if self.is_elsewhere() {
            told_of.questions.extend(words::loopback(&options_now));
        }
        if !ground.choices.share_domains {
            let list = |document| {
                lintel_management::texts(&options(document).0, "domain_aliases").map(str::to_owned).collect::<Vec<_>>()
            };
            let held = list(&item.before.document);
            let added: Vec<String> =
                list(&item.wanted.document).into_iter().filter(|one| !held.contains(one)).collect();
            let shared = ground.index.with_domains(found.map(|target| target.id.as_str()), &added);
            told_of.questions.extend((!shared.is_empty()).then(|| words::domains(&shared)));
        }
    }

    /// How many people the connection has in the source, in a sentence; nothing where that is not known.
    pub(super) async fn people_of(&self, name: &str, ground: &Ground<'_>) -> String {
        let Ok(Some(console)) = ground.source.console() else { return String::new() };
        let search = UserSearch { text: String::new(), connection: Some(name.to_owned()) };
        match console.find_users(&search, 0).await {
            Ok(found) if found.total == 1 => " The source has 1 of them.".to_owned(),
            Ok(found) => format!(" The source has {} of them.", found.total),
            Err(_) => String::new(),
        }
    }
}

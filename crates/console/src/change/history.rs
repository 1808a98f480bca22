//! The changes of a connection, and the way back.

use lintel_management::Request;

use crate::{
    Console,
    change::{
        document::document,
        journal::{About, ChangeKind, Document, Entry, RestoreWay, Restored, Subject},
        lines::{Line, labels, lines, told, touches},
        merge::{at, changes, set},
        plan,
    },
    connection::keys,
    organization, scim,
    view::{HistoryEntry, Problem, Restore, RestoreLine, RestoreOutcome, RestoreReview},
};

const SECRET: &str = "client_secret";
/// The tenant's own.
const SCHEMA_VERSION: [&str; 2] = ["options", "schema_version"];

impl Console {
    /// The changes of a connection, newest first.
    pub async fn history(&self, connection_id: &str) -> Result<Vec<HistoryEntry>, Problem> {
        Ok(self.journal.of_connection(connection_id).await?.iter().map(HistoryEntry::from).collect())
    }

    /// What a restore would change of the connection as it is now, line by line. Nothing is written.
    pub async fn review_restore(&self, entry: i64, way: RestoreWay) -> Result<RestoreReview, Problem> {
        let (id, entry) = self.restorable(entry).await?;
        if entry.kind == ChangeKind::Scim {
            return self.review_scim_restore(&id, &entry, way).await;
        }
        let connection = self.read(&id).await?;
        let now = document(&connection)?;
        Ok(review(&entry, way, &now, self.loaded.remember(&connection), None))
    }

    /// Brings back the ticked lines of a review, as a change of its own, if the connection still is as it was looked at.
    pub async fn restore(&self, wanted: &Restore) -> Result<RestoreOutcome, Problem> {
        let (id, entry) = self.restorable(wanted.entry).await?;
        if entry.kind == ChangeKind::Scim {
            return self.restore_scim(&id, &entry, wanted).await;
        }
        let turn = self.turn(&id).await;
        let connection = self.read_in(&turn).await?;
        let now = document(&connection)?;
        let seen = self.loaded.remember(&connection);
        if seen != wanted.seen {
            // Of a state that is not held any more nothing is known: all of it may be another.
            let looked_at = self.loaded.at(&wanted.seen).map(|looked_at| document(&looked_at)).transpose()?;
            let review = review(&entry, wanted.way, &now, seen, Some(&looked_at.unwrap_or_default()));
            return Ok(RestoreOutcome::Moved { review });
        }
        let after = brought_back(&entry, wanted, &now);
        let restored = Restored { entry: entry.id, at: entry.at, way: wanted.way };
        let about = About { restored: Some(restored), ..About::default() };
        let (view, differs) = self.write(&turn, ChangeKind::Restored, about, connection, &after).await?;
        Ok(RestoreOutcome::Saved { view, differs })
    }

    /// What a restore sends.
    pub(crate) async fn restore_requests(&self, wanted: &Restore) -> Result<Vec<Request>, Problem> {
        let (id, entry) = self.restorable(wanted.entry).await?;
        if entry.kind == ChangeKind::Scim {
            return self.scim_restore_requests(&id, &entry, wanted).await;
        }
        let connection = self.read(&id).await?;
        let now = document(&connection)?;
        if self.loaded.remember(&connection) != wanted.seen {
            return Err(plan::moved_since());
        }
        let after = brought_back(&entry, wanted, &now);
        Ok(if after == now { Vec::new() } else { vec![plan::update(&id, &now, &after)] })
    }

    /// The entry, and the connection whose earlier state it has.
    async fn restorable(&self, entry: i64) -> Result<(String, Entry), Problem> {
        let has_before =
            |kind| matches!(kind, ChangeKind::Saved | ChangeKind::Restored | ChangeKind::Elsewhere | ChangeKind::Scim);
        let entry = self.journal.entry(entry).await?.filter(|entry| has_before(entry.kind));
        match entry.map(|entry| (entry.subject.clone(), entry)) {
            Some((_, Entry { damage: Some(why), .. })) => {
                Err(Problem::new("entry-unreadable", format!("This entry of the history cannot be read: {why}.")))
            }
            Some((Subject::Connection(id), entry)) => Ok((id, entry)),
            _ => Err(Problem::new("nothing-to-restore", "The history has no state before this change.")),
        }
    }
}

/// The connection as it is to be, with the lines that are ticked.
fn brought_back(entry: &Entry, wanted: &Restore, now: &Document) -> Document {
    let mut after = now.clone();
    for line in lines(&changes(now, &target(entry, wanted.way, now))) {
        if wanted.paths.contains(&line.change.path) {
            line.members.iter().for_each(|member| set(&mut after, &member.path, member.after.as_ref()));
        }
    }
    after
}

/// The connection as it is to be, with every line ticked.
fn target(entry: &Entry, way: RestoreWay, now: &Document) -> Document {
    let mut target = now.clone();
    match way {
        // What was not written down stays as it is.
        RestoreWay::StateBefore => target.extend(entry.before.clone()),
        RestoreWay::OnlyThisChange => {
            for change in changes(&entry.before, &entry.after) {
                set(&mut target, &change.path, change.before.as_ref());
            }
        }
    }
    let version = SCHEMA_VERSION.map(str::to_owned);
    set(&mut target, &version, at(now, &version));
    target
}

/// `looked_at`: the connection as it was when the lines were looked at before.
fn review(entry: &Entry, way: RestoreWay, now: &Document, seen: String, looked_at: Option<&Document>) -> RestoreReview {
    let moved = looked_at.map(|looked_at| changes(looked_at, now)).unwrap_or_default();
    let changes = changes(now, &target(entry, way, now));
    let line = |line: Line<'_>| {
        let path = &line.members[0].path;
        let later = at(now, path) != at(&entry.after, path);
        let again = touches(&moved, path);
        let is_secret = path.last().is_some_and(|member| member == SECRET);
        // The earlier secret works only if the provider still takes it, and what was changed later is not what was asked to be undone.
        let is_another = later && way == RestoreWay::OnlyThisChange;
        let chosen = !(again || is_secret || is_another);
        RestoreLine { change: line.change, later, chosen, again }
    };
    RestoreReview { seen, lines: lines(&changes).into_iter().map(line).collect(), again: labels(&moved) }
}

impl From<&Entry> for HistoryEntry {
    fn from(entry: &Entry) -> Self {
        let changes = changes(&entry.before, &entry.after);
        HistoryEntry {
            id: entry.id,
            at: entry.at,
            kind: entry.kind,
            state: entry.state,
            by: entry.about.by.clone(),
            restored: entry.about.restored.clone(),
            switched: entry.about.switched.clone(),
            address: entry.about.address.clone(),
            has_requests: entry.about.sent.is_some(),
            problem: entry.damage.clone(),
            changes: match entry.kind {
                ChangeKind::Scim => scim::history::told(&changes),
                ChangeKind::ScimToken => scim::tokens::told(&changes),
                ChangeKind::Keys => keys::told(&changes),
                ChangeKind::Organizations => organization::history::told(&entry.before, &entry.after),
                _ if entry.before.is_empty() || entry.after.is_empty() => Vec::new(),
                _ => told(&changes),
            },
        }
    }
}

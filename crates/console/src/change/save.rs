//! Saving that cannot lose anything: three versions are merged, the change is written down before it is sent, and what the tenant
//! then holds is compared with what was meant.

use lintel_management::Connection;
use serde_json::Value;

use super::{
    document::{differences, document, options},
    lines::{labels, told, touches},
    merge::{changes, merge},
    plan,
    words::{conflict, pointer},
};
use crate::field::Change;
use crate::{
    Console,
    change::{
        journal::{About, ChangeKind, ChangeState, Document, Subject},
        settling::unanswered,
        turns::Turn,
    },
    view::{ConnectionForm, ConnectionView, Decisions, Edit, FieldChange, Problem, SaveOutcome},
};

impl Console {
    /// What a save of the form would change, field by field. Nothing is written.
    pub async fn review_changes(&self, edit: &Edit) -> Result<Vec<FieldChange>, Problem> {
        let (loaded, edited) = self.edited(edit).await?;
        Ok(told(&changes(&loaded, &edited)))
    }

    /// Writes what the form changed over the connection as it is now; every other member stays as it is.
    pub async fn save_connection(&self, edit: &Edit, decisions: &Decisions) -> Result<SaveOutcome, Problem> {
        let (loaded, edited) = self.edited(edit).await?;
        if !decisions.share_domains {
            let domains = self.domains_held_elsewhere(&edit.id, &options(&loaded), &options(&edited)).await?;
            if !domains.is_empty() {
                return Ok(SaveOutcome::DomainsHeld { domains });
            }
        }
        let turn = self.turn(&edit.id).await;
        let now = self.read_in(&turn).await?;
        let current = document(&now)?;
        let seen = self.loaded.remember(&now);
        let decided = decisions.seen.as_deref() == Some(seen.as_str());
        // Whoever decided looked at another state: nothing is written that he did not see, be it without a conflict by now.
        let moved = decisions.seen.is_some() && !decided;
        let again = match decisions.seen.as_deref().filter(|_| moved).map(|seen| self.loaded.at(seen)) {
            Some(Some(looked_at)) => changes(&document(&looked_at)?, &current),
            Some(None) => changes(&loaded, &current),
            None => Vec::new(),
        };
        let (merged, conflicts) = merge(&loaded, &edited, &current, |path| {
            let path = pointer(path);
            let chosen = |paths: &[String]| decided && paths.contains(&path);
            chosen(&decisions.mine).then_some(true).or_else(|| chosen(&decisions.theirs).then_some(false))
        });
        if moved || !conflicts.is_empty() {
            let settled = |mut changes: Vec<Change>| {
                changes.retain(|change| !conflicts.iter().any(|conflict| change.path == conflict.path));
                told(&changes)
            };
            return Ok(SaveOutcome::Conflict {
                seen,
                again: labels(&again),
                conflicts: conflicts.iter().map(|one| conflict(one, touches(&again, &one.path))).collect(),
                yours: settled(changes(&loaded, &edited)),
                theirs: settled(changes(&loaded, &current)),
            });
        }
        let (view, differs) = self.write(&turn, ChangeKind::Saved, About::default(), now, &merged).await?;
        self.draft_is_done(&edit.id).await;
        Ok(SaveOutcome::Saved { view, differs })
    }

    /// Brings a connection from the state `now`, read in this turn, to the state `after`. The answer has where the tenant then holds
    /// something else.
    pub(crate) async fn write(
        &self,
        turn: &Turn,
        kind: ChangeKind,
        about: About,
        now: Connection,
        after: &Document,
    ) -> Result<(Box<ConnectionView>, Vec<FieldChange>), Problem> {
        let before = document(&now)?;
        if before == *after {
            return Ok((Box::new(self.view(now)), Vec::new()));
        }
        let held = self.put(turn, kind, about, &before, after).await?;
        let seen = document(&held).map_err(|hidden| {
            let name = &held.name;
            Problem::new(&hidden.code, format!("{name} was saved, but the tenant does not show its settings any more."))
                .remedy("Grant read:connections_options to the application, then open the connection again.")
        })?;
        let differs = told(&differences(after, &seen));
        Ok((Box::new(self.view(held)), differs))
    }

    /// Writes a change down, sends it, and reads what the tenant then holds. `before` was read in this turn.
    pub(crate) async fn put(
        &self,
        turn: &Turn,
        kind: ChangeKind,
        about: About,
        before: &Document,
        after: &Document,
    ) -> Result<Connection, Problem> {
        let id = turn.connection();
        let fields: Vec<String> = changes(before, after).iter().map(|change| pointer(&change.path)).collect();
        let request = plan::update(id, before, after);
        let about = About { sent: Some(vec![request.clone()]), ..about };
        let entry = self.begin(Subject::Connection(id.to_owned()), kind, before, after, about).await?;
        tracing::info!(connection = id, ?fields, ?kind, "saving");
        let sent = self.client.perform_for(&request).await;
        let lost = match sent {
            Ok(answered) => {
                // What it holds is the truth; where that cannot be read, its answer is the last that it said.
                let read = self.client.connection(id).await;
                match read.as_ref().map(document) {
                    Ok(Ok(state)) => entry.settle_known(id, &state).await,
                    _ => entry.settle(ChangeState::Done).await,
                }
                return Ok(read.unwrap_or(answered));
            }
            Err(error) if error.did_nothing() => {
                entry.settle(ChangeState::NotDone).await;
                return Err(self.refused(id, error));
            }
            Err(error) => error,
        };
        if let Ok(held) = self.client.connection(id).await
            && let Ok(state) = document(&held)
            && differences(after, &state).is_empty()
        {
            entry.settle_known(id, &state).await;
            return Ok(held);
        }
        Err(unanswered(lost))
    }

    /// The connection that a page was filled from.
    pub(crate) fn state_of_page(&self, revision: &str) -> Result<Connection, Problem> {
        self.loaded.at(revision).ok_or_else(|| {
            Problem::new("page-too-old", "Lintel does not hold the state any more that this page was filled from.")
                .remedy("Open the connection again. Note your changes first: they are not saved.")
        })
    }

    /// The connection as it was loaded, and as the form wants it.
    pub(crate) async fn edited(&self, edit: &Edit) -> Result<(Document, Document), Problem> {
        let form = &edit.form;
        let connection = self.state_of_page(&edit.revision)?;
        let loaded = document(&connection)?;
        form.validate(Some(&connection))?;
        form.has_secret(Some(&connection))?;
        let before = ConnectionForm::of(&connection);
        // A document of its own has been judged for the channel already.
        let judged = form.channel == before.channel || form.document.is_some();
        let discovery_url = match form.discovery_url.trim() == before.discovery_url.trim() && judged {
            true => before.discovery_url,
            false => self.sound_discovery_url(form).await?,
        };
        let mut edited = loaded.clone();
        form.put(&mut edited, &discovery_url);
        if let Some(Value::Object(options)) = edited.get("options") {
            form.metadata_is_kept_in(options)?;
        }
        Ok((loaded, edited))
    }
}

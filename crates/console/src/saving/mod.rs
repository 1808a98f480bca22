//! Saving that cannot lose anything: three versions are merged, the change is written down before it is sent, and what the tenant
//! then holds is compared with what was meant.

mod loaded;
mod merge;
mod words;

use lintel_management::{Connection, Options, options::FROM_METADATA};
use serde_json::{Map, Value, json};

pub(crate) use self::loaded::Loaded;
use self::{
    merge::merge,
    words::{conflict, field_change},
};
pub(crate) use self::{
    merge::{Change, at, changes, set},
    words::{label, pointer},
};
use crate::{
    Console,
    journal::{About, ChangeKind, ChangeState, Document, Subject},
    settling::unanswered,
    turns::Turn,
    view::{ConnectionForm, ConnectionView, Decisions, Edit, FieldChange, Problem, SaveOutcome},
};

pub(crate) const DISPLAY_NAME: &str = "display_name";
pub(crate) const SHOW_AS_BUTTON: &str = "show_as_button";

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
            return Ok((Box::new(self.view(now).await), Vec::new()));
        }
        let held = self.put(turn, kind, about, &before, after).await?;
        let seen = document(&held).map_err(|hidden| {
            let name = &held.name;
            Problem::new(&hidden.code, format!("{name} was saved, but the tenant does not show its settings any more."))
                .remedy("Grant read:connections_options to the application, then open the connection again.")
        })?;
        let differs = told(&differences(after, &seen));
        Ok((Box::new(self.view(held).await), differs))
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
        let entry = self.begin(Subject::Connection(id.to_owned()), kind, before, after, about).await?;
        tracing::info!(connection = id, ?fields, ?kind, "saving");
        let sent = self.client.update_connection(id, &request(before, after)).await;
        let lost = match sent {
            Ok(answered) => {
                // What it holds is the truth; where that cannot be read, its answer is the last that it said.
                let read = self.client.connection(id).await;
                entry.settle(ChangeState::Done).await;
                if let Ok(held) = &read {
                    self.know(turn, held).await;
                }
                return Ok(read.unwrap_or(answered));
            }
            Err(error) if error.did_nothing() => {
                entry.settle(ChangeState::NotDone).await;
                return Err(self.refused(id, error));
            }
            Err(error) => error,
        };
        match self.client.connection(id).await {
            Ok(held) if document(&held).is_ok_and(|held| differences(after, &held).is_empty()) => {
                entry.settle(ChangeState::Done).await;
                self.know(turn, &held).await;
                Ok(held)
            }
            _ => Err(unanswered(lost)),
        }
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

/// What a person can change of a connection.
pub(crate) fn document(connection: &Connection) -> Result<Document, Problem> {
    if let Some(why) = connection.unreadable() {
        let message = format!("{} cannot be read: {why}.", connection.name);
        return Err(Problem::new("connection-unreadable", message)
            .remedy("Select it in the list of connections and delete it there, then create it again."));
    }
    if connection.options.is_some() {
        return Ok(visible(connection));
    }
    let message =
        format!("The settings of {} are not visible: the credentials lack read:connections_options.", connection.name);
    Err(Problem::new("options-hidden", message)
        .remedy("Grant that scope to the application. A save without it would erase the settings, so none is sent."))
}

/// As much of it as the credentials show. Of one that cannot be read there is nothing to write down.
pub(crate) fn visible(connection: &Connection) -> Document {
    if connection.unreadable().is_some() {
        return Document::new();
    }
    let mut document = Map::from_iter([
        (DISPLAY_NAME.to_owned(), connection.display_name.as_deref().unwrap_or(&connection.name).into()),
        (SHOW_AS_BUTTON.to_owned(), connection.show_as_button.into()),
    ]);
    if let Some(options) = &connection.options {
        document.insert("options".to_owned(), Value::Object(options.0.clone()));
    }
    document
}

fn options(document: &Document) -> Options {
    Options(document.get("options").and_then(Value::as_object).cloned().unwrap_or_default())
}

/// The changes as a person made them.
pub(crate) fn told(changes: &[Change]) -> Vec<FieldChange> {
    lines(changes).into_iter().map(|line| line.change).collect()
}

/// A change as a person made it, and the members that change with it.
pub(crate) struct Line<'a> {
    pub(crate) change: FieldChange,
    /// The first is the change's own.
    pub(crate) members: Vec<&'a Change>,
}

pub(crate) fn lines(changes: &[Change]) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for first in changes.iter().filter(|change| leader(change, changes).is_none()) {
        let follows = |one: &&Change| leader(one, changes).is_some_and(|leader| leader.path == first.path);
        let members = std::iter::once(first).chain(changes.iter().filter(follows)).collect();
        lines.push(Line { change: field_change(first), members });
    }
    lines
}

/// The change that this one is part of: metadata goes because its discovery URL went, and an endpoint changes with the stored document.
fn leader<'a>(change: &Change, changes: &'a [Change]) -> Option<&'a Change> {
    let moved = changes.iter().find(|change| change.path == ["options", "discovery_url"]);
    let goes = moved.filter(|_| change.after.is_none() && is_filled(&change.path));
    goes.or_else(|| match change.path.as_slice() {
        [options, metadata, member] if metadata == "oidc_metadata" => changes.iter().find(|other| {
            other.path == [options.as_str(), member] && (&other.before, &other.after) == (&change.before, &change.after)
        }),
        _ => None,
    })
}

/// What changed, by its names on the screen.
pub(crate) fn labels(changes: &[Change]) -> Vec<String> {
    told(changes).into_iter().map(|change| change.label).collect()
}

/// Whether one of the changes is of this member, or of a part or the whole of it.
pub(crate) fn touches(changes: &[Change], path: &[String]) -> bool {
    changes.iter().any(|change| path.starts_with(&change.path) || change.path.starts_with(path))
}

/// Whether the tenant fills this member from the metadata.
fn is_filled(path: &[String]) -> bool {
    path.get(1).is_some_and(|member| member == "oidc_metadata" || FROM_METADATA.contains(&member.as_str()))
}

/// The body of the PATCH: what changes, whole, and always the display name, which the API would set back to the name. Other members at
/// the top stay when they are left out, and so whoever changes them meanwhile keeps what he wrote.
fn request(before: &Document, after: &Document) -> Value {
    let mut body = after.clone();
    body.retain(|member, value| member == DISPLAY_NAME || before.get(member) != Some(value));
    if let Some(Value::Object(options)) = body.get_mut("options") {
        // A PATCH without them would switch PKCE off.
        options.entry("connection_settings").or_insert_with(|| json!({ "pkce": "auto" }));
        // The tenant's own; sending it back makes it go missing.
        options.remove("schema_version");
    }
    Value::Object(body)
}

/// Where the tenant holds something else than was meant. What it fills in by itself is no difference.
pub(crate) fn differences(meant: &Document, held: &Document) -> Vec<Change> {
    let own = |change: &Change| match change.path.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [_, "schema_version", ..] => true,
        // A journal entry from before it was written down does not say it.
        [_, "connection_settings", ..] | [SHOW_AS_BUTTON] => change.before.is_none(),
        _ => change.before.is_none() && is_filled(&change.path),
    };
    changes(meant, held).into_iter().filter(|change| !own(change)).collect()
}

/// What became of a change, by what the tenant holds.
pub(crate) fn became(before: &Document, after: &Document, held: &Document) -> ChangeState {
    if differences(after, held).is_empty() {
        ChangeState::Done
    } else if differences(before, held).is_empty() {
        ChangeState::NotDone
    } else {
        ChangeState::Overtaken
    }
}

/// Whether the tenant made a connection as it was meant. What it adds by itself is no difference.
pub(crate) fn holds(meant: &Document, held: &Document) -> bool {
    changes(meant, held).iter().all(|change| change.before.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(value: Value) -> Document {
        serde_json::from_value(value).expect("an object")
    }

    #[test]
    fn a_change_carries_what_changes_and_the_name_that_the_api_would_reset() {
        let options =
            json!({ "client_id": "a", "schema_version": "oidc-V4", "connection_settings": { "pkce": "S256" } });
        let before = document(json!({ "display_name": "Acme", "show_as_button": true, "options": options }));
        let mut after = before.clone();
        after.insert("show_as_button".to_owned(), false.into());
        assert_eq!(request(&before, &after), json!({ "display_name": "Acme", "show_as_button": false }));
        let mut after = before.clone();
        after["options"] = json!({ "client_id": "b", "schema_version": "oidc-V4" });
        let whole = json!({ "client_id": "b", "connection_settings": { "pkce": "auto" } });
        assert_eq!(request(&before, &after), json!({ "display_name": "Acme", "options": whole }));
    }

    #[test]
    fn a_creation_is_known_by_all_that_was_sent_whatever_the_tenant_adds() {
        let meant = document(json!({ "display_name": "Acme", "options": { "client_id": "a" } }));
        let mut held = meant.clone();
        held["options"] =
            json!({ "client_id": "a", "attribute_map": { "mapping_mode": "bind_all" }, "schema_version": "x" });
        assert!(holds(&meant, &held));
        held["options"]["client_id"] = json!("b");
        assert!(!holds(&meant, &held));
    }
}

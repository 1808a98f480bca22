//! Saving that cannot lose anything: three versions are merged, the change is written down before it is sent, and what the tenant
//! then holds is compared with what was meant.

mod loaded;
mod merge;
mod words;

use lintel_management::{Connection, Options, options::FROM_METADATA};
use serde_json::{Map, Value, json};

pub(crate) use self::loaded::Loaded;
pub(crate) use self::merge::changes;
use self::{
    merge::{Change, merge},
    words::{conflict, field_change, pointer},
};
use crate::{
    Console,
    journal::{ChangeKind, ChangeState, Document, Subject},
    settling::unanswered,
    turns::Turn,
    view::{ConnectionForm, Decisions, Edit, FieldChange, Problem, SaveOutcome},
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
        let now = self.client.connection(&edit.id).await?;
        let current = document(&now)?;
        let seen = self.loaded.remember(&now);
        let decided = decisions.seen.as_deref() == Some(seen.as_str());
        let (merged, conflicts) = merge(&loaded, &edited, &current, |path| {
            let path = pointer(path);
            let chosen = |paths: &[String]| decided && paths.contains(&path);
            chosen(&decisions.mine).then_some(true).or_else(|| chosen(&decisions.theirs).then_some(false))
        });
        if !conflicts.is_empty() {
            let settled = |mut changes: Vec<Change>| {
                changes.retain(|change| !conflicts.iter().any(|conflict| change.path == conflict.path));
                told(&changes)
            };
            return Ok(SaveOutcome::Conflict {
                seen,
                conflicts: conflicts.iter().map(conflict).collect(),
                yours: settled(changes(&loaded, &edited)),
                theirs: settled(changes(&loaded, &current)),
            });
        }
        self.write(&turn, ChangeKind::Saved, now, &merged).await
    }

    /// Brings a connection from the state `now`, read in this turn, to the state `after` and compares.
    pub(crate) async fn write(
        &self,
        turn: &Turn,
        kind: ChangeKind,
        now: Connection,
        after: &Document,
    ) -> Result<SaveOutcome, Problem> {
        let before = document(&now)?;
        if before == *after {
            return Ok(SaveOutcome::Saved { view: Box::new(self.view(now).await), differs: Vec::new() });
        }
        let held = self.put(turn, kind, &before, after).await?;
        let seen = document(&held).map_err(|hidden| {
            let name = &held.name;
            Problem::new(&hidden.code, format!("{name} was saved, but the tenant does not show its settings any more."))
                .remedy("Grant read:connections_options to the application, then open the connection again.")
        })?;
        let differs = told(&differences(after, &seen));
        Ok(SaveOutcome::Saved { view: Box::new(self.view(held).await), differs })
    }

    /// Writes a change down, sends it, and reads what the tenant then holds. `before` was read in this turn.
    pub(crate) async fn put(
        &self,
        turn: &Turn,
        kind: ChangeKind,
        before: &Document,
        after: &Document,
    ) -> Result<Connection, Problem> {
        let id = turn.connection();
        let fields: Vec<String> = changes(before, after).iter().map(|change| pointer(&change.path)).collect();
        let entry = self.begin(Subject::Connection(id.to_owned()), kind, before, after).await?;
        tracing::info!(connection = id, ?fields, ?kind, "saving");
        let sent = self.client.update_connection(id, &request(before, after)).await;
        let lost = match sent {
            Ok(answered) => {
                // What it holds is the truth; where that cannot be read, its answer is the last that it said.
                let held = self.client.connection(id).await.unwrap_or(answered);
                entry.settle(ChangeState::Done).await;
                return Ok(held);
            }
            Err(error) if error.did_nothing() => {
                entry.settle(ChangeState::NotDone).await;
                return Err(error.into());
            }
            Err(error) => error,
        };
        match self.client.connection(id).await {
            Ok(held) if document(&held).is_ok_and(|held| differences(after, &held).is_empty()) => {
                entry.settle(ChangeState::Done).await;
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
    async fn edited(&self, edit: &Edit) -> Result<(Document, Document), Problem> {
        let form = &edit.form;
        let connection = self.state_of_page(&edit.revision)?;
        let loaded = document(&connection)?;
        form.validate(Some(&connection))?;
        form.has_secret(Some(&connection))?;
        let before = ConnectionForm::of(&connection);
        let options = connection.options.unwrap_or_default();
        // A document of its own has been judged for the channel already.
        let judged = form.channel == before.channel || form.document.is_some();
        let discovery_url = match form.discovery_url.trim() == before.discovery_url.trim() && judged {
            true => before.discovery_url,
            false => self.sound_discovery_url(form).await?,
        };
        let mut edited = loaded.clone();
        if form.display_name.trim() != before.display_name.trim() {
            edited.insert(DISPLAY_NAME.to_owned(), form.display_name().into());
        }
        edited.insert(SHOW_AS_BUTTON.to_owned(), form.show_as_button.into());
        let options = form.options(Some(&options), &discovery_url);
        form.metadata_is_kept_in(&options)?;
        edited.insert("options".to_owned(), Value::Object(options.0));
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

/// The changes as a person made them: metadata that goes because its discovery URL went is no change of its own.
pub(crate) fn told(changes: &[Change]) -> Vec<FieldChange> {
    let moved = changes.iter().any(|change| change.path == ["options", "discovery_url"]);
    let goes = |change: &Change| moved && change.after.is_none() && is_filled(&change.path);
    // An endpoint that changes with the stored document is one change.
    let twice = |change: &Change| match change.path.as_slice() {
        [options, metadata, member] if metadata == "oidc_metadata" => changes.iter().any(|other| {
            other.path == [options.as_str(), member] && (&other.before, &other.after) == (&change.before, &change.after)
        }),
        _ => false,
    };
    let follows = |change: &Change| goes(change) || twice(change);
    changes.iter().filter(|change| !follows(change)).map(field_change).collect()
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
fn differences(meant: &Document, held: &Document) -> Vec<Change> {
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

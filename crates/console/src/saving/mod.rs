//! Saving that cannot lose anything: three versions are merged, everything is sent, and what the tenant then holds is compared
//! with what was meant.

mod loaded;
mod merge;
mod words;

use lintel_management::{Connection, options::FROM_METADATA};
use serde_json::{Map, Value, json};

pub(crate) use self::loaded::Loaded;
pub(crate) use self::merge::changes;
use self::{
    merge::{Change, merge},
    words::{conflict, field_change, pointer},
};
use crate::{
    Console,
    journal::{ChangeKind, ChangeState, Document},
    view::{ConnectionForm, Decisions, Edit, FieldChange, Problem, SaveOutcome},
};

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
        self.write(&edit.id, ChangeKind::Saved, &current, &merged).await
    }

    /// Brings a connection to the state `after` and compares.
    pub(crate) async fn write(
        &self,
        id: &str,
        kind: ChangeKind,
        before: &Document,
        after: &Document,
    ) -> Result<SaveOutcome, Problem> {
        if before == after {
            let held = self.client.connection(id).await?;
            return Ok(SaveOutcome::Saved { view: Box::new(self.view(held).await?), differs: Vec::new() });
        }
        let held = self.put(id, kind, before, after).await?;
        let differs = told(&differences(after, &document(&held)?));
        Ok(SaveOutcome::Saved { view: Box::new(self.view(held).await?), differs })
    }

    /// Writes a change down, sends it, and reads what the tenant then holds.
    pub(crate) async fn put(
        &self,
        id: &str,
        kind: ChangeKind,
        before: &Document,
        after: &Document,
    ) -> Result<Connection, Problem> {
        let fields: Vec<String> = changes(before, after).iter().map(|change| pointer(&change.path)).collect();
        let entry = self.journal.begin(id, kind, before, after).await?;
        tracing::info!(connection = id, ?fields, ?kind, "saving");
        let sent = self.client.update_connection(id, &request(before, after)).await;
        // Whatever the answer was, what the tenant holds is the truth; where it cannot be read, the next start settles it.
        let held = match (sent, self.client.connection(id).await) {
            (Ok(_), held) => held?,
            (Err(error), held) => {
                if let Ok(held) = held {
                    self.journal.settle(entry, became(before, after, &document(&held)?)).await?;
                }
                return Err(error.into());
            }
        };
        self.journal.settle(entry, ChangeState::Done).await?;
        Ok(held)
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
        let mut connection = self.state_of_page(&edit.revision)?;
        let loaded = document(&connection)?;
        let options = connection.options.take().unwrap_or_default();
        form.validate(Some(&options))?;
        form.has_secret(Some(&options))?;
        let before = ConnectionForm::of(&Connection { options: Some(options.clone()), ..connection });
        // A document of its own has been judged for the channel already.
        let judged = form.channel == before.channel || form.document.is_some();
        let discovery_url = match form.discovery_url == before.discovery_url && judged {
            true => form.discovery_url.clone(),
            false => self.sound_discovery_url(form).await?,
        };
        let mut edited = loaded.clone();
        edited.insert("display_name".to_owned(), form.display_name().into());
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
    let Some(options) = &connection.options else {
        let message = format!(
            "The settings of {} are not visible: the credentials lack read:connections_options.",
            connection.name
        );
        return Err(Problem::new("options-hidden", message).remedy(
            "Grant that scope to the application. A save without it would erase the settings, so none is sent.",
        ));
    };
    Ok(Map::from_iter([
        ("display_name".to_owned(), connection.display_name.as_deref().unwrap_or(&connection.name).into()),
        (SHOW_AS_BUTTON.to_owned(), connection.show_as_button.into()),
        ("options".to_owned(), Value::Object(options.0.clone())),
    ]))
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

/// The body of the PATCH: everything, for what is left out is reset. Only `options` stay as they are when they are left out.
fn request(before: &Document, after: &Document) -> Value {
    let mut body = after.clone();
    if before.get("options") == after.get("options") {
        body.shift_remove("options");
    }
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

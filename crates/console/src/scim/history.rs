//! SCIM in the journal: as it is written down, as History tells it, and the way back.

use lintel_management::Request;
use serde_json::{Map, Value, json};

use super::plan::planned;
use crate::{
    Console,
    change::{
        journal::{About, Document, Entry, RestoreWay, Restored},
        merge::{at, changes, set},
        plan::moved_since,
        words::pointer,
    },
    field::{Change, Effect},
    view::{
        FieldChange, Meaning, Problem, Restore, RestoreLine, RestoreOutcome, RestoreReview, ScimPairRow, ScimSettings,
    },
};

const SCIM: &str = "scim";
const USER_ID: &str = "user_id_attribute";
const MAPPING: &str = "mapping";

/// `{"scim": {"user_id_attribute": …, "mapping": {SCIM: profile}}}`; null where it is off.
pub(crate) fn document(settings: Option<&ScimSettings>) -> Document {
    let state = settings.map_or(Value::Null, |settings| {
        let mut mapping = Map::new();
        for pair in &settings.mapping {
            // A path that stands twice is told apart by its number.
            let mut name = pair.scim.clone();
            let mut number = 2;
            while mapping.contains_key(&name) {
                name = format!("{} #{number}", pair.scim);
                number += 1;
            }
            mapping.insert(name, pair.profile.clone().into());
        }
        json!({ USER_ID: settings.user_id_attribute, MAPPING: mapping })
    });
    Document::from_iter([(SCIM.to_owned(), state)])
}

/// The changes as History has them.
pub(crate) fn told(changes: &[Change]) -> Vec<FieldChange> {
    changes.iter().map(field_change).collect()
}

impl Console {
    /// What became of a change whose answer never came, is seen by what is there.
    pub(crate) async fn scim_document(&self, connection_id: &str) -> Result<Document, Problem> {
        Ok(document(self.scim_settings(connection_id).await?.as_ref()))
    }

    /// What a restore would change of SCIM as it is now.
    pub(crate) async fn review_scim_restore(
        &self,
        id: &str,
        entry: &Entry,
        way: RestoreWay,
    ) -> Result<RestoreReview, Problem> {
        Ok(review(entry, way, &self.scim_document(id).await?, &[]))
    }

    /// Brings back what is ticked, if SCIM still is as it was looked at.
    pub(crate) async fn restore_scim(
        &self,
        id: &str,
        entry: &Entry,
        wanted: &Restore,
    ) -> Result<RestoreOutcome, Problem> {
        let turn = self.turn(id).await;
        let before = self.scim_settings(id).await?;
        let now = document(before.as_ref());
        if seen(&now) != wanted.seen {
            let looked_at = serde_json::from_str(&wanted.seen).unwrap_or_default();
            let moved = changes(&looked_at, &now);
            return Ok(RestoreOutcome::Moved { review: review(entry, wanted.way, &now, &moved) });
        }
        let after = brought_back(entry, wanted, &now);
        let restored = Restored { entry: entry.id, at: entry.at, way: wanted.way };
        let about = About { restored: Some(restored), ..About::default() };
        self.write_scim(&turn, about, before.as_ref(), settings(&after).as_ref()).await?;
        drop(turn);
        Ok(RestoreOutcome::Saved { view: Box::new(self.connection(id).await?), differs: Vec::new() })
    }

    /// What that sends.
    pub(crate) async fn scim_restore_requests(
        &self,
        id: &str,
        entry: &Entry,
        wanted: &Restore,
    ) -> Result<Vec<Request>, Problem> {
        let before = self.scim_settings(id).await?;
        let now = document(before.as_ref());
        if seen(&now) != wanted.seen {
            return Err(moved_since());
        }
        let after = brought_back(entry, wanted, &now);
        Ok(if after == now { Vec::new() } else { vec![planned(id, before.as_ref(), settings(&after).as_ref())] })
    }
}

/// SCIM as it is to be, with what is ticked.
fn brought_back(entry: &Entry, wanted: &Restore, now: &Document) -> Document {
    let mut after = now.clone();
    for change in changes(now, &target(entry, wanted.way, now)) {
        if wanted.paths.contains(&pointer(&change.path)) {
            set(&mut after, &change.path, change.after.as_ref());
        }
    }
    after
}

/// The state that was looked at; nothing of it is secret.
fn seen(document: &Document) -> String {
    Value::Object(document.clone()).to_string()
}

fn settings(document: &Document) -> Option<ScimSettings> {
    let state = document.get(SCIM)?.as_object()?;
    let pairs = state.get(MAPPING).and_then(Value::as_object).into_iter().flatten();
    let pair = |(scim, profile): (&String, &Value)| ScimPairRow {
        scim: unnumbered(scim).to_owned(),
        profile: profile.as_str().unwrap_or_default().to_owned(),
    };
    Some(ScimSettings {
        user_id_attribute: state.get(USER_ID)?.as_str()?.to_owned(),
        mapping: pairs.map(pair).collect(),
    })
}

/// Without the number that tells a path apart which stands twice.
fn unnumbered(name: &str) -> &str {
    match name.rsplit_once(" #") {
        Some((scim, number)) if number.parse::<u32>().is_ok() => scim,
        _ => name,
    }
}

fn target(entry: &Entry, way: RestoreWay, now: &Document) -> Document {
    let whole = |change: &Change| change.path.len() == 1;
    let of_entry = changes(&entry.before, &entry.after);
    if way == RestoreWay::StateBefore || of_entry.iter().any(whole) || now.get(SCIM).is_none_or(Value::is_null) {
        return entry.before.clone();
    }
    let mut target = now.clone();
    of_entry.iter().for_each(|change| set(&mut target, &change.path, change.before.as_ref()));
    target
}

fn review(entry: &Entry, way: RestoreWay, now: &Document, moved: &[Change]) -> RestoreReview {
    let line = |change: &Change| {
        let later = at(now, &change.path) != at(&entry.after, &change.path);
        let again = moved.iter().any(|one| change.path.starts_with(&one.path) || one.path.starts_with(&change.path));
        let chosen = !(again || later && way == RestoreWay::OnlyThisChange);
        RestoreLine { change: field_change(change), later, chosen, again }
    };
    let lines = changes(now, &target(entry, way, now)).iter().map(line).collect();
    RestoreReview { seen: seen(now), lines, again: moved.iter().map(|change| label(&change.path)).collect() }
}

fn field_change(change: &Change) -> FieldChange {
    let shown = |value: &Option<Value>| match value {
        Some(Value::Null) => Some("Off".to_owned()),
        Some(Value::Object(state)) => {
            let pairs = state.get(MAPPING).and_then(Value::as_object).map_or(0, Map::len);
            let user_id = state.get(USER_ID).and_then(Value::as_str).unwrap_or_default();
            Some(format!("On, user ID attribute {user_id}, {pairs} mapped attributes"))
        }
        Some(Value::String(text)) => Some(text.clone()),
        other => other.as_ref().map(Value::to_string),
    };
    FieldChange {
        path: pointer(&change.path),
        label: label(&change.path),
        before: shown(&change.before),
        after: shown(&change.after),
        meaning: meaning(change),
    }
}

/// Tokens end with SCIM, and a mapping that comes back brings none.
fn meaning(change: &Change) -> Option<Meaning> {
    let off = |value: &Option<Value>| matches!(value, None | Some(Value::Null));
    let text = match (change.path.len() == 1, off(&change.before), off(&change.after)) {
        (true, true, false) => "The provider is answered with a token that is made from now on.",
        (true, false, true) => "The tokens end, and the provider is refused.",
        _ => return None,
    };
    Some(Meaning { text: text.to_owned(), effect: Effect::Changes })
}

fn label(path: &[String]) -> String {
    match path {
        [_, member] if member == USER_ID => "User ID attribute".to_owned(),
        [_, _, scim] => format!("SCIM mapping of {scim}"),
        [_, _] => "SCIM mapping".to_owned(),
        _ => "SCIM".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told_meaning(changes: &[Change]) -> String {
        let lines = told(changes);
        lines[0].meaning.as_ref().map(|meaning| meaning.text.clone()).unwrap_or_default()
    }

    #[test]
    fn settings_are_found_again_in_the_journal_even_where_a_path_stands_twice() {
        let pair = |scim: &str, profile: &str| ScimPairRow { scim: scim.to_owned(), profile: profile.to_owned() };
        let before = ScimSettings {
            user_id_attribute: "externalId".to_owned(),
            mapping: vec![
                pair("userName", "nickname"),
                pair("title", "a"),
                pair("title", "b"),
                pair("emails[type eq \"work #1\"].value", "email"),
            ],
        };
        assert_eq!(settings(&document(Some(&before))).as_ref(), Some(&before));
        assert_eq!(settings(&document(None)), None);
        let turned = told_meaning(&changes(&document(None), &document(Some(&before))));
        assert_eq!(turned, "The provider is answered with a token that is made from now on.");
        let turned = told_meaning(&changes(&document(Some(&before)), &document(None)));
        assert_eq!(turned, "The tokens end, and the provider is refused.");
        let after = ScimSettings {
            mapping: [pair("userName", "preferred_username")]
                .into_iter()
                .chain(before.mapping.iter().filter(|pair| pair.profile != "b" && pair.scim != "userName").cloned())
                .collect(),
            ..before.clone()
        };
        let told = told(&changes(&document(Some(&before)), &document(Some(&after))));
        let lines: Vec<_> = told.iter().map(|line| (line.label.as_str(), line.after.as_deref())).collect();
        assert_eq!(
            lines,
            [("SCIM mapping of userName", Some("preferred_username")), ("SCIM mapping of title #2", None)]
        );
    }
}

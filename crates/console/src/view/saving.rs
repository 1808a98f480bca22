//! A save, and the changes it makes.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ConnectionForm, ConnectionView, DomainRow};
use crate::{
    change::journal::{ChangeKind, ChangeState, RestoreWay, Restored, SwitchedFor, TestAddress},
    field::Effect,
};

/// A form over the connection as it was loaded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Edit {
    pub id: String,
    /// Of the view that the form was filled from.
    pub revision: String,
    pub form: ConnectionForm,
}

/// What stood in a form before it was saved, kept in case the program ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct KeptDraft {
    pub at: DateTime<Utc>,
    /// What the form was filled from.
    pub base: ConnectionForm,
    /// Without the secrets that were typed.
    pub form: ConnectionForm,
    /// The file that its metadata document came from.
    pub file: Option<String>,
    /// The fields whose secret was typed and has to be typed again, with `upstream_params.NAME` for a parameter.
    pub left_out: Vec<String>,
}

/// What a person decided where both sides had changed a field.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Decisions {
    /// The state that the decisions were made on; when the connection has changed again since, they do not count.
    pub seen: Option<String>,
    /// Paths of the fields where the edit is to win.
    pub mine: Vec<String>,
    /// Paths of the fields where what is on the tenant is to stay.
    pub theirs: Vec<String>,
    /// Domains that another connection has are saved here as well.
    pub share_domains: bool,
}

/// How a save ended, where nothing failed.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SaveOutcome {
    /// `differs`: where the tenant holds something else than was meant.
    Saved { view: Box<ConnectionView>, differs: Vec<FieldChange> },
    /// The connection changed meanwhile, in fields that the form changed too, or once more since somebody decided. Nothing was written.
    Conflict {
        seen: String,
        /// What changed since somebody decided, by its names on the screen.
        again: Vec<String>,
        conflicts: Vec<FieldConflict>,
        /// What merges by itself: the form's changes, and those made elsewhere.
        yours: Vec<FieldChange>,
        theirs: Vec<FieldChange>,
    },
    /// Domains that the form adds lead to other connections already, and one connection alone gets them. Nothing was written.
    DomainsHeld { domains: Vec<DomainRow> },
}

/// A field that differs between two states. Secrets are told apart and never shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct FieldChange {
    /// A JSON Pointer into `display_name` and `options` (RFC 6901), e.g. `/options/connection_settings/pkce`.
    pub path: String,
    pub label: String,
    /// Absent where the field was not there.
    pub before: Option<String>,
    pub after: Option<String>,
    /// What it means, where that is not plain.
    pub meaning: Option<Meaning>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Meaning {
    pub text: String,
    pub effect: Effect,
}

/// A change that Lintel made, or saw that somebody else had made.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct HistoryEntry {
    pub id: i64,
    pub at: DateTime<Utc>,
    pub kind: ChangeKind,
    pub state: ChangeState,
    /// The client ID by which Lintel wrote, where that is known.
    pub by: Option<String>,
    pub restored: Option<Restored>,
    pub switched: Option<SwitchedFor>,
    /// Of a test in the browser.
    pub address: Option<TestAddress>,
    /// What was sent is kept. Versions before that did not keep it, and what others changed Lintel did not send.
    pub has_requests: bool,
    /// Empty for a creation, a deletion and a change of applications.
    pub changes: Vec<FieldChange>,
    /// Why the entry cannot be read; nothing else of it is sure then.
    pub problem: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct FieldConflict {
    pub path: String,
    pub label: String,
    pub loaded: Option<String>,
    pub yours: Option<String>,
    pub theirs: Option<String>,
    /// It changed once more since somebody decided.
    pub again: bool,
}

/// What a restore would change of the connection as it is now.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct RestoreReview {
    /// The state that it would change.
    pub seen: String,
    pub lines: Vec<RestoreLine>,
    /// What changed since it was looked at last, by its names on the screen.
    pub again: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct RestoreLine {
    pub change: FieldChange,
    /// It was changed after the change that is taken back: a restore takes that back as well.
    pub later: bool,
    /// Ticked at first.
    pub chosen: bool,
    /// It changed since it was looked at last.
    pub again: bool,
}

/// What a person wants brought back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Restore {
    pub entry: i64,
    pub way: RestoreWay,
    /// Of the review that was looked at; when the connection has changed since, nothing is written.
    pub seen: String,
    /// The lines that are ticked.
    pub paths: Vec<String>,
}

/// How a restore ended, where nothing failed.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RestoreOutcome {
    /// `differs`: where the tenant holds something else than was meant.
    Saved { view: Box<ConnectionView>, differs: Vec<FieldChange> },
    /// The connection changed since it was looked at. Nothing was written.
    Moved { review: RestoreReview },
}

//! A save, and the changes it makes.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ConnectionForm, ConnectionView, DomainRow};
use crate::journal::{ChangeKind, ChangeState};

/// A form over the connection as it was loaded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Edit {
    pub id: String,
    /// Of the view that the form was filled from.
    pub revision: String,
    pub form: ConnectionForm,
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
    /// The connection changed meanwhile, in fields that the form changed too. Nothing was written.
    Conflict {
        seen: String,
        conflicts: Vec<FieldConflict>,
        /// What merges by itself: the form's changes, and those made elsewhere.
        yours: Vec<FieldChange>,
        theirs: Vec<FieldChange>,
    },
    /// Domains that the form adds lead to other connections already, and one connection alone gets them. Nothing was written.
    DomainsHeld { domains: Vec<DomainRow> },
}

/// A field that differs between two states. Secrets are told apart and never shown.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
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

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct Meaning {
    pub text: String,
    /// The sign-in is less protected afterwards.
    pub weaker: bool,
}

/// A change that Lintel made.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct HistoryEntry {
    pub id: i64,
    pub at: DateTime<Utc>,
    pub kind: ChangeKind,
    pub state: ChangeState,
    /// The client secret before is another one.
    pub secret_changed: bool,
    /// Empty for a creation and a deletion.
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
}

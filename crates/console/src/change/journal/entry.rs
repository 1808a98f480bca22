//! What is written down of a change.

use chrono::{DateTime, Utc};
use lintel_management::Request;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A JSON object with what a person can change of a connection.
pub(crate) type Document = Map<String, Value>;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub id: i64,
    pub subject: Subject,
    pub at: DateTime<Utc>,
    pub kind: ChangeKind,
    pub state: ChangeState,
    /// Empty before a creation.
    pub before: Document,
    /// Empty after a deletion.
    pub after: Document,
    pub about: About,
    /// Why it cannot be read; `before`, `after` and `about` are empty then.
    pub damage: Option<String>,
}

/// What is to be known of a change beside what it changed. Empty in entries of versions that did not write it down.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct About {
    /// The client ID by which Lintel wrote.
    pub by: Option<String>,
    /// Of a restore.
    pub restored: Option<Restored>,
    /// Of a change of applications.
    pub switched: Option<SwitchedFor>,
    /// What is sent, whole and in this order.
    pub sent: Option<Vec<Request>>,
    /// Of a test in the browser.
    #[serde(default)]
    pub address: Option<TestAddress>,
}

impl About {
    pub(crate) fn sending(requests: &[Request]) -> Self {
        About { sent: Some(requests.to_vec()), ..About::default() }
    }
}

/// A callback that an application has as long as a test runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct TestAddress {
    pub client_id: String,
    pub callback: String,
}

/// What a restore took back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Restored {
    /// The entry of that change.
    pub entry: i64,
    /// When that change was made.
    pub at: DateTime<Utc>,
    pub way: RestoreWay,
}

/// How much of the past is brought back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum RestoreWay {
    /// Everything as it was before the change.
    StateBefore,
    /// What the change itself changed; what was changed since in other fields stays.
    OnlyThisChange,
}

/// The applications that a connection was enabled or disabled for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct SwitchedFor {
    pub client_ids: Vec<String>,
    pub enabled: bool,
}

/// What an entry is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Subject {
    /// The connection with this ID.
    Connection(String),
    /// One that is to be created under this name. Its ID is the tenant's to give.
    New(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    Created,
    Saved,
    /// An earlier state was brought back.
    Restored,
    Deleted,
    /// Enabled or disabled for applications.
    Applications,
    /// Organizations use it, use it otherwise or use it no more.
    Organizations,
    /// A test added an address of this computer to an application's callbacks. Done once it is taken away again.
    TestAddress,
    /// Inbound SCIM: turned on or off, its mapping, its user ID attribute.
    Scim,
    /// A token of inbound SCIM, made or revoked.
    ScimToken,
    /// The keys that it signs with, made or rotated.
    Keys,
    /// Not by Lintel: a reading differed from the one before. `at` is when that was seen.
    Elsewhere,
    /// The same for a connection that was not there any more.
    Gone,
}

impl ChangeKind {
    /// Whether Lintel read the connection right before it, and sent it as a whole.
    pub(crate) fn was_sent_whole(self) -> bool {
        matches!(self, ChangeKind::Created | ChangeKind::Saved | ChangeKind::Restored | ChangeKind::Deleted)
    }
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ChangeState {
    /// Sent, and not read back yet.
    Sent,
    /// Read back from the tenant.
    Done,
    /// The tenant holds what it held before.
    NotDone,
    /// The tenant holds neither: somebody else changed the connection meanwhile, or it is gone.
    Overtaken,
}

impl Subject {
    /// What an entry is sealed for.
    pub(super) fn place(&self) -> String {
        match self {
            Subject::Connection(id) => format!("journal/{id}"),
            Subject::New(name) => format!("journal/name/{name}"),
        }
    }
}

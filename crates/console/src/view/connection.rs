//! A connection as its pages have it.

use chrono::{DateTime, Utc};
use lintel_oidc::Channel;
use serde::{Deserialize, Serialize};

use super::{ConnectionForm, Problem, TrialSummary};

/// A row of the list of connections.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ConnectionRow {
    pub id: String,
    pub name: String,
    pub display_name: String,
    /// At the provider.
    pub client_id: Option<String>,
    /// Host of the issuer, or of the discovery URL where no issuer is known.
    pub issuer_host: Option<String>,
    /// Those of home realm discovery.
    pub domains: Vec<String>,
    pub channel: Channel,
    /// Whether login pages offer it as a button.
    pub show_as_button: bool,
    pub last_trial: Option<TrialSummary>,
    /// Why the tenant cannot read it. All that can be done with it then is to delete it.
    pub problem: Option<String>,
}

/// A part of the list of connections.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ConnectionPage {
    pub rows: Vec<ConnectionRow>,
    /// Where the next page begins; none after the last one.
    pub next: Option<String>,
}

/// The list as it was read last, with when that was: the beginning of it, or the rest.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct CachedList {
    pub at: DateTime<Utc>,
    pub rows: Vec<ConnectionRow>,
    /// This is the beginning, and there is a rest.
    pub more: bool,
}

/// For how many applications a connection is enabled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct EnabledCount {
    pub id: String,
    pub count: u32,
}

/// What is said of a name for a new connection.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct NameCheck {
    /// Absent where the name can be had.
    pub problem: Option<Problem>,
    /// A name that can be had in its place.
    pub suggestion: Option<String>,
}

/// A connection's page.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ConnectionView {
    pub id: String,
    /// Stands for everything the tenant said of the connection when this was read; a save names it.
    pub revision: String,
    pub form: ConnectionForm,
    /// Absent where they were not counted: the page has the tenant's applications anyway.
    pub enabled_applications: Option<u32>,
    /// Whether the tenant holds a client secret.
    pub has_secret: bool,
    pub last_trial: Option<TrialSummary>,
    /// Whether the provider is the built-in practice provider, whose dials then stand on the Test page.
    pub practice: bool,
}

/// What goes with a connection when it is deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct Deletion {
    /// Who signed in through it, where the credentials may see users.
    pub users: Option<u32>,
    /// Where it is enabled, where they may see that.
    pub applications: Option<u32>,
}

/// Whom a change of a connection concerns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ConnectionReach {
    /// Who signed in through it.
    pub people: Counted,
    /// Logins through it in the last seven days.
    pub logins: Counted,
    pub applications: ReachedApplications,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ReachedApplications {
    pub count: Counted,
    /// The first of them.
    pub named: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Counted {
    Known {
        count: u32,
    },
    /// `why` goes on after "not known: ".
    Unknown {
        why: String,
    },
}

/// The keys with which a connection signs its client assertions.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ConnectionKeys {
    /// Where the provider reads their public halves.
    pub jwks_url: String,
    pub keys: Vec<ConnectionKeyRow>,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ConnectionKeyRow {
    pub kid: String,
    pub algorithm: Option<String>,
    pub state: KeyState,
    /// When it became the current one.
    pub since: Option<DateTime<Utc>>,
    /// When its certificate ends.
    pub expires: Option<DateTime<Utc>>,
    /// Why the tenant cannot read it. A rotation takes it out of use.
    pub problem: Option<String>,
}

/// In the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    Current,
    /// Takes over at the next rotation.
    Next,
    Previous,
}

//! Test logins, and the practice provider that can spoil them.

use chrono::{DateTime, Utc};
use lintel_oidc::{
    Channel, Finding,
    trace::{CheckResult, Trace},
};
use serde::{Deserialize, Serialize};

use super::{ConnectionForm, Fix};

/// What to test.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, specta::Type)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum TrialRequest {
    /// The form as it stands, saved or not, against the provider; nothing in the tenant is touched. `connection_id` lends
    /// the saved secret where the form leaves it unchanged.
    Direct { connection_id: Option<String>, form: Box<ConnectionForm> },
    /// The saved connection through the tenant's own login, as an application would: the Sample application, unless another is
    /// named.
    /// `organization` is the ID of one that the person signs in to.
    ThroughTenant { connection_id: String, application: Option<TrialTarget>, organization: Option<String> },
    /// A lesson of the course, over one of its channels, with a connection that is not saved. The dial is as it is.
    Lesson { dial: String, channel: Channel },
}

/// Where the person signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum TrialPlace {
    /// In a window of Lintel's own, which stops before it loads the application's callback.
    Window,
    /// In the system's browser, which comes back to an address on this computer. An application takes that address among its
    /// callbacks as long as the test runs.
    Browser,
    /// In the system's browser, which ends at the application's own callback. What came of it is read from the tenant's log alone.
    BrowserAndLog,
}

/// The application that a test signs in to.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, specta::Type)]
pub struct TrialTarget {
    pub client_id: String,
    /// One of its callbacks; the first that will do where none is named.
    pub callback: Option<String>,
}

/// An application that a test can sign in to.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct TrialApplication {
    pub client_id: String,
    pub name: String,
    pub app_type: Option<String>,
    /// Its callbacks at which the sign-in window can stop.
    pub callbacks: Vec<String>,
    /// What the test asks for, space separated.
    pub scope: String,
    /// Whether it authenticates itself by a secret; PKCE is used in any case.
    pub confidential: bool,
    /// Whether it takes an organization.
    pub organizations: bool,
    /// What Lintel cannot see of a test, where that is not everything.
    pub unseen: Option<String>,
    /// What stops a test, the first to put right first.
    pub obstacles: Vec<TrialObstacle>,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct TrialObstacle {
    pub kind: ObstacleKind,
    pub message: String,
    pub remedy: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ObstacleKind {
    Unreadable,
    NoLoginGrant,
    NoCallback,
    NotEnabled,
}

impl TrialRequest {
    /// Absent for a draft that was never saved.
    pub fn connection_id(&self) -> Option<&str> {
        match self {
            TrialRequest::Direct { connection_id, .. } => connection_id.as_deref(),
            TrialRequest::ThroughTenant { connection_id, .. } => Some(connection_id),
            TrialRequest::Lesson { .. } => None,
        }
    }
}

/// How a person ends a test before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum TrialStop {
    Cancelled,
    /// Went on to another page.
    Left,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum TrialWay {
    Direct,
    ThroughTenant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum TrialState {
    Running,
    Passed,
    Failed,
    /// Without an answer: closed, cancelled, timed out.
    Ended,
}

/// A test sign-in as the Test page shows it, again after every step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TrialView {
    pub id: String,
    pub connection_id: Option<String>,
    pub connection_name: String,
    pub way: TrialWay,
    pub place: TrialPlace,
    /// Through a tenant that this program does not serve: of what happened there its log tells.
    pub elsewhere: bool,
    /// The provider refuses to sign people in in a window of another program; the system's browser will do.
    pub window_refused: bool,
    /// The application that it signed in to, by name; none where it went directly.
    pub application: Option<String>,
    /// The organization that it signed in to, by what people read.
    #[serde(default)]
    pub organization: Option<String>,
    pub state: TrialState,
    /// `Login works`, `Login failed at the token request`, `Waiting for the sign-in window`.
    pub headline: String,
    /// One sentence under it.
    pub detail: String,
    /// Why it failed, or why it passed and is of no use, and what to do; the same finding stands at its step.
    pub diagnosis: Option<Finding>,
    /// The change of this connection that mends it, where one does.
    #[serde(default)]
    pub fix: Option<Fix>,
    /// What the provider's administrator is to be told, where it is his to mend; nothing of the person is in it.
    #[serde(default)]
    pub ask: Option<String>,
    /// The checks that failed beside the one of the diagnosis.
    pub also_failed: Vec<CheckResult>,
    pub trace: Trace,
    pub finished_at: Option<DateTime<Utc>>,
}

/// How a trial that is over came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum TrialVerdict {
    Passed,
    /// It passed, and what came of it is of no use, such as an empty profile.
    Warned,
    Failed,
    /// Without an answer, which says nothing of the connection.
    Ended,
    /// It is known that there was one, and not what came of it.
    NotKept,
}

/// What is known of a connection by its trials: the newest that came to a verdict, where there is one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TrialSummary {
    /// Absent where it was not kept.
    pub finished_at: Option<DateTime<Utc>>,
    /// Absent where it was not kept.
    pub way: Option<TrialWay>,
    pub verdict: TrialVerdict,
    /// `Login works` or where it failed.
    pub headline: String,
    /// The settings that a sign-in depends on and that are not any more what was tested, by their names on the screen.
    pub changed: Vec<String>,
}

/// A trial of a connection that is over.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct KeptTrial {
    pub id: String,
    /// Absent where it cannot be read.
    pub way: Option<TrialWay>,
    pub verdict: TrialVerdict,
    pub headline: String,
    pub detail: String,
    pub finished_at: DateTime<Utc>,
    /// Who signed in, by a name that the provider gave.
    pub person: Option<String>,
    pub took_ms: Option<u32>,
    /// Whether its steps can be shown.
    pub has_steps: bool,
}

/// Whom a report of a trial is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ReportReader {
    /// Everything that is known, for whoever made the test.
    Own,
    /// What the provider's administrator has to look at, and nothing of the person who signed in.
    Provider,
}

/// The built-in practice provider.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct PracticeView {
    pub issuer: String,
    pub discovery_url: String,
    pub client_id: String,
    /// Group by group, in the order in which a sign-in comes by them.
    pub dials: Vec<DialView>,
}

/// A lesson of the course: a way to fail, to be seen, read and mended.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct Lesson {
    /// The dial that breaks the login.
    pub dial: String,
    /// The channels over which it does.
    pub channels: Vec<Channel>,
    /// What the lesson's connection has otherwise than a new one: `PKCE is disabled`.
    pub wants: Option<String>,
}

/// One way in which the practice provider can fail.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct DialView {
    /// `wrong-issuer`, `secret-rejected`.
    pub name: String,
    /// The part of a provider's work that it spoils: `Token endpoint`.
    pub group: String,
    pub title: String,
    pub description: String,
    pub on: bool,
}

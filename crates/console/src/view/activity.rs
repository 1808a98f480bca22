//! What happens on a tenant, as its log tells it: who signed in, and what providers asked.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Which entries to show.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize, specta::Type)]
pub struct ActivityFilter {
    pub connection_id: Option<String>,
    /// An application, by its client ID. Providers that provision are none.
    pub client_id: Option<String>,
    pub subject: ActivitySubject,
    pub failed_only: bool,
    /// Part of what an entry shows, in any case: a person, an application, an address, an ID. Empty for all.
    pub text: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ActivitySubject {
    #[default]
    All,
    SignIns,
    Provisioning,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Activity {
    Read {
        /// Newest first.
        entries: Vec<ActivityEntry>,
        /// Where older ones begin, to be handed in to get them; none where there are none.
        older: Option<String>,
        /// Seconds after which the tenant is asked again without a press of a button.
        again_after: u32,
    },
    /// The credentials lack this scope.
    Hidden { lacking: String },
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum ActivityEntry {
    SignIn(SignInEvent),
    Provisioning(ProvisioningRequest),
}

/// A sign-in to an application, as the tenant's log has it. What the log does not tell is absent.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct SignInEvent {
    pub id: String,
    /// `s`, `f` and their kin.
    pub code: String,
    pub at: Option<String>,
    pub outcome: SignInOutcome,
    /// `Logged in`, `Login failed`.
    pub title: String,
    /// Why it failed, or what it warns of, in the tenant's words.
    pub reason: Option<String>,
    pub person: Option<String>,
    pub user_id: Option<String>,
    pub application: Option<String>,
    pub client_id: Option<String>,
    pub connection_id: Option<String>,
    pub connection: Option<String>,
    /// The organization that it was to, by its name; by its ID where the log has no name.
    pub organization: Option<String>,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
    pub took_ms: Option<u32>,
    /// On a local tenant, of the steps that are kept of it.
    pub trace_id: Option<String>,
    /// What else the entry says of how it went.
    pub facts: Vec<SignInFact>,
    /// The details as they came; absent where they are larger than a page can show.
    pub details: Option<Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SignInOutcome {
    Succeeded,
    Warned,
    Failed,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct SignInFact {
    pub label: String,
    pub value: String,
}

/// A request of a provider, as the tenant's log has it.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ProvisioningRequest {
    pub id: String,
    pub at: Option<String>,
    pub failed: bool,
    pub connection_id: Option<String>,
    pub method: String,
    /// Below the endpoint, with its query in a person's writing: `/Users?filter=userName eq "ada"`.
    pub path: String,
    pub status: Option<u16>,
    /// The person or group it was about, as far as the log says.
    pub about: Option<String>,
    /// `department changed`, `2 found`, `userName is taken`.
    pub summary: String,
    pub user_agent: Option<String>,
    pub ip: Option<String>,
    pub request: Option<Value>,
    /// None where the log does not tell it, as on an Auth0 tenant.
    pub answer: Option<Value>,
    pub changes: Vec<ProfileChange>,
    /// Why it was refused.
    pub refusal: Option<String>,
    pub user_id: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ProfileChange {
    pub path: String,
    pub before: Option<Value>,
    pub after: Option<Value>,
}

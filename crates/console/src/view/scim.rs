//! Inbound SCIM of a connection: the page Provisioning.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::FieldChange;

/// What the tenant says of inbound SCIM of a connection.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ScimState {
    Off {
        /// What to know before it is turned on.
        findings: Vec<ScimFinding>,
        /// The scopes without which it cannot be turned on.
        lacking: Vec<String>,
    },
    On {
        scim: Box<ScimView>,
    },
    /// The tenant does not say.
    Hidden {
        lacking: String,
    },
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ScimView {
    /// What a provider is given as the address.
    pub endpoint: String,
    pub settings: ScimSettings,
    /// None where the credentials do not show them.
    pub tokens: Option<Vec<ScimTokenRow>>,
    pub provider: ScimProvider,
    /// The scopes that the credentials lack, of those that something on the page needs.
    pub lacking: Vec<String>,
    /// Of the connection, whatever its mapping is.
    pub findings: Vec<ScimFinding>,
}

/// What a person can change of SCIM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ScimSettings {
    pub user_id_attribute: String,
    pub mapping: Vec<ScimPairRow>,
}

/// A SCIM path, and the profile path where its value is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ScimPairRow {
    pub scim: String,
    pub profile: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ScimTokenRow {
    pub id: String,
    pub scopes: Vec<String>,
    pub created_at: Option<String>,
    /// Absent where it never ends.
    pub valid_until: Option<String>,
    pub last_used_at: Option<String>,
}

/// A token that was just made. Its value is shown this once, and kept nowhere in Lintel.
#[derive(Clone, PartialEq, Serialize, specta::Type)]
pub struct NewScimToken {
    pub id: String,
    pub token: String,
}

impl std::fmt::Debug for NewScimToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("NewScimToken").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Who provisions, as far as it decides what is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ScimProvider {
    Entra,
    Okta,
    Other,
}

/// How a save of SCIM ended, where nothing failed.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ScimSaved {
    Saved {
        state: ScimState,
    },
    /// It was changed elsewhere since the page was filled. Nothing was written.
    Moved {
        state: ScimState,
        /// What was changed there.
        theirs: Vec<FieldChange>,
    },
}

/// What a mapping does to a user that a provider sends, and what speaks against it.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ScimReview {
    /// One for each pair.
    pub rows: Vec<ScimReviewRow>,
    pub findings: Vec<ScimFinding>,
    /// What the sample has and the mapping keeps nowhere.
    pub lost: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, specta::Type)]
pub struct ScimReviewRow {
    /// What the profile has there after the sample was sent; absent where it stays empty.
    pub value: Option<Value>,
    /// Where the value is not the one that was sent, how it came.
    pub from: Option<String>,
    /// Why the pair maps nothing.
    pub problem: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ScimFinding {
    pub code: String,
    pub title: String,
    pub text: String,
    /// The pairs that it is about, from 0.
    pub rows: Vec<u32>,
    pub fix: Option<ScimFix>,
}

/// What a click does about a finding.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ScimFix {
    pub label: String,
    pub change: ScimChange,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ScimChange {
    /// The mapping is to be this.
    Mapping { mapping: Vec<ScimPairRow> },
    /// Profiles are kept up to date by SCIM, and logins leave them alone.
    NoSyncAtLogin,
}

/// Lintel as a provider, step by step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ProvisioningTest {
    pub id: String,
    pub connection_id: String,
    pub state: ProvisioningTestState,
    pub headline: String,
    pub detail: String,
    pub started_at: DateTime<Utc>,
    pub steps: Vec<ProvisioningStep>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ProvisioningTestState {
    Running,
    Passed,
    Failed,
    /// Cancelled; what was made is taken back all the same.
    Ended,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ProvisioningStep {
    pub title: String,
    /// `POST /Users`; empty where it was a call of the Management API.
    pub asked: String,
    pub ok: bool,
    /// What was checked of the answer, or why it did not do.
    pub check: String,
    pub status: Option<u16>,
    pub took_ms: u32,
    pub request: Option<Value>,
    pub answer: Option<Value>,
}

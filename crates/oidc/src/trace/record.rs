use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{check_result::CheckResult, evidence::Evidence, message::Message, shown_page::ShownPage};
use crate::{Channel, Finding};

/// One sign-in, step by step, as far as it has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Trace {
    pub id: String,
    pub channel: Channel,
    pub started_at: DateTime<Utc>,
    pub steps: Vec<Step>,
    /// Absent while the sign-in is under way.
    pub outcome: Option<Outcome>,
    /// By which it can be judged again. It never leaves this process with the trace.
    #[serde(skip)]
    pub evidence: Option<Arc<Evidence>>,
}

impl Trace {
    /// Before its first step.
    pub fn begin(id: String, channel: Channel, started_at: DateTime<Utc>) -> Trace {
        Trace { id, channel, started_at, steps: Vec::new(), outcome: None, evidence: None }
    }
}

/// How a sign-in ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// Verified and mapped.
    Accepted { profile: Map<String, Value> },
    /// Refused at the step that carries the finding.
    Refused { step: StepKind, finding: Finding },
    /// Ended by the person or by time.
    Abandoned { step: StepKind, reason: String },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Metadata resolved and keys loaded.
    Discovery,
    AuthorizationRequest,
    /// The person is at the provider.
    SignIn,
    AuthorizationResponse,
    TokenRequest,
    IdToken,
    Userinfo,
    ClaimsMapping,
    /// What the tenant did with the profile.
    Profile,
    /// Through the tenant only: the application redeemed its code and got its ID token.
    Application,
    /// Through a tenant elsewhere only: what its log says of the sign-in.
    TenantLog,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    Running,
    Passed,
    /// Went on, with a warning.
    Warned,
    Failed,
}

/// One step. A step that does not apply to the channel is absent; one that was not reached has not been added yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Step {
    pub kind: StepKind,
    pub state: StepState,
    /// One line: what came of it.
    pub summary: String,
    /// Milliseconds from the start of the trace.
    pub started_ms: u32,
    pub elapsed_ms: Option<u32>,
    pub messages: Vec<Message>,
    pub checks: Vec<CheckResult>,
    pub findings: Vec<Finding>,
    /// ID token or userinfo claims, in the provider's order.
    pub claims: Vec<Claim>,
    /// Profile attributes this step produced.
    pub attributes: Vec<Attribute>,
    /// Where the browser stood last, of a sign-in that did not come back in a window of ours.
    #[serde(default)]
    pub page: Option<ShownPage>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Claim {
    pub name: String,
    pub value: Value,
    /// What it means here: `Equals the client ID`, a time in words, or the profile attribute it becomes (`→ email`).
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Attribute {
    pub name: String,
    pub value: Value,
    /// The claim or template it came from.
    pub from: String,
}

impl Step {
    pub fn new(kind: StepKind, summary: impl Into<String>, started_ms: u32) -> Self {
        Step {
            kind,
            state: StepState::Running,
            summary: summary.into(),
            started_ms,
            elapsed_ms: None,
            messages: Vec::new(),
            checks: Vec::new(),
            findings: Vec::new(),
            claims: Vec::new(),
            attributes: Vec::new(),
            page: None,
        }
    }
}

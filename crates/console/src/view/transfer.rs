//! Connections on their way from a file or a tenant to a tenant: what is chosen, what is planned, what became of it.

use chrono::{DateTime, Utc};
use lintel_oidc::Secret;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{FieldChange, Problem};

/// Where connections are brought from to the tenant in front.
#[derive(Debug, Clone, PartialEq, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TransferFrom {
    /// Another tenant of this program.
    Tenant { id: String },
    /// A file of this computer, or a folder of files. It is read anew for every plan.
    File {
        path: String,
        /// Opens secrets that are sealed.
        #[serde(default)]
        passphrase: Option<Secret>,
    },
}

/// What a person decided for a plan. What is remembered of the two tenants stands where nothing is said here.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, specta::Type)]
#[serde(default)]
pub struct TransferChoices {
    /// IDs or names in the source; all of them where nothing is said.
    pub connections: Option<Vec<String>>,
    pub pairs: Vec<PairChoice>,
    pub applications: Vec<ApplicationChoice>,
    pub policies: Vec<PathPolicy>,
    pub secrets: Vec<SecretChoice>,
    /// Domains that another connection of the target has are added here as well.
    pub share_domains: bool,
    /// What is remembered of the two is not looked at, and once the plan is carried out, what it has takes its place.
    pub forget: bool,
}

/// Which connection of the target stands for one of the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct PairChoice {
    /// Its name in the source.
    pub source: String,
    pub target: PairTarget,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum PairTarget {
    /// The one with this ID.
    Connection(String),
    /// None yet: it is created, under the name it has in the source.
    New,
    /// It is no part of the plan.
    LeftOut,
}

/// Which application of the target stands for one of the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ApplicationChoice {
    /// Its client ID in the source, or its name where that is not known.
    pub source: String,
    /// A client ID; without one the application is left out.
    pub target: Option<String>,
}

/// What becomes of a member of the connection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct PathPolicy {
    /// The connection's name in the source; of every one where there is none.
    #[serde(default)]
    pub connection: Option<String>,
    /// A JSON Pointer into the connection (RFC 6901), `/applications`, `/scim` or `/organizations`. What is below it goes with it.
    pub path: String,
    pub policy: TransferPolicy,
    /// What stands in its place, of a substitution.
    #[serde(default)]
    pub value: Option<Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum TransferPolicy {
    /// As the source has it.
    Carry,
    /// Of a list: what the source has besides is added.
    Add,
    /// Another value, which was given.
    Substitute,
    /// As the target has it.
    Keep,
}

/// The client secret that a connection has in the target. It is written, and never remembered.
#[derive(Debug, Clone, PartialEq, Deserialize, specta::Type)]
pub struct SecretChoice {
    /// The connection's name in the source.
    pub connection: String,
    pub secret: Secret,
}

/// What bringing the connections to the target would change. No secret is in it.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct TransferPlan {
    pub id: String,
    pub at: DateTime<Utc>,
    pub source: TransferSide,
    pub target: TransferSide,
    /// Something is remembered of the two, and was looked at.
    pub remembered: bool,
    /// All that was answered and remembered, as the command line's `--answers` takes it (JSON). No secret is in it. None where nothing was.
    pub answers: Option<String>,
    /// Secrets of the file are sealed, and no passphrase has opened them.
    pub sealed: bool,
    pub summary: TransferSummary,
    pub connections: Vec<PlannedConnection>,
    /// What is to be known of the source as a whole, and of what it has that is not planned.
    pub notes: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct TransferSide {
    /// Of the tenant or of the file.
    pub name: String,
    /// Host and port of the tenant; none of a file that names none.
    pub domain: Option<String>,
    /// Of all that was read for the plan.
    pub fingerprint: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, specta::Type)]
pub struct TransferSummary {
    pub create: u32,
    pub change: u32,
    pub same: u32,
    /// With questions that have to be answered first.
    pub blocked: u32,
    pub left_out: u32,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, specta::Type)]
pub struct PlannedConnection {
    /// Its name in the source.
    pub name: String,
    pub state: PlannedState,
    /// The connection of the target, by ID and name; none where it is created or not known.
    pub target: Option<PlannedTarget>,
    pub source_fingerprint: String,
    pub target_fingerprint: String,
    /// What is written, field by field.
    pub lines: Vec<FieldChange>,
    /// What the source has otherwise and is not taken.
    pub stays: Vec<PlannedStay>,
    /// Members that are the same on both sides.
    pub same: u32,
    pub applications: Vec<PlannedApplication>,
    pub questions: Vec<TransferQuestion>,
    pub notes: Vec<String>,
    /// What has to be done elsewhere, where no step reaches.
    pub checklist: Vec<ChecklistItem>,
    pub steps: Vec<TransferStep>,
}

/// A member that the target does not get from the source.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct PlannedStay {
    /// `before` is what the target has at the end, `after` what the source has.
    pub change: FieldChange,
    pub why: StayReason,
    /// Of the value that can be put in its place.
    pub shape: ValueShape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum StayReason {
    /// It is each tenant's own.
    Own,
    /// Chosen for this plan.
    Chosen,
    /// From an earlier plan between the two.
    Remembered,
}

/// What kind of JSON value a member takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ValueShape {
    Text,
    /// A text that is never shown and never remembered.
    Secret,
    /// An array of texts.
    List,
    Flag,
    Number,
    /// Anything else, written as JSON.
    Json,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum PlannedState {
    Create,
    Change,
    Same,
    Blocked,
    #[default]
    LeftOut,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct PlannedTarget {
    pub id: String,
    pub name: String,
    pub found: Found,
}

/// How a counterpart was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// Chosen for this plan.
    Chosen,
    /// From an earlier plan between the two.
    Remembered,
    /// It has that client ID.
    ById,
    /// It alone has that name.
    ByName,
}

/// An application of the source, and the one that stands for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct PlannedApplication {
    /// As a choice names it.
    pub source: String,
    /// Its name in the source, where that is known.
    pub name: String,
    pub target: Option<NamedTarget>,
    pub found: Option<Found>,
    /// It is on in the target already.
    pub on: bool,
    pub left_out: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct NamedTarget {
    pub id: String,
    pub name: String,
}

/// What has to be decided before the connection can be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct TransferQuestion {
    pub kind: QuestionKind,
    /// What it is about: an application, a path, a placeholder.
    pub about: String,
    pub message: String,
    pub remedy: String,
    /// What fits, of which one can be chosen.
    pub candidates: Vec<NamedTarget>,
    /// Of a value that answers it.
    pub shape: ValueShape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// An application that the target does not have, or has twice, or that nobody signs in to.
    Application,
    /// A connection with another name that has the same provider and client, or a pair that is gone.
    Pair,
    /// A member without which the connection does not work in the target.
    Value,
    /// The client secret.
    Secret,
    /// A keyword of another tool, or a variable, that nobody filled.
    Placeholder,
    /// The provider is on the computer of the source, and the target elsewhere.
    Loopback,
    /// The target's connection with this name is no OpenID Connect connection.
    Strategy,
    /// Domains that lead to another connection of the target.
    Domains,
    /// What the credentials do not show: a whole connection, `/applications` or `/scim`.
    Hidden,
    /// One that cannot be read, stands twice in the source, or is of another kind there.
    Unreadable,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ChecklistItem {
    pub text: String,
    /// To copy: an address, a name.
    pub value: Option<String>,
}

/// One step of a plan or of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TransferStep {
    pub kind: StepKind,
    /// In a person's words.
    pub label: String,
    /// Method and path of each request: `PATCH /api/v2/connections/con_1`.
    pub requests: Vec<String>,
    pub state: StepState,
    /// Of one that failed: whether the tenant has it all the same, where that is known.
    pub arrived: Option<bool>,
    pub problem: Option<Problem>,
    pub millis: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
// Steps of a sign-in have a type of this name in the window.
#[serde(rename = "TransferStepKind")]
pub enum StepKind {
    Create,
    Settings,
    Applications,
    Scim,
    Organizations,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
// Steps of a sign-in have a type of this name in the window.
#[serde(rename = "TransferStepState")]
pub enum StepState {
    Waiting,
    UnderWay,
    Done,
    Failed,
    /// Whether the tenant did it is not known.
    Unknown,
    /// It was done, and taken back.
    TakenBack,
}

/// How the start of a run ended, where nothing failed.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TransferOutcome {
    Ran {
        run: Box<TransferRun>,
    },
    /// One side is not as it was planned for. Nothing was written; `plan` is made of what is there now.
    Moved {
        moved: Vec<MovedSide>,
        plan: Box<TransferPlan>,
    },
}

/// A connection that changed since the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct MovedSide {
    pub connection: String,
    /// The target's, else the source's.
    pub in_target: bool,
    /// What changed, by its names on the screen.
    pub what: Vec<String>,
}

/// A plan as it is carried out.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct TransferRun {
    pub id: String,
    pub at: DateTime<Utc>,
    pub source: TransferSide,
    pub target: TransferSide,
    pub state: RunState,
    /// Why it stopped.
    pub problem: Option<Problem>,
    pub connections: Vec<RunConnection>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    UnderWay,
    /// At a failure, when it was cancelled, or with the program.
    Stopped,
    Done,
    /// A person left it where it stopped.
    Left,
    /// What it wrote was taken back.
    TakenBack,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct RunConnection {
    pub name: String,
    /// None before it is created.
    pub id: Option<String>,
    pub steps: Vec<TransferStep>,
    pub checklist: Vec<ChecklistItem>,
    /// None before it was read back.
    pub proof: Option<TransferProof>,
}

/// What the target holds at the end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TransferProof {
    /// Where it is something else than was meant.
    pub differs: Vec<FieldChange>,
    /// Why logins would fail at the provider, where they would.
    pub provider: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TransferProgress {
    pub ticket: String,
    pub phase: TransferPhase,
    /// Connections that are dealt with.
    pub done: u32,
    pub total: u32,
    /// The run as it is by now, in the phases that have one: the connection that is worked on.
    pub connection: Option<RunConnection>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum TransferPhase {
    ReadingSource,
    ReadingTarget,
    Writing,
    Proving,
}

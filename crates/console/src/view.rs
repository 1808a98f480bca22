//! What crosses to a window: plain values, named as the screens name them. No secret is in any of them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use lintel_oidc::{
    Channel, Finding,
    sign_in::Pkce,
    trace::{Attribute, Trace},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use crate::journal::{ChangeKind, ChangeState};

/// What the first screen needs, once.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct Desk {
    pub version: String,
    pub tenant: TenantView,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct TenantView {
    /// `Local tenant`.
    pub name: String,
    /// `On this computer`.
    pub place: String,
    /// Without a trailing slash, e.g. `http://localhost:4400`.
    pub url: String,
    /// What to register at the provider, e.g. `http://localhost:4400/login/callback`.
    pub callback_url: String,
}

/// A row of the list of connections.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ConnectionRow {
    pub id: String,
    pub name: String,
    pub display_name: String,
    /// Host of the issuer, or of the discovery URL where no issuer is known.
    pub issuer_host: Option<String>,
    pub channel: Channel,
    pub enabled_applications: u32,
    pub last_trial: Option<TrialSummary>,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct TrialSummary {
    pub finished_at: DateTime<Utc>,
    pub passed: bool,
    /// `Login works` or where it failed.
    pub headline: String,
}

/// A connection's page.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ConnectionView {
    pub id: String,
    /// Stands for everything the tenant said of the connection when this was read; a save names it.
    pub revision: String,
    pub form: ConnectionForm,
    pub callback_url: String,
    pub enabled_applications: u32,
    /// Whether the tenant holds a client secret.
    pub has_secret: bool,
    pub last_trial: Option<TrialSummary>,
    /// Whether the provider is the built-in practice provider, whose dials then stand on the Test page.
    pub practice: bool,
}

/// The fields of the create form and of Settings, as the screen has them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ConnectionForm {
    /// Never changeable after creation.
    pub name: String,
    /// What a login page says; the name where it is empty.
    pub display_name: String,
    /// What the person typed: base URL, issuer or full discovery URL. Saved as the URL that answered.
    pub discovery_url: String,
    pub channel: Channel,
    pub client_id: String,
    pub client_secret: SecretInput,
    /// Space separated, with `openid`.
    pub scope: String,
    pub pkce: Pkce,
    pub sync_at_each_login: bool,
    /// Edits of the provider's metadata, by member.
    pub metadata: BTreeMap<String, MetadataEdit>,
    pub mapping: MappingForm,
}

/// How claims become a profile.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct MappingForm {
    pub mode: MappingMode,
    /// The JSON object of templates, as text. Looked at with `use_map` alone.
    pub attributes: String,
    /// Scopes that are asked for because of the mapping, space separated.
    pub userinfo_scope: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum MappingMode {
    /// Every claim of the ID token becomes an attribute of its name.
    #[default]
    BindAll,
    /// Templates say what becomes what.
    UseMap,
}

/// What a mapping makes of real claims.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct MappingPreview {
    /// When the test login was whose claims these are; absent where there was none.
    pub sampled_at: Option<DateTime<Utc>>,
    /// Who signed in then.
    pub sample: Option<String>,
    /// A template for each claim that came, e.g. `${context.tokenset.email}`.
    pub templates: Vec<String>,
    pub attributes: Vec<Attribute>,
    pub findings: Vec<Finding>,
    /// Whether a login asks the userinfo endpoint.
    pub calls_userinfo: bool,
    /// Why there is nothing to preview.
    pub problem: Option<Problem>,
}

/// What becomes of one member of the metadata.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MetadataEdit {
    /// An override: the connection says it, whatever the provider says.
    Set { value: Value },
    /// What the provider says now.
    Live { value: Value },
    /// What the tenant stored of the provider's document.
    Stored,
}

/// The provider's metadata as a connection has it.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct IssuerDetails {
    pub members: Vec<MetadataMember>,
    /// Why there is no live document to compare with.
    pub live_problem: Option<String>,
    /// The key set behind the live document.
    pub keys: Vec<KeyRow>,
    pub key_findings: Vec<Finding>,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct MetadataMember {
    pub name: String,
    /// What a sign-in uses.
    pub value: Option<Value>,
    pub origin: MemberOrigin,
    pub live: Option<Value>,
    /// The provider says something else now.
    pub differs: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum MemberOrigin {
    /// From the provider's document, as the tenant stored it.
    Discovered,
    /// The connection says something else than the document.
    Overridden,
    /// Nobody says it, and the specification does.
    Default,
    Absent,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct KeyRow {
    pub kid: Option<String>,
    pub kty: Option<String>,
    pub alg: Option<String>,
    pub usage: Option<String>,
    /// `2048 bits`, `P-256`.
    pub size: Option<String>,
    /// RFC 7638, SHA-256.
    pub thumbprint: Option<String>,
    /// Whether it can verify a signature.
    pub usable: bool,
}

/// A secret that is write-only: unchanged unless a person replaces it.
#[derive(Debug, Clone, PartialEq, Deserialize, specta::Type)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum SecretInput {
    /// The secret the tenant holds (or none, on a new connection).
    Unchanged,
    Replace(lintel_oidc::Secret),
}

/// A secret that came in does not travel back: a form on its way to a window says `unchanged`.
impl Serialize for SecretInput {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("kind", "unchanged")?;
        map.end()
    }
}

/// What goes with a connection when it is deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct Deletion {
    /// Who signed in through it; 1000 stands for that many or more, which is as far as the API's pages reach.
    pub users: u32,
    /// Where it is enabled.
    pub applications: u32,
}

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
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct FieldConflict {
    pub path: String,
    pub label: String,
    pub loaded: Option<String>,
    pub yours: Option<String>,
    pub theirs: Option<String>,
}

/// The live check of what stands in the discovery URL field.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ProviderCheck {
    pub found: Option<FoundProvider>,
    /// Every URL tried, in order, with what came of it.
    pub tried: Vec<TriedUrl>,
    pub front_channel: ChannelCheck,
    pub back_channel: ChannelCheck,
    /// Every finding, whichever channel it is about.
    pub findings: Vec<Finding>,
    pub elapsed_ms: u32,
}

/// A document that was found and parsed, sound or not.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct FoundProvider {
    /// Where the document is, after redirects are left out of account: the URL to save.
    pub discovery_url: String,
    pub issuer: Option<String>,
    /// Whether the issuer is the URL without the well-known path (a trailing slash aside).
    pub issuer_matches_url: bool,
    pub authorization_endpoint: Option<String>,
    pub token_endpoint: Option<String>,
    pub userinfo_endpoint: Option<String>,
    pub jwks_uri: Option<String>,
    pub signing_algorithms: Vec<String>,
    /// Keys that can verify a signature; absent when the key set could not be read.
    pub usable_keys: Option<u32>,
    /// Empty when the provider advertises none.
    pub pkce_methods: Vec<String>,
    pub scopes: Vec<String>,
    /// `Microsoft Entra ID`, `Okta`, `Keycloak`, … where the URL or issuer tells, for the guide beside the form.
    pub vendor: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct TriedUrl {
    pub url: String,
    /// `200`, `404 Not Found`, `the name cannot be resolved`, …
    pub outcome: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ChannelCheck {
    pub usable: bool,
    /// Required members that are absent, null or empty.
    pub missing: Vec<String>,
    /// Members that are present but cannot be used, each as `member(reason)`.
    pub invalid: Vec<String>,
    /// What matters on this channel.
    pub findings: Vec<Finding>,
}

/// A row of a connection's Applications page.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ApplicationRow {
    pub client_id: String,
    pub name: String,
    /// `regular_web`, `spa`, `native`, `non_interactive`.
    pub app_type: Option<String>,
    pub enabled: bool,
}

/// What to test.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, specta::Type)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum TrialRequest {
    /// The form as it stands, saved or not, against the provider; nothing in the tenant is touched. `connection_id` lends
    /// the saved secret where the form leaves it unchanged.
    Direct { connection_id: Option<String>, form: Box<ConnectionForm> },
    /// The saved connection through the tenant's own login, as an application would.
    ThroughTenant { connection_id: String },
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
    /// Closed, cancelled or timed out.
    Ended,
}

/// A test sign-in as the Test page shows it, again after every step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct TrialView {
    pub id: String,
    pub connection_id: Option<String>,
    pub connection_name: String,
    pub way: TrialWay,
    pub state: TrialState,
    /// `Login works`, `Login failed at the token request`, `Waiting for the sign-in window`.
    pub headline: String,
    /// One sentence under it.
    pub detail: String,
    /// Why it failed and what to do; the same finding stands at its step.
    pub diagnosis: Option<Finding>,
    pub trace: Trace,
    pub finished_at: Option<DateTime<Utc>>,
}

/// The built-in practice provider.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct PracticeView {
    pub issuer: String,
    pub discovery_url: String,
    pub client_id: String,
    pub dials: Vec<DialView>,
}

/// One way in which the practice provider can fail.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct DialView {
    /// `wrong-issuer`, `secret-rejected`.
    pub name: String,
    pub title: String,
    pub description: String,
    pub on: bool,
}

/// The one error that crosses to a window.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct Problem {
    /// Stable, e.g. `name-taken`.
    pub code: String,
    /// What happened, to which value, what was expected.
    pub message: String,
    /// The form field it belongs to, e.g. `name`, `discovery_url`.
    pub field: Option<String>,
    pub remedy: Option<String>,
}

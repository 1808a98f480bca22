//! A connection as its pages have it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use lintel_oidc::{Channel, sign_in::Pkce};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A row of the list of connections.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ConnectionRow {
    pub id: String,
    pub name: String,
    pub display_name: String,
    /// Host of the issuer, or of the discovery URL where no issuer is known.
    pub issuer_host: Option<String>,
    pub channel: Channel,
    /// Whether login pages offer it as a button.
    pub show_as_button: bool,
    pub last_trial: Option<TrialSummary>,
}

/// A part of the list of connections.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ConnectionPage {
    pub rows: Vec<ConnectionRow>,
    /// Where the next page begins; none after the last one.
    pub next: Option<String>,
}

/// For how many applications a connection is enabled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct EnabledCount {
    pub id: String,
    pub count: u32,
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

/// A row of a connection's Applications page.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ApplicationRow {
    pub client_id: String,
    pub name: String,
    /// `regular_web`, `spa`, `native`, `non_interactive`.
    pub app_type: Option<String>,
    pub enabled: bool,
}

//! What the fields of the form hold, where it is more than a text.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A parameter that the authorization request to the provider carries besides its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct UpstreamParam {
    pub name: String,
    pub source: UpstreamSource,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum UpstreamSource {
    /// The same at each login.
    Value { value: String },
    /// A parameter of the application's own request.
    Alias { alias: String },
    /// Something else that is stored. It stays as it is.
    Other { stored: Value },
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

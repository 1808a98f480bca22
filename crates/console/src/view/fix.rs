//! What a finding asks of a connection, as one change of its form.

use std::collections::BTreeMap;

use lintel_oidc::{Channel, sign_in::Pkce};
use serde::{Deserialize, Serialize};

use crate::field::{MappingForm, MetadataEdit};

/// One field of the form put to another value. Whoever takes it changes nothing else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Fix {
    /// `Use Back Channel`, on a button.
    pub label: String,
    pub change: FieldValue,
}

/// A field of [`ConnectionForm`](crate::field::ConnectionForm) by its name there, with what it is to hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "field", content = "value", rename_all = "snake_case")]
pub enum FieldValue {
    Channel(Channel),
    Scope(String),
    Pkce(Pkce),
    BackChannelNonce(bool),
    IdTokenAlgs(Vec<String>),
    /// These members; edits of others stay.
    Metadata(BTreeMap<String, MetadataEdit>),
    Mapping(MappingForm),
}

use serde_json::{Map, Value};

use super::{
    bind_all::bind_all,
    path::MappingContext,
    profile::Mapped,
    template::{Piece, pieces},
    use_map::use_map,
};
use crate::Finding;

/// How claims become a profile.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum AttributeMap {
    /// `bind_all`: every ID token claim becomes an attribute of its name, reserved ones left out.
    #[default]
    BindAll,
    /// `use_map`: the profile is built from templates over `${context.tokenset.*}`, `${context.userinfo.*}` and
    /// `${context.connection.*}`.
    UseMap { attributes: Map<String, Value>, userinfo_scope: Option<String> },
}

impl AttributeMap {
    /// Reads `attribute_map`; absent or unknown modes bind all.
    pub fn from_json(map: Option<&Map<String, Value>>) -> Self {
        let Some(map) = map else { return AttributeMap::BindAll };
        match map.get("mapping_mode").and_then(Value::as_str) {
            Some("use_map") => AttributeMap::UseMap {
                attributes: map.get("attributes").and_then(Value::as_object).cloned().unwrap_or_default(),
                userinfo_scope: map.get("userinfo_scope").and_then(Value::as_str).map(str::to_owned),
            },
            _ => AttributeMap::BindAll,
        }
    }

    /// As [`AttributeMap::from_json`] reads it.
    pub fn to_json(&self) -> Map<String, Value> {
        let members = match self {
            AttributeMap::BindAll => vec![("mapping_mode", Value::from("bind_all"))],
            AttributeMap::UseMap { attributes, userinfo_scope } => vec![
                ("mapping_mode", Value::from("use_map")),
                ("attributes", Value::Object(attributes.clone())),
                ("userinfo_scope", Value::from(userinfo_scope.clone())),
            ],
        };
        members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// Whether any template asks for userinfo; only then is that endpoint called.
    pub fn wants_userinfo(&self) -> bool {
        self.paths().any(|path| path.starts_with("context.userinfo."))
    }

    /// What the templates refer to, e.g. `context.tokenset.email`.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let attributes = match self {
            AttributeMap::BindAll => None,
            AttributeMap::UseMap { attributes, .. } => Some(attributes),
        };
        attributes.into_iter().flat_map(Map::values).filter_map(Value::as_str).flat_map(|template| {
            pieces(template).filter_map(|(_, piece)| match piece {
                Piece::Path(path) => Some(path),
                Piece::Text(_) => None,
            })
        })
    }

    /// The scopes that the mapping adds to the authorization request.
    pub fn userinfo_scope(&self) -> Option<&str> {
        match self {
            AttributeMap::UseMap { userinfo_scope, .. } => userinfo_scope.as_deref(),
            AttributeMap::BindAll => None,
        }
    }

    /// The attributes, in order, with a finding for each that could not become what the map asks for; the finding alone of a
    /// profile beyond [`MAX_PROFILE`](super::MAX_PROFILE).
    pub fn apply(&self, context: MappingContext<'_>) -> Result<(Vec<Mapped>, Vec<Finding>), Box<Finding>> {
        match self {
            AttributeMap::BindAll => bind_all(context.id_token),
            AttributeMap::UseMap { attributes, .. } => use_map(attributes, context),
        }
    }
}

use serde_json::{Map, Value};

/// What a template can refer to.
#[derive(Debug, Clone, Copy)]
pub struct MappingContext<'a> {
    pub connection_id: &'a str,
    pub connection_strategy: &'a str,
    pub id_token: &'a Map<String, Value>,
    pub userinfo: Option<&'a Map<String, Value>>,
}

/// What a path can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path<'a> {
    ConnectionId,
    ConnectionStrategy,
    /// `context.tokenset.…`: a claim of the ID token.
    IdToken(&'a str),
    /// `context.userinfo.…`
    Userinfo(&'a str),
}

/// Every path that means something, for a person who wrote another.
pub const PATHS: &str =
    "a path is context.tokenset or context.userinfo with a claim, context.connection.id or context.connection.strategy";

impl<'a> Path<'a> {
    /// `None` for a path that means nothing, whatever a provider sends.
    pub fn read(path: &'a str) -> Option<Self> {
        match path.strip_prefix("context.")?.split_once('.')? {
            ("connection", "id") => Some(Path::ConnectionId),
            ("connection", "strategy") => Some(Path::ConnectionStrategy),
            ("tokenset", claim) if !claim.is_empty() => Some(Path::IdToken(claim)),
            ("userinfo", claim) if !claim.is_empty() => Some(Path::Userinfo(claim)),
            _ => None,
        }
    }
}

/// What a path leads to.
pub(super) fn lookup(path: &str, context: MappingContext<'_>) -> Option<Value> {
    match Path::read(path)? {
        Path::ConnectionId => Some(context.connection_id.into()),
        Path::ConnectionStrategy => Some(context.connection_strategy.into()),
        Path::IdToken(claim) => walk(context.id_token, claim),
        Path::Userinfo(claim) => walk(context.userinfo?, claim),
    }
}

/// A claim by its whole name (names may hold dots, as in URLs), else by dotted steps into objects.
fn walk(claims: &Map<String, Value>, path: &str) -> Option<Value> {
    if let Some(value) = claims.get(path) {
        return Some(value.clone());
    }
    let (first, rest) = path.split_once('.')?;
    walk(claims.get(first)?.as_object()?, rest)
}

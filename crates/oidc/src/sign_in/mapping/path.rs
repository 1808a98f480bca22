use std::borrow::Cow;

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
pub(super) const PATHS: &str =
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
pub(super) fn lookup<'a>(path: &str, context: MappingContext<'a>) -> Option<Cow<'a, Value>> {
    match Path::read(path)? {
        Path::ConnectionId => Some(Cow::Owned(context.connection_id.into())),
        Path::ConnectionStrategy => Some(Cow::Owned(context.connection_strategy.into())),
        Path::IdToken(claim) => claim_at(context.id_token, claim).map(Cow::Borrowed),
        Path::Userinfo(claim) => claim_at(context.userinfo?, claim).map(Cow::Borrowed),
    }
}

/// A claim by its whole name, which may hold dots as in URLs; else the member of a claim, the longest name first.
pub fn claim_at<'a>(claims: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    if let Some(value) = claims.get(path) {
        return Some(value);
    }
    if !path.contains('.') {
        return None;
    }
    let step = |(name, value): (&String, &'a Value)| {
        let rest = path.strip_prefix(name.as_str())?.strip_prefix('.')?;
        Some((rest.len(), value.as_object()?))
    };
    let mut steps: Vec<(usize, &Map<String, Value>)> = claims.iter().filter_map(step).collect();
    steps.sort_by_key(|(rest, _)| *rest);
    steps.into_iter().find_map(|(rest, members)| claim_at(members, &path[path.len() - rest..]))
}

//! The query of a list, or the body of a `.search` (RFC 7644, 3.4.2 and 3.4.3).

use serde_json::Value;

use super::selection::{Selection, value_of};
use crate::{Error, Filter, Kind, ScimType, resource::get};

const SEARCH: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
/// Resources of one page, asked for or not.
pub const MAX_COUNT: usize = 100;

#[derive(Debug, Clone, PartialEq)]
pub struct ListRequest {
    pub filter: Option<Filter>,
    /// From 1.
    pub start_index: usize,
    /// 0 to [`MAX_COUNT`]; 0 asks for the total alone.
    pub count: usize,
    pub selection: Selection,
}

impl ListRequest {
    /// From the decoded pairs of a query; keys that nobody knows are passed over.
    ///
    /// # Errors
    ///
    /// 400 `invalidFilter`; `invalidValue` for a `startIndex` or `count` that is no whole number, and for `attributes` with
    /// `excludedAttributes`.
    pub fn from_query<'a>(kind: Kind, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Error> {
        let pairs: Vec<_> = pairs.into_iter().collect();
        let number = |name| match value_of(&pairs, name) {
            None | Some("") => Ok(None),
            Some(text) => text.parse().map(Some).map_err(|_| no_number(name, text)),
        };
        Ok(Self {
            filter: filter(kind, value_of(&pairs, "filter"))?,
            start_index: start_index(number("startIndex")?),
            count: count(number("count")?),
            selection: Selection::from_query(kind, pairs.iter().copied())?,
        })
    }

    /// From the body of a `.search`.
    ///
    /// # Errors
    ///
    /// As [`Self::from_query`], and `invalidSyntax` where the body is no SearchRequest.
    pub fn from_search(kind: Kind, body: &Value) -> Result<Self, Error> {
        let syntax = |detail: String| Error::typed(ScimType::InvalidSyntax, detail);
        let Value::Object(members) = body else { return Err(syntax("The body is to be a JSON object.".into())) };
        let mut named =
            get(members, "schemas").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        if !named.any(|urn| urn.eq_ignore_ascii_case(SEARCH)) {
            return Err(syntax(format!("\"schemas\" does not name {SEARCH}.")));
        }
        let number = |name| match get(members, name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => value.as_i64().map(Some).ok_or_else(|| no_number(name, &value.to_string())),
        };
        let filter = match get(members, "filter") {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => filter(kind, Some(text))?,
            Some(_) => return Err(Error::typed(ScimType::InvalidFilter, "\"filter\" is to be a text.")),
        };
        let names = |name| match get(members, name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Array(names)) => Ok(Some(names.iter().filter_map(Value::as_str).collect())),
            Some(_) => Err(syntax(format!("{name:?} is to be an array of names."))),
        };
        Ok(Self {
            filter,
            start_index: start_index(number("startIndex")?),
            count: count(number("count")?),
            selection: Selection::of(kind, names("attributes")?, names("excludedAttributes")?)?,
        })
    }
}

fn filter(kind: Kind, text: Option<&str>) -> Result<Option<Filter>, Error> {
    text.map(|text| Filter::parse(kind, text)).transpose()
}

fn start_index(asked: Option<i64>) -> usize {
    usize::try_from(asked.unwrap_or(1)).unwrap_or(1).max(1)
}

fn count(asked: Option<i64>) -> usize {
    asked.map_or(MAX_COUNT, |count| usize::try_from(count).unwrap_or(0).min(MAX_COUNT))
}

fn no_number(name: &str, text: &str) -> Error {
    Error::typed(ScimType::InvalidValue, format!("{name} is {text}; it is to be a whole number."))
}

//! What a list is asked for and how it is answered (RFC 7644, 3.4.2 and 3.9).

use serde_json::{Value, json};

use crate::{
    Error, Filter, Kind, ScimType,
    resource::get,
    schema::{Schema, Target},
};

pub const SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
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

/// Which attributes an answer has.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Selection {
    #[default]
    All,
    Only(Vec<Selected>),
    Without(Vec<Selected>),
}

/// A name in `attributes` or `excludedAttributes`.
#[derive(Debug, Clone, PartialEq)]
pub enum Selected {
    Schema(&'static Schema),
    Attribute(Target),
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

impl Selection {
    /// From the decoded pairs of any request's query.
    ///
    /// # Errors
    ///
    /// 400 `invalidValue` where `attributes` and `excludedAttributes` are both there.
    pub fn from_query<'a>(kind: Kind, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Error> {
        let pairs: Vec<_> = pairs.into_iter().collect();
        let names = |name| value_of(&pairs, name).map(|text| text.split(',').collect());
        Self::of(kind, names("attributes"), names("excludedAttributes"))
    }

    /// Takes out of a resource what was not asked for; `id` and `schemas` stay.
    pub fn apply(&self, resource: &mut Value) {
        match self {
            Self::All => {}
            Self::Only(names) => {
                let mut only = json!({});
                for always in ["schemas", "id"] {
                    copy(resource, &mut only, always);
                }
                for name in names {
                    match name {
                        Selected::Schema(schema) if schema.is_extension() => copy(resource, &mut only, schema.urn),
                        Selected::Schema(schema) => {
                            schema.attributes.iter().for_each(|it| copy(resource, &mut only, it.name))
                        }
                        Selected::Attribute(target) => keep(*target, resource, &mut only),
                    }
                }
                *resource = only;
            }
            Self::Without(names) => names.iter().for_each(|name| match name {
                Selected::Schema(schema) if schema.is_extension() => take(resource, schema.urn),
                Selected::Schema(schema) => schema.attributes.iter().for_each(|it| take(resource, it.name)),
                Selected::Attribute(target) => leave_out(*target, resource),
            }),
        }
    }

    /// Whether an answer has anything of this attribute: members of a group need not be read where it has none.
    pub fn has(&self, attribute: &str) -> bool {
        let names = |name: &Selected, whole: bool| match name {
            Selected::Schema(schema) => schema.attributes.iter().any(|it| it.name == attribute),
            Selected::Attribute(target) => target.attribute.name == attribute && !(whole && target.sub.is_some()),
        };
        match self {
            Self::All => true,
            Self::Only(all) => all.iter().any(|name| names(name, false)),
            Self::Without(all) => !all.iter().any(|name| names(name, true)),
        }
    }

    /// Names that no schema has choose nothing.
    fn of(kind: Kind, only: Option<Vec<&str>>, without: Option<Vec<&str>>) -> Result<Self, Error> {
        let read = |names: Vec<&str>| {
            let name = |name: &str| match kind.split_urn(name.trim()) {
                Some((schema, "")) => Some(Selected::Schema(schema)),
                _ => kind.target(name.trim()).map(Selected::Attribute),
            };
            names.into_iter().filter_map(name).collect()
        };
        let given = |names: &Vec<&str>| names.iter().any(|name| !name.trim().is_empty());
        match (only.filter(given), without.filter(given)) {
            (None, None) => Ok(Self::All),
            (Some(only), None) => Ok(Self::Only(read(only))),
            (None, Some(without)) => Ok(Self::Without(read(without))),
            _ => Err(Error::typed(
                ScimType::InvalidValue,
                "\"attributes\" and \"excludedAttributes\" exclude each other.",
            )),
        }
    }
}

/// A ListResponse. `start_index` is the one asked for.
pub fn response(total: usize, start_index: usize, resources: Vec<Value>) -> Value {
    json!({
        "schemas": [SCHEMA],
        "totalResults": total,
        "startIndex": start_index,
        "itemsPerPage": resources.len(),
        "Resources": resources,
    })
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

fn value_of<'a>(pairs: &[(&'a str, &'a str)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
}

fn no_number(name: &str, text: &str) -> Error {
    Error::typed(ScimType::InvalidValue, format!("{name} is {text}; it is to be a whole number."))
}

fn keep(target: Target, from: &Value, to: &mut Value) {
    let (from, to) = match target.schema.is_extension() && from.get(target.schema.urn).is_some() {
        true => {
            if !to[target.schema.urn].is_object() {
                to[target.schema.urn] = json!({});
            }
            (&from[target.schema.urn], &mut to[target.schema.urn])
        }
        false => (from, to),
    };
    let name = target.attribute.name;
    let Some(sub) = target.sub else { return copy(from, to, name) };
    let part = |element: &Value, kept: &Value| {
        let mut part = if kept.is_object() { kept.clone() } else { json!({}) };
        copy(element, &mut part, sub.name);
        part
    };
    match from.get(name) {
        Some(Value::Array(elements)) => {
            let kept = &to[name];
            to[name] = elements.iter().enumerate().map(|(at, element)| part(element, &kept[at])).collect();
        }
        Some(value) => to[name] = part(value, &to[name]),
        None => {}
    }
}

fn leave_out(target: Target, resource: &mut Value) {
    if target.attribute.always_returned {
        return;
    }
    let extension = target.schema.is_extension().then_some(target.schema.urn);
    let holder = match extension {
        Some(urn) => resource.get_mut(urn),
        None => Some(&mut *resource),
    };
    let Some(holder) = holder else { return };
    match (target.sub, holder.get_mut(target.attribute.name)) {
        (None, _) => take(holder, target.attribute.name),
        (Some(sub), Some(Value::Array(elements))) => elements.iter_mut().for_each(|element| take(element, sub.name)),
        (Some(sub), Some(value)) => take(value, sub.name),
        (Some(_), None) => {}
    }
    if let Some(urn) = extension
        && resource[urn] == json!({})
    {
        take(resource, urn);
    }
}

fn copy(from: &Value, to: &mut Value, name: &str) {
    if let Some(value) = from.get(name) {
        to[name] = value.clone();
    }
}

fn take(from: &mut Value, name: &str) {
    if let Value::Object(members) = from {
        members.shift_remove(name);
    }
}

//! Which attributes an answer has (RFC 7644, 3.9).

use serde_json::{Value, json};

use crate::{
    Error, Kind, ScimType,
    schema::{Schema, Target},
};

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
    pub(super) fn of(kind: Kind, only: Option<Vec<&str>>, without: Option<Vec<&str>>) -> Result<Self, Error> {
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

/// The value of a key of a query, in any case.
pub(super) fn value_of<'a>(pairs: &[(&'a str, &'a str)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
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

//! The elements of a multi-valued attribute: which a selector chooses, which are alike.

use serde_json::{Map, Value};

use super::operation::Op;
use crate::{
    Error, Filter, ScimType,
    filter::Literal,
    schema::{Mutability, Target},
};

/// Sets `sub` of the elements that the selector chooses, or makes them the value. Which ones they were.
pub(super) fn choose(
    elements: &mut Vec<Value>,
    op: Op,
    target: Target,
    selector: Option<&Filter>,
    value: Value,
) -> Result<Vec<usize>, Error> {
    let chosen = |element: &Value| selector.is_none_or(|selector| selector.matches_element(element));
    let mut at: Vec<usize> = (0..elements.len()).filter(|at| chosen(&elements[*at])).collect();
    let is_new = at.is_empty();
    let start = selector.map_or_else(|| Some(empty()), selected);
    if is_new {
        // Entra ID names elements that are not there yet, by add and by replace, and never learns otherwise.
        elements.push(start.clone().ok_or_else(|| no_target(target))?);
        at.push(elements.len() - 1);
    }
    for &at in &at {
        let element = &mut elements[at];
        match (target.sub, &value) {
            (Some(sub), value) => {
                if sub.mutability == Mutability::Immutable && !is_new && element.get(sub.name) != Some(value) {
                    return Err(mutability(target, "cannot be changed"));
                }
                put(element, sub.name, value.clone());
            }
            (None, Value::Object(members)) => {
                if op == Op::Replace {
                    *element = start.clone().unwrap_or_else(empty);
                }
                members.iter().for_each(|(name, value)| put(element, name, value.clone()));
            }
            (None, value) => *element = value.clone(),
        }
    }
    Ok(at)
}

/// Adds an element where there is none like it; where it stands.
pub(super) fn append(elements: &mut Vec<Value>, element: Value) -> usize {
    let same = |there: &Value| {
        let named = !element["value"].is_null() && there["value"] == element["value"];
        is_part(&element, there) || (named && there["type"] == element["type"])
    };
    match (elements.iter().position(same), element) {
        (Some(at), Value::Object(members)) => {
            members.into_iter().for_each(|(name, value)| put(&mut elements[at], &name, value));
            at
        }
        (Some(at), _) => at,
        (None, element) => {
            elements.push(element);
            elements.len() - 1
        }
    }
}

/// The element that a selector of nothing but `eq` describes.
pub(super) fn selected(selector: &Filter) -> Option<Value> {
    let mut element = Map::new();
    for comparison in selector.equalities()? {
        let value = match &comparison.value {
            Literal::Text(text) => text.clone().into(),
            Literal::Boolean(value) => (*value).into(),
            _ => return None,
        };
        element.insert(comparison.leaf().name.to_owned(), value);
    }
    Some(element.into())
}

/// Whether all that `part` says is in `whole`.
pub(super) fn is_part(part: &Value, whole: &Value) -> bool {
    match part {
        Value::Object(members) => members.iter().all(|(name, value)| whole.get(name) == Some(value)),
        part => part == whole,
    }
}

pub(super) fn put(object: &mut Value, name: &str, value: Value) {
    if let Value::Object(members) = object {
        members.insert(name.to_owned(), value);
    }
}

pub(super) fn empty() -> Value {
    Map::new().into()
}

pub(super) fn mutability(target: Target, what: &str) -> Error {
    Error::typed(ScimType::Mutability, format!("{target} {what}."))
}

pub(super) fn no_target(target: Target) -> Error {
    Error::typed(ScimType::NoTarget, format!("No value of {} is as the path says.", target.attribute.name))
}

//! Whether a resource is what a filter asks for.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::{
    filter::{Comparison, Filter, Literal, Operator},
    schema::{Attribute, Target},
    value,
};

impl Filter {
    /// Whether a resource in its canonical form fulfils the filter. Of several values one is enough, for `ne` too; what is absent is
    /// unequal to everything but null.
    pub fn matches(&self, resource: &Value) -> bool {
        match self {
            Self::And(parts) => parts.iter().all(|part| part.matches(resource)),
            Self::Or(parts) => parts.iter().any(|part| part.matches(resource)),
            Self::Not(part) => !part.matches(resource),
            Self::Compare(comparison) => comparison.holds(&values(comparison.target, resource)),
            Self::Present(target) => present(&values(*target, resource)),
            Self::Any(target, filter) => {
                elements(resource_attribute(*target, resource)).iter().any(|element| filter.matches_element(element))
            }
        }
    }

    /// Whether one element of the attribute that the filter is about fulfils it.
    pub(crate) fn matches_element(&self, element: &Value) -> bool {
        match self {
            Self::And(parts) => parts.iter().all(|part| part.matches_element(element)),
            Self::Or(parts) => parts.iter().any(|part| part.matches_element(element)),
            Self::Not(part) => !part.matches_element(element),
            Self::Compare(comparison) => comparison.holds(&sub_values(comparison.target.sub, element)),
            Self::Present(target) => present(&sub_values(target.sub, element)),
            Self::Any(_, filter) => filter.matches_element(element),
        }
    }
}

impl Comparison {
    fn holds(&self, values: &[&Value]) -> bool {
        match (&self.value, self.operator) {
            (Literal::Null, Operator::Eq) => !present(values),
            (Literal::Null, _) => present(values),
            (_, Operator::Ne) if !present(values) => true,
            (literal, operator) => values.iter().any(|value| compare(self.leaf(), value, operator, literal)),
        }
    }
}

fn compare(leaf: &Attribute, value: &Value, operator: Operator, literal: &Literal) -> bool {
    let order = match (value, literal) {
        (Value::Bool(value), Literal::Boolean(literal)) => value.cmp(literal),
        (Value::Number(value), Literal::Number(literal)) => match value.as_f64().partial_cmp(&literal.as_f64()) {
            Some(order) => order,
            None => return false,
        },
        (Value::String(value), Literal::Time(literal)) => match DateTime::parse_from_rfc3339(value) {
            Ok(value) => value.with_timezone(&Utc).cmp(literal),
            Err(_) => return operator == Operator::Ne,
        },
        (Value::String(value), Literal::Text(literal)) => {
            let (value, literal) = (leaf.key(value), leaf.key(literal));
            match operator {
                Operator::Co => return value.contains(&*literal),
                Operator::Sw => return value.starts_with(&*literal),
                Operator::Ew => return value.ends_with(&*literal),
                _ => value.cmp(&literal),
            }
        }
        _ => return operator == Operator::Ne,
    };
    match operator {
        Operator::Eq => order == Ordering::Equal,
        Operator::Ne => order != Ordering::Equal,
        Operator::Gt => order == Ordering::Greater,
        Operator::Ge => order != Ordering::Less,
        Operator::Lt => order == Ordering::Less,
        Operator::Le => order != Ordering::Greater,
        Operator::Co | Operator::Sw | Operator::Ew => false,
    }
}

fn present(values: &[&Value]) -> bool {
    values.iter().any(|it| !value::is_empty(it) && it.as_str() != Some(""))
}

/// The values that a target has in a resource.
fn values(target: Target, resource: &Value) -> Vec<&Value> {
    let elements = elements(resource_attribute(target, resource));
    elements.iter().flat_map(|element| sub_values(target.sub, element)).collect()
}

fn sub_values<'a>(sub: Option<&Attribute>, element: &'a Value) -> Vec<&'a Value> {
    match sub {
        None => vec![element],
        Some(sub) => element.get(sub.name).into_iter().collect(),
    }
}

fn resource_attribute(target: Target, resource: &Value) -> Option<&Value> {
    let holder = if target.schema.is_extension() { resource.get(target.schema.urn)? } else { resource };
    holder.get(target.attribute.name)
}

fn elements(value: Option<&Value>) -> &[Value] {
    match value {
        None => &[],
        Some(Value::Array(values)) => values,
        Some(value) => std::slice::from_ref(value),
    }
}

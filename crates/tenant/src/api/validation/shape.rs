use std::fmt;

use lintel_oidc::http::is_loopback;
use serde_json::{Map, Value};
use url::Url;

use crate::api::error::ApiError;

/// What a text must be beyond its length, or what is wrong with it.
pub(in crate::api) type Rule = fn(&str) -> Result<(), String>;

/// What a value must be.
#[derive(Debug, Clone, Copy)]
pub(in crate::api) enum Shape {
    /// A string of so many characters that the rule, if any, accepts.
    Text {
        min: usize,
        max: usize,
        rule: Option<Rule>,
    },
    /// An https URL; on this computer http will do.
    Url {
        max: usize,
    },
    Flag,
    /// A number without a fraction.
    Whole {
        min: i64,
        max: i64,
    },
    OneOf(&'static [&'static str]),
    List {
        min: usize,
        max: usize,
        item: &'static Shape,
    },
    /// A list that holds the text among others.
    Holding(&'static str, &'static Shape),
    /// An object of which only these members are looked at.
    Open(&'static [Member]),
    /// An object without any other member.
    Closed(&'static [Member]),
    /// An object of any names.
    Map {
        max: usize,
        value: &'static Shape,
    },
    /// Exactly one member of those named, and no other.
    Either(&'static [Member]),
    Nullable(&'static Shape),
    /// What is kept and never looked at.
    Anything,
}

/// A member of an object.
#[derive(Debug, Clone, Copy)]
pub(in crate::api) struct Member {
    pub(in crate::api) name: &'static str,
    pub(in crate::api) shape: Shape,
    pub(in crate::api) required: bool,
    pub(in crate::api) description: &'static str,
}

impl Member {
    pub(in crate::api) const fn optional(name: &'static str, shape: Shape, description: &'static str) -> Self {
        Member { name, shape, required: false, description }
    }

    pub(in crate::api) const fn required(name: &'static str, shape: Shape, description: &'static str) -> Self {
        Member { name, shape, required: true, description }
    }
}

/// The first thing that is wrong with a payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::api) struct Invalid {
    what: String,
    path: String,
    description: &'static str,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Payload validation error: '{}'", self.what)?;
        if !self.path.is_empty() {
            write!(f, " on property {}", self.path)?;
        }
        if !self.description.is_empty() {
            write!(f, " ({})", self.description)?;
        }
        f.write_str(".")
    }
}

impl From<Invalid> for ApiError {
    fn from(invalid: Invalid) -> Self {
        ApiError::invalid_body(invalid.to_string())
    }
}

/// A change has to change something.
pub(in crate::api) fn check_not_empty(object: &Map<String, Value>) -> Result<(), Invalid> {
    if object.is_empty() {
        let what = "Too few properties defined (0), minimum 1".to_owned();
        return Err(Invalid { what, path: String::new(), description: "" });
    }
    Ok(())
}

/// Holds an object against its members; `closed` allows no others.
pub(in crate::api) fn check_members(
    object: &Map<String, Value>,
    members: &[Member],
    closed: bool,
    at: &str,
    description: &'static str,
) -> Result<(), Invalid> {
    let here = |what: String| Invalid { what, path: at.to_owned(), description };
    if closed && let Some(other) = object.keys().find(|name| !members.iter().any(|member| member.name == name.as_str()))
    {
        return Err(here(format!("Additional properties not allowed: {other}")));
    }
    for member in members {
        match object.get(member.name) {
            Some(value) => {
                let path = if at.is_empty() { member.name.to_owned() } else { format!("{at}.{}", member.name) };
                member.shape.check(value, &path, member.description)?;
            }
            None if member.required => return Err(here(format!("Missing required property: {}", member.name))),
            None => {}
        }
    }
    Ok(())
}

impl Shape {
    pub(in crate::api) fn check(&self, value: &Value, path: &str, description: &'static str) -> Result<(), Invalid> {
        let wrong = |what: String| Err(Invalid { what, path: path.to_owned(), description });
        let not = |wanted: &str| wrong(format!("Expected type {wanted} but found type {}", type_of(value)));
        match (self, value) {
            (Shape::Anything, _) | (Shape::Nullable(_), Value::Null) | (Shape::Flag, Value::Bool(_)) => Ok(()),
            (Shape::Nullable(shape), _) => shape.check(value, path, description),
            (Shape::Text { min, max, rule }, Value::String(text)) => {
                within("String", "chars", text.chars().count(), *min, *max)
                    .and_then(|()| rule.map_or(Ok(()), |rule| rule(text)))
                    .or_else(wrong)
            }
            (Shape::Url { max }, Value::String(text)) => within("String", "chars", text.chars().count(), 8, *max)
                .and_then(|()| https_or_loopback(text))
                .or_else(wrong),
            (Shape::Whole { min, max }, Value::Number(number)) if !number.is_f64() => match number.as_i64() {
                Some(number) if number < *min => wrong(format!("Value {number} is less than minimum {min}")),
                Some(number) if number <= *max => Ok(()),
                _ => wrong(format!("Value {number} is greater than maximum {max}")),
            },
            (Shape::OneOf(values), Value::String(text)) => {
                if values.contains(&text.as_str()) {
                    Ok(())
                } else {
                    wrong(format!("No enum match for: {text}"))
                }
            }
            (Shape::List { min, max, item }, Value::Array(items)) => {
                within("Array", "items", items.len(), *min, *max).or_else(wrong)?;
                let mut items = items.iter().enumerate();
                items.try_for_each(|(index, value)| item.check(value, &format!("{path}[{index}]"), description))
            }
            (Shape::Holding(text, list), value) => {
                list.check(value, path, description)?;
                let held = value.as_array().is_some_and(|items| items.iter().any(|item| item == text));
                if held { Ok(()) } else { wrong(format!("Array must contain {text}")) }
            }
            (Shape::Open(members), Value::Object(object)) => check_members(object, members, false, path, description),
            (Shape::Closed(members), Value::Object(object)) => check_members(object, members, true, path, description),
            (Shape::Map { max, value }, Value::Object(object)) => {
                within("Object", "properties", object.len(), 0, *max).or_else(wrong)?;
                let mut members = object.iter();
                members.try_for_each(|(name, member)| value.check(member, &format!("{path}.{name}"), description))
            }
            (Shape::Either(members), Value::Object(object)) => {
                if object.len() != 1 {
                    return wrong("Data does not match any schemas from 'oneOf'".to_owned());
                }
                check_members(object, members, true, path, description)
            }
            (Shape::Flag, _) => not("boolean"),
            (Shape::Whole { .. }, _) => not("integer"),
            (Shape::Text { .. } | Shape::Url { .. } | Shape::OneOf(_), _) => not("string"),
            (Shape::List { .. }, _) => not("array"),
            (Shape::Open(_) | Shape::Closed(_) | Shape::Map { .. } | Shape::Either(_), _) => not("object"),
        }
    }
}

fn within(kind: &str, unit: &str, length: usize, min: usize, max: usize) -> Result<(), String> {
    if length < min {
        Err(format!("{kind} is too short ({length} {unit}), minimum {min}"))
    } else if length > max {
        Err(format!("{kind} is too long ({length} {unit}), maximum {max}"))
    } else {
        Ok(())
    }
}

fn https_or_loopback(text: &str) -> Result<(), String> {
    let Ok(url) = Url::parse(text) else { return Err(format!("Object didn't pass validation for format uri: {text}")) };
    // Published: https alone. On this computer there is nobody to issue a certificate.
    if text.starts_with("https://") || (text.starts_with("http://") && is_loopback(&url)) {
        Ok(())
    } else {
        Err(format!("String does not match pattern ^https:\\/\\/.*: {text}"))
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

//! Values made what their attribute says they are.

use serde_json::{Map, Value, json};

use crate::{
    Error, ScimType,
    quoted::quoted,
    schema::{Attribute, Mutability, Target, Type},
};

/// Values of one attribute, members apart.
pub(crate) const MAX_VALUES: usize = 1_000;

/// A truth value as some providers write it.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    [("true", true), ("false", false)].into_iter().find(|(word, _)| text.eq_ignore_ascii_case(word)).map(|(_, it)| it)
}

/// Absent, null, `[]` and `{}` are the same (RFC 7643, 2.5).
pub(crate) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(values) => values.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// The canonical value of the attribute, or of its sub-attribute: `null` where there is nothing in it.
pub(crate) fn canonical(target: Target, value: &Value) -> Result<Value, Error> {
    let attribute = target.leaf();
    if is_empty(value) {
        return Ok(Value::Null);
    }
    if !attribute.multi_valued {
        return single(target, attribute, value);
    }
    let values = match value {
        Value::Array(values) => values.as_slice(),
        value => std::slice::from_ref(value),
    };
    if values.len() > MAX_VALUES && attribute.name != "members" {
        return Err(wrong(target, &format!("has {} values, and {MAX_VALUES} are taken", values.len())));
    }
    let mut canonical = Vec::with_capacity(values.len());
    for value in values {
        let value = single(target, attribute, value)?;
        if attribute.name == "members" && value["value"].as_str().is_none_or(str::is_empty) {
            return Err(wrong(target, "are objects with the id of a user as their \"value\""));
        }
        if !value.is_null() {
            canonical.push(value);
        }
    }
    if let Some(first) = canonical.iter().position(is_primary) {
        only_primary(&mut canonical, first);
    }
    Ok(if canonical.is_empty() { Value::Null } else { canonical.into() })
}

/// One element of a multi-valued attribute, or the value of another.
pub(crate) fn single(target: Target, attribute: &'static Attribute, value: &Value) -> Result<Value, Error> {
    match (attribute.of, value) {
        (_, Value::Null) => Ok(Value::Null),
        (Type::Complex, Value::Object(members)) => complex(target, attribute, members),
        // `[{"value": "id"}]`, as Entra ID sends a manager.
        (Type::Complex, Value::Array(values)) if !attribute.multi_valued && values.len() == 1 => {
            single(target, attribute, &values[0])
        }
        (Type::Complex, Value::String(text)) if attribute.sub("value").is_some() => {
            // A role of Entra ID is `{"value": "{\"id\":…}"}`; others send the text alone.
            complex(target, attribute, &Map::from_iter([("value".to_owned(), json!(text))]))
        }
        (Type::Complex, _) => Err(wrong(target, "is an object")),
        (Type::Boolean, Value::Bool(_)) => Ok(value.clone()),
        (Type::Boolean, Value::String(text)) => match boolean(text) {
            Some(value) => Ok(value.into()),
            None => Err(wrong(target, &format!("is true or false, and not {}", quoted(text)))),
        },
        (Type::Boolean, _) => Err(wrong(target, "is true or false")),
        (Type::DateTime, Value::String(text)) if chrono::DateTime::parse_from_rfc3339(text).is_err() => {
            Err(wrong(target, &format!("is a time as RFC 3339 writes it, and not {}", quoted(text))))
        }
        (_, Value::String(_)) => Ok(value.clone()),
        (Type::String, Value::Number(number)) => Ok(number.to_string().into()),
        _ => Err(wrong(target, "is a text")),
    }
}

fn complex(target: Target, attribute: &'static Attribute, members: &Map<String, Value>) -> Result<Value, Error> {
    let inside = inside_text(attribute, members);
    let members = inside.as_ref().unwrap_or(members);
    let mut canonical = Map::new();
    for (name, value) in members {
        // `managerId` is SCIM 1's name, which OneLogin's templates still have.
        let name = if attribute.name == "manager" && name == "managerId" { "value" } else { name };
        let Some(sub) = attribute.sub(name) else { continue };
        if sub.mutability == Mutability::ReadOnly {
            continue;
        }
        let value = single(Target { sub: Some(sub), ..target }, sub, value)?;
        if !value.is_null() {
            canonical.insert(sub.name.to_owned(), value);
        }
    }
    Ok(if canonical.is_empty() { Value::Null } else { canonical.into() })
}

/// The role that Entra ID writes as JSON inside the text of `value`.
fn inside_text(attribute: &Attribute, members: &Map<String, Value>) -> Option<Map<String, Value>> {
    let text = members.get("value")?.as_str()?;
    if attribute.name != "roles" || members.len() != 1 || !text.starts_with('{') {
        return None;
    }
    let inner: Map<String, Value> = serde_json::from_str(text).ok()?;
    inner.contains_key("value").then_some(inner)
}

pub(crate) fn is_primary(element: &Value) -> bool {
    element["primary"] == true
}

/// Of the elements, this one alone stays primary (RFC 7643, 2.4).
pub(crate) fn only_primary(elements: &mut [Value], index: usize) {
    for (at, element) in elements.iter_mut().enumerate() {
        if at != index && is_primary(element) {
            element["primary"] = false.into();
        }
    }
}

fn wrong(target: Target, what: &str) -> Error {
    Error::typed(ScimType::InvalidValue, format!("{target} {what}."))
}

//! A resource as a client sends it, made canonical.

use serde_json::{Map, Value, json};

use crate::{
    Error, Kind, ScimType,
    schema::{Attribute, Mutability, Schema, Target},
    value,
};

/// Members of a group in one POST or PUT.
pub const MAX_MEMBERS: usize = 10_000;

/// What a POST asks for, canonical: names as the schemas write them, values of their type (`"True"` is true), a manager as
/// `{"value": …}`; without what is unknown, read-only, null or empty, and without a password.
///
/// # Errors
///
/// 400 `invalidSyntax` without `schemas`, `invalidValue` for a value of another type or a missing `userName` (`displayName` of a
/// group); 413 above [`MAX_MEMBERS`].
pub fn read(kind: Kind, body: &Value) -> Result<Value, Error> {
    let Value::Object(members) = body else {
        return Err(Error::typed(
            ScimType::InvalidSyntax,
            format!("The body is no {}: it is to be a JSON object.", kind.name()),
        ));
    };
    let named = get(members, "schemas").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    if !named.into_iter().any(|urn| urn.eq_ignore_ascii_case(kind.core().urn)) {
        let detail = format!("\"schemas\" does not name {}.", kind.core().urn);
        return Err(Error::typed(ScimType::InvalidSyntax, detail));
    }
    let asked = get(members, "members").and_then(Value::as_array).map_or(0, Vec::len);
    if kind == Kind::Group && asked > MAX_MEMBERS {
        return Err(Error::of(413, format!("The group has {asked} members; {MAX_MEMBERS} are taken in one request.")));
    }
    let mut resource = Map::from_iter([("schemas".to_owned(), Value::Null)]);
    for (name, value) in members {
        match kind.split_urn(name) {
            Some((schema, "")) if schema.is_extension() => {
                for (name, value) in value.as_object().into_iter().flatten() {
                    let Some(target) = kind.target(&format!("{}:{name}", schema.urn)) else { continue };
                    put(&mut resource, target, value)?;
                }
            }
            _ => match kind.target(name) {
                Some(target) if target.sub.is_none() => put(&mut resource, target, value)?,
                _ => {}
            },
        }
    }
    let mut resource = Value::Object(resource);
    for required in kind.core().attributes.iter().filter(|attribute| attribute.required) {
        if resource[required.name].as_str().is_none_or(|text| text.trim().is_empty()) {
            let detail = format!("{} is missing, and a {} has one.", required.name, kind.name());
            return Err(Error::typed(ScimType::InvalidValue, detail));
        }
    }
    name_schemas(kind, &mut resource);
    Ok(resource)
}

/// What a PUT makes of a resource: [`read`], with what is read-only as it was, and `active` as it was where the body does not name it.
///
/// # Errors
///
/// As [`read`].
pub fn replace(kind: Kind, before: &Value, body: &Value) -> Result<Value, Error> {
    let mut after = read(kind, body)?;
    let names_active = body.as_object().is_some_and(|members| get(members, "active").is_some());
    for name in ["id", "meta", "groups", "active"] {
        let keeps = name != "active" || !names_active;
        if let Some(value) = before.get(name).filter(|_| keeps) {
            after[name] = value.clone();
        }
    }
    Ok(after)
}

/// Puts `schemas` right: the core schema, and each extension that the resource has attributes of.
pub(crate) fn name_schemas(kind: Kind, resource: &mut Value) {
    let has = |schema: &&Schema| !schema.is_extension() || resource.get(schema.urn).is_some();
    let urns: Vec<&str> = kind.schemas().iter().filter(has).map(|schema| schema.urn).collect();
    resource["schemas"] = json!(urns);
}

fn put(resource: &mut Map<String, Value>, target: Target, value: &Value) -> Result<(), Error> {
    if !is_written(target.attribute) {
        return Ok(());
    }
    let value = value::canonical(target, value)?;
    if value.is_null() {
        return Ok(());
    }
    let holder = match target.schema.is_extension() {
        false => resource,
        true => match resource.entry(target.schema.urn).or_insert_with(|| Map::new().into()) {
            Value::Object(holder) => holder,
            _ => return Ok(()),
        },
    };
    holder.insert(target.attribute.name.to_owned(), value);
    Ok(())
}

/// Whether a client may say what it is, and it is kept.
pub(crate) fn is_written(attribute: &Attribute) -> bool {
    matches!(attribute.mutability, Mutability::ReadWrite | Mutability::Immutable)
}

/// A member by its name in any case.
pub(crate) fn get<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    members.get(name).or_else(|| members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

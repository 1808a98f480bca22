//! A profile as a SCIM user.

use serde_json::{Map, Value, json};

use super::pairs::{Mapping, Slot, literal};
use crate::{Kind, resource::name_schemas, value};

/// What a resource has beside its mapped attributes. Times are RFC 3339.
#[derive(Debug, Clone, Copy)]
pub struct Meta<'a> {
    pub id: &'a str,
    pub created: &'a str,
    pub last_modified: &'a str,
    /// The whole address of the resource.
    pub location: &'a str,
}

impl Mapping {
    /// A profile (`email`, `blocked`, `app_metadata` …) as a SCIM user in its canonical form. What does not fit its attribute's type
    /// is left out.
    pub fn to_scim(&self, profile: &Value, meta: Meta<'_>) -> Value {
        let mut resource = json!({ "schemas": [], "id": meta.id });
        for slot in &self.slots {
            let Some(value) = slot.profile.get(profile) else { continue };
            let value = match value {
                Value::Bool(value) if slot.is_inverted() => (!value).into(),
                value => value.clone(),
            };
            if let Ok(value) = value::canonical(slot.target, &value)
                && !value.is_null()
            {
                place(slot, value, &mut resource);
            }
        }
        resource["meta"] = meta.value(Kind::User);
        name_schemas(Kind::User, &mut resource);
        resource
    }
}

impl Meta<'_> {
    /// The member `meta` of a resource of this kind.
    pub fn value(&self, kind: Kind) -> Value {
        json!({
            "resourceType": kind.name(),
            "created": self.created,
            "lastModified": self.last_modified,
            "location": self.location,
        })
    }
}

/// Puts a value where the slot has it. Slots with the same selector share an element.
fn place(slot: &Slot, value: Value, resource: &mut Value) {
    let holder = if slot.target.schema.is_extension() { child(resource, slot.target.schema.urn) } else { resource };
    let name = slot.target.attribute.name;
    match (slot.target.sub, &slot.selector) {
        (None, _) => holder[name] = value,
        (Some(sub), None) => child(holder, name)[sub.name] = value,
        (Some(sub), Some(selector)) => {
            if !holder[name].is_array() {
                holder[name] = json!([]);
            }
            let Some(elements) = holder[name].as_array_mut() else { return };
            match elements.iter_mut().find(|element| element[selector.leaf().name] == literal(selector)) {
                Some(element) => element[sub.name] = value,
                None => elements.push(json!({ sub.name: value, selector.leaf().name: literal(selector) })),
            }
        }
    }
}

fn child<'a>(value: &'a mut Value, name: &str) -> &'a mut Value {
    if !value[name].is_object() {
        value[name] = Map::new().into();
    }
    &mut value[name]
}

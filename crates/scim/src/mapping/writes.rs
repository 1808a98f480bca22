//! What a changed SCIM user changes in a profile.

use serde_json::Value;

use super::{
    pairs::{Mapping, Slot},
    profile::Write,
};
use crate::{Filter, Kind, schema::Schema};

impl Mapping {
    /// What must be written for a user that was `before` (an empty object where there was none) to be `after`: the slots that differ.
    pub fn from_scim(&self, before: &Value, after: &Value) -> Vec<Write> {
        let differing = self.slots.iter().filter(|slot| slot.value(before) != slot.value(after));
        differing.map(|slot| Write { path: slot.profile.clone(), value: slot.kept(after) }).collect()
    }

    /// What of a canonical resource is kept nowhere: `name.formatted`, `emails[type eq "home"].value`.
    pub fn kept_nowhere(&self, resource: &Value) -> Vec<String> {
        let mut lost = Vec::new();
        for schema in Kind::User.schemas() {
            let holder = if schema.is_extension() { resource.get(schema.urn) } else { Some(resource) };
            for (name, value) in holder.and_then(Value::as_object).into_iter().flatten() {
                self.lost_of(schema, name, value, &mut lost);
            }
        }
        lost
    }

    fn lost_of(&self, schema: &'static Schema, name: &str, value: &Value, lost: &mut Vec<String>) {
        let prefix = if schema.is_extension() { format!("{}:", schema.urn) } else { String::new() };
        let Some(attribute) = schema.attributes.iter().find(|attribute| attribute.name == name) else { return };
        if !crate::resource::is_written(attribute) {
            return;
        }
        let slots =
            || self.slots.iter().filter(|slot| slot.target.schema == schema && slot.target.attribute == attribute);
        if slots().any(|slot| slot.target.sub.is_none()) {
            return;
        }
        match value {
            Value::Array(elements) => {
                for element in elements {
                    let choose = element["type"].as_str().map(|of| format!("[type eq {}]", Value::from(of)));
                    let choose = choose.or((element["primary"] == true).then(|| "[primary eq true]".to_owned()));
                    for (sub, _) in
                        element.as_object().into_iter().flatten().filter(|(sub, _)| *sub != "type" && *sub != "primary")
                    {
                        let kept = slots().any(|slot| {
                            let chosen =
                                slot.selector.clone().is_some_and(|it| Filter::Compare(it).matches_element(element));
                            chosen && slot.target.leaf().name == sub
                        });
                        if !kept {
                            lost.push(format!("{prefix}{name}{}.{sub}", choose.as_deref().unwrap_or_default()));
                        }
                    }
                }
            }
            Value::Object(members) => {
                let missing = members.keys().filter(|sub| !slots().any(|slot| slot.target.leaf().name == *sub));
                lost.extend(missing.map(|sub| format!("{prefix}{name}.{sub}")));
            }
            _ if slots().next().is_none() => lost.push(format!("{prefix}{name}")),
            _ => {}
        }
    }
}

impl Slot {
    /// What a canonical resource has there: of several elements that the selector chooses the last, which is the newest.
    pub fn value<'a>(&self, resource: &'a Value) -> Option<&'a Value> {
        let holder = if self.target.schema.is_extension() { resource.get(self.target.schema.urn)? } else { resource };
        let mut value = holder.get(self.target.attribute.name)?;
        if let Some(selector) = &self.selector {
            let selector = Filter::Compare(selector.clone());
            let has = |element: &&Value| {
                selector.matches_element(element) && self.target.sub.is_some_and(|sub| element.get(sub.name).is_some())
            };
            value = value.as_array()?.iter().rfind(has)?;
        }
        match self.target.sub {
            Some(sub) => value.get(sub.name),
            None if self.is_reference() => value.get("value"),
            None => Some(value),
        }
    }

    /// The same as the profile keeps it.
    fn kept(&self, resource: &Value) -> Option<Value> {
        match self.value(resource)? {
            Value::Bool(value) if self.is_inverted() => Some((!value).into()),
            value => Some(value.clone()),
        }
    }
}

//! The operations done, one after the other, to a copy.

use serde_json::{Map, Value};

use super::{
    elements::{append, choose, empty, is_part, mutability, no_target, put, selected},
    members::{Members, values_of},
    operation::{Op, PatchRequest},
};
use crate::{
    Error, Filter, Kind, Path, ScimType,
    resource::name_schemas,
    schema::{Mutability, Schema, Target},
    value::{self, MAX_VALUES},
};

/// Members that one PATCH looks at, one by one.
const MAX_LOOKS: usize = 10_000_000;

impl PatchRequest {
    /// The resource as it is after all operations; `None` where they changed nothing. `before` is in its canonical form.
    ///
    /// # Errors
    ///
    /// The first operation that cannot be done: `invalidPath`, `invalidValue`, `noTarget`, `mutability`.
    pub fn apply(&self, before: &Value) -> Result<Option<Value>, Error> {
        let Value::Object(resource) = before else {
            return Err(Error::typed(ScimType::InvalidSyntax, "The resource is no JSON object."));
        };
        let mut applying = Applying { kind: self.kind, resource: resource.clone(), members: None, looks: 0 };
        for operation in &self.operations {
            applying.operation(operation.op, operation.path.as_ref(), operation.value.as_ref())?;
        }
        applying.unfold_members()?;
        let mut after = Value::Object(applying.resource);
        name_schemas(self.kind, &mut after);
        Ok((after != *before).then_some(after))
    }
}

struct Applying {
    kind: Kind,
    resource: Map<String, Value>,
    /// Out of the resource while operations name members by their value.
    members: Option<Members>,
    looks: usize,
}

impl Applying {
    fn operation(&mut self, op: Op, path: Option<&Path>, value: Option<&Value>) -> Result<(), Error> {
        match path {
            Some(Path::Attribute { target, selector }) => self.attribute(op, *target, selector.as_ref(), value),
            Some(Path::Schema(schema)) if op == Op::Remove => match schema.is_extension() {
                true => {
                    self.resource.shift_remove(schema.urn);
                    Ok(())
                }
                false => Err(Error::typed(ScimType::Mutability, format!("{} cannot be removed.", schema.urn))),
            },
            Some(Path::Schema(schema)) => self.schema(op, schema, object(value)?),
            None if op == Op::Remove => Err(Error::typed(ScimType::NoTarget, "A remove without a path names nothing.")),
            None => object(value)?.iter().try_for_each(|(key, value)| self.member(op, key, value)),
        }
    }

    /// One member of a value without a path: its key is a path itself.
    fn member(&mut self, op: Op, key: &str, value: &Value) -> Result<(), Error> {
        match Path::parse(self.kind, key)? {
            Path::Schema(schema) => self.schema(op, schema, object(Some(value))?),
            Path::Attribute { target, .. } if target.attribute.name == "schemas" => Ok(()),
            Path::Attribute { target, selector } => self.attribute(op, target, selector.as_ref(), Some(value)),
        }
    }

    fn schema(&mut self, op: Op, schema: &Schema, members: &Map<String, Value>) -> Result<(), Error> {
        members.iter().try_for_each(|(name, value)| self.member(op, &format!("{}:{name}", schema.urn), value))
    }

    fn attribute(
        &mut self,
        op: Op,
        target: Target,
        selector: Option<&Filter>,
        value: Option<&Value>,
    ) -> Result<(), Error> {
        match target.attribute.mutability {
            // A password is never kept.
            Mutability::WriteOnly => return Ok(()),
            Mutability::ReadOnly if op != Op::Remove && value == self.at(target) => return Ok(()),
            Mutability::ReadOnly => return Err(mutability(target, "is read-only")),
            _ => {}
        }
        match target.sub.map(|sub| sub.mutability) {
            Some(Mutability::ReadOnly) => return Err(mutability(target, "is read-only")),
            Some(Mutability::Immutable) if op == Op::Remove => return Err(mutability(target, "cannot be changed")),
            _ => {}
        }
        if target.attribute.name == "members" && target.sub.is_none() && self.by_value(op, target, selector, value)? {
            return Ok(());
        }
        if target.attribute.name == "members" {
            self.unfold_members()?;
        }
        if op == Op::Remove {
            return self.remove(target, selector, value);
        }
        let Some(raw) = value else {
            return Err(Error::typed(ScimType::InvalidValue, format!("The operation on {target} has no value.")));
        };
        let value = match selector {
            Some(_) => value::single(target, target.leaf(), raw)?,
            None => value::canonical(target, raw)?,
        };
        if value.is_null() && raw.as_array().is_some_and(|values| !values.is_empty()) {
            return Err(Error::typed(ScimType::InvalidValue, format!("Nothing in {raw} is a value of {target}.")));
        }
        match value {
            Value::Null if op == Op::Add => Ok(()),
            Value::Null => self.remove(target, selector, None),
            value => self.set(op, target, selector, value),
        }
    }

    fn set(&mut self, op: Op, target: Target, selector: Option<&Filter>, value: Value) -> Result<(), Error> {
        if target.attribute.required && value.as_str().is_some_and(|text| text.trim().is_empty()) {
            return Err(Error::typed(ScimType::InvalidValue, format!("{target} cannot be empty.")));
        }
        let name = target.attribute.name;
        let holder = self.holder(target.schema);
        if !target.attribute.multi_valued {
            if let Some(selector) = selector {
                let matches = holder.get(name).is_some_and(|value| selector.matches_element(value));
                if !matches {
                    return Err(no_target(target));
                }
            }
            match (target.sub, value) {
                (Some(sub), value) => put(holder.entry(name).or_insert_with(empty), sub.name, value),
                (None, Value::Object(members)) => {
                    let there = holder.entry(name).or_insert_with(empty);
                    members.into_iter().for_each(|(name, value)| put(there, &name, value));
                }
                (None, value) => drop(holder.insert(name.to_owned(), value)),
            }
            return Ok(());
        }
        let mut elements = array(holder.shift_remove(name));
        let touched = match (selector, target.sub) {
            (None, None) if op == Op::Replace => {
                elements = array(Some(value));
                Vec::new()
            }
            (None, None) => array(Some(value)).into_iter().map(|element| append(&mut elements, element)).collect(),
            _ => choose(&mut elements, op, target, selector, value)?,
        };
        if elements.len() > MAX_VALUES && name != "members" {
            let detail = format!("{target} would have {} values, and {MAX_VALUES} are taken.", elements.len());
            return Err(Error::typed(ScimType::InvalidValue, detail));
        }
        if let Some(winner) = touched.into_iter().rfind(|at| value::is_primary(&elements[*at])) {
            value::only_primary(&mut elements, winner);
        }
        holder.insert(name.to_owned(), elements.into());
        Ok(())
    }

    fn remove(&mut self, target: Target, selector: Option<&Filter>, value: Option<&Value>) -> Result<(), Error> {
        if target.attribute.required && selector.is_none() {
            return Err(mutability(target, "is required"));
        }
        let name = target.attribute.name;
        let listed = match value {
            Some(value)
                if target.attribute.multi_valued && target.sub.is_none() && selector.is_none() && !value.is_null() =>
            {
                Some(array(Some(value::canonical(target, value)?)))
            }
            _ => None,
        };
        let holder = self.holder(target.schema);
        let Some(there) = holder.get_mut(name) else {
            self.tidy(target.schema);
            return Ok(());
        };
        match there {
            Value::Array(elements) => match (listed, target.sub) {
                (Some(listed), _) => elements.retain(|element| !listed.iter().any(|it| is_part(it, element))),
                (None, None) => elements.retain(|element| selector.is_some_and(|it| !it.matches_element(element))),
                (None, Some(sub)) => elements.retain_mut(|element| {
                    if selector.is_some_and(|it| !it.matches_element(element)) {
                        return true;
                    }
                    let Value::Object(members) = element else { return true };
                    let had = members.shift_remove(sub.name).is_some();
                    // What the selector alone says of an element is no value: it came with the first value, and goes with the last.
                    let only_selected = selector.and_then(selected).is_some_and(|selected| is_part(element, &selected));
                    !had || !(value::is_empty(element) || only_selected)
                }),
            },
            there => {
                if selector.is_some_and(|selector| !selector.matches_element(there)) {
                    return Ok(());
                }
                match (target.sub, &mut *there) {
                    (Some(sub), Value::Object(members)) => drop(members.shift_remove(sub.name)),
                    _ => *there = Value::Null,
                }
            }
        }
        if holder.get(name).is_some_and(value::is_empty) {
            holder.shift_remove(name);
        }
        self.tidy(target.schema);
        Ok(())
    }

    /// Does what names members by their value, and says whether this was it.
    fn by_value(
        &mut self,
        op: Op,
        target: Target,
        selector: Option<&Filter>,
        value: Option<&Value>,
    ) -> Result<bool, Error> {
        match (op, selector, value) {
            (Op::Add, None, Some(value)) => {
                let elements = array(Some(value::canonical(target, value)?));
                self.folded_members()?.add(elements);
            }
            (Op::Remove, None, Some(value)) if !value.is_null() => {
                let elements = array(Some(value::canonical(target, value)?));
                let members = self.folded_members()?;
                elements.iter().filter_map(|it| it["value"].as_str()).for_each(|value| members.remove(value));
            }
            (Op::Remove, Some(selector), _) => {
                let Some(values) = values_of(selector) else { return Ok(false) };
                let members = self.folded_members()?;
                values.into_iter().for_each(|value| members.remove(value));
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn folded_members(&mut self) -> Result<&mut Members, Error> {
        if self.members.is_none() {
            let elements = array(self.resource.shift_remove("members"));
            self.look(elements.len())?;
            self.members = Some(Members::of(elements));
        }
        Ok(self.members.get_or_insert_with(|| Members::of(Vec::new())))
    }

    fn unfold_members(&mut self) -> Result<(), Error> {
        if let Some(members) = self.members.take() {
            let elements = members.into_elements();
            if !elements.is_empty() {
                self.resource.insert("members".to_owned(), elements.into());
            }
        }
        let count = self.resource.get("members").and_then(Value::as_array).map_or(0, Vec::len);
        self.look(count)
    }

    fn look(&mut self, count: usize) -> Result<(), Error> {
        self.looks += count;
        if self.looks > MAX_LOOKS {
            return Err(Error::of(
                413,
                "The PATCH chooses among too many members too often; name them by value, or send it in parts.",
            ));
        }
        Ok(())
    }

    fn at(&self, target: Target) -> Option<&Value> {
        let value = self.resource.get(target.attribute.name)?;
        match target.sub {
            Some(sub) => value.get(sub.name),
            None => Some(value),
        }
    }

    fn holder(&mut self, schema: &Schema) -> &mut Map<String, Value> {
        if !schema.is_extension() {
            return &mut self.resource;
        }
        let holder = self.resource.entry(schema.urn).or_insert_with(empty);
        if !holder.is_object() {
            *holder = empty();
        }
        match holder {
            Value::Object(holder) => holder,
            _ => unreachable!("it was made an object above"),
        }
    }

    /// An extension without attributes is none.
    fn tidy(&mut self, schema: &Schema) {
        if schema.is_extension() && self.resource.get(schema.urn).is_some_and(value::is_empty) {
            self.resource.shift_remove(schema.urn);
        }
    }
}

fn array(value: Option<Value>) -> Vec<Value> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(values)) => values,
        Some(value) => vec![value],
    }
}

fn object(value: Option<&Value>) -> Result<&Map<String, Value>, Error> {
    value.and_then(Value::as_object).ok_or_else(|| {
        Error::typed(
            ScimType::InvalidValue,
            "An operation without a path, or on a whole schema, is to have an object as its value.",
        )
    })
}

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value, de::SliceRead};

use super::value::{MAX_DEPTH, Repeat};

/// The next value, with what was noticed on the way.
pub(super) fn read(
    deserializer: &mut serde_json::Deserializer<SliceRead<'_>>,
) -> (Result<Value, serde_json::Error>, Notes) {
    let mut notes = Notes::default();
    let read = Level { depth: 0, notes: &mut notes }.deserialize(deserializer);
    (read, notes)
}

#[derive(Default)]
pub(super) struct Notes {
    /// The member of the outermost object that is being read.
    pub(super) member: String,
    pub(super) repeated: Vec<Repeat>,
    pub(super) too_deep: bool,
}

/// Reads a value that stands within `depth` others.
struct Level<'a> {
    depth: usize,
    notes: &'a mut Notes,
}

impl Level<'_> {
    fn inner<E: Error>(&mut self) -> Result<Level<'_>, E> {
        if self.depth == MAX_DEPTH {
            self.notes.too_deep = true;
            return Err(E::custom("nested too deeply"));
        }
        Ok(Level { depth: self.depth + 1, notes: self.notes })
    }

    fn repeated(&mut self, name: &str) {
        let Notes { member, repeated, .. } = self.notes;
        // The members come one after the other, save where one of the outermost comes again.
        if repeated.last().is_none_or(|last| last.member != *member) {
            repeated.push(Repeat { name: name.to_owned(), member: member.clone() });
        }
    }
}

impl<'de> DeserializeSeed<'de> for Level<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        loop {
            match seq.next_element_seed(self.inner()?)? {
                Some(item) => items.push(item),
                None => return Ok(items.into()),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        self.inner()?;
        while let Some(name) = map.next_key::<String>()? {
            if self.depth == 0 {
                self.notes.member.clone_from(&name);
            }
            if members.contains_key(&name) {
                self.repeated(&name);
            }
            members.insert(name, map.next_value_seed(self.inner()?)?);
        }
        Ok(members.into())
    }
}

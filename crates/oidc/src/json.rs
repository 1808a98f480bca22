//! JSON from outside, bounded where it comes in: what is taken here can be stored within something larger and read again.
//!
//! Whoever hands over bytes bounds their number; this bounds their depth, and tells which names came more than once.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// How many arrays and objects may stand within one another. Providers' documents come to 5; serde_json writes any depth and
/// reads 127 of it.
pub const MAX_DEPTH: usize = 32;

/// What a text says.
#[derive(Debug, Clone, PartialEq)]
pub struct Json {
    /// Of a name that came more than once in one object, the last value.
    pub value: Value,
    /// At most one for each member of the outermost object, in no particular order.
    pub repeated: Vec<Repeat>,
}

/// A name that came more than once in one object.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{name}” comes more than once{}", if name == member { String::new() } else { format!(" in an object within “{member}”") })]
pub struct Repeat {
    pub name: String,
    /// The member of the outermost object that it is, or that holds it; empty where the outermost is an array.
    pub member: String,
}

/// Why there is no value.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    #[error("line {}, column {} is not valid JSON: {}", .0.line(), .0.column(), syntax(.0))]
    Syntax(serde_json::Error),
    /// `member` as in [`Repeat`].
    #[error("{}nested more than {MAX_DEPTH} levels deep", if member.is_empty() { String::new() } else { format!("“{member}” is ") })]
    TooDeep { member: String },
    #[error(transparent)]
    Repeated(#[from] Repeat),
}

/// Reads JSON of any type. A byte order mark in front of it is skipped (RFC 8259, section 8.1).
pub fn parse(bytes: &[u8]) -> Result<Json, JsonError> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes));
    let mut notes = Notes::default();
    let read = Level { depth: 0, notes: &mut notes }.deserialize(&mut deserializer);
    match read.and_then(|value| deserializer.end().map(|()| value)) {
        Ok(value) => Ok(Json { value, repeated: notes.repeated }),
        Err(_) if notes.too_deep => Err(JsonError::TooDeep { member: notes.member }),
        Err(error) => Err(JsonError::Syntax(error)),
    }
}

pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

impl Json {
    /// The value, if every name came once: of two values under one name, another reader may take the other.
    pub fn unique(self) -> Result<Value, JsonError> {
        match self.repeated.into_iter().next() {
            Some(repeat) => Err(repeat.into()),
            None => Ok(self.value),
        }
    }
}

/// What serde_json holds against the text, without the place.
pub(crate) fn syntax(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

#[derive(Default)]
struct Notes {
    /// The member of the outermost object that is being read.
    member: String,
    repeated: Vec<Repeat>,
    too_deep: bool,
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

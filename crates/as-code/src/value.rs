//! JSON and YAML from outside as one kind of value: bounded in depth, no name twice in an object, and numbers told that were read as others.

use std::{collections::BTreeMap, fmt};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value, error::Category};

use crate::{numbers, pointer::within, reading::Unreadable, writing::File};

/// Levels of arrays and objects.
pub(crate) const MAX_DEPTH: usize = 64;

/// A value, and the numbers in it that stand there otherwise: JSON Pointer and text.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) value: Value,
    pub(crate) changed: Vec<(String, String)>,
}

/// Why a text was not taken, besides its syntax.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refused {
    Twice(String),
    TooDeep,
}

/// Reads a value of any format that describes itself.
#[derive(Debug)]
pub(crate) struct Reading {
    path: Vec<String>,
    numbers: BTreeMap<u64, String>,
    pub(crate) changed: Vec<(String, String)>,
    pub(crate) refused: Option<Refused>,
}

pub(crate) fn json(file: &File) -> Result<Text, Unreadable> {
    let mut reading = Reading::of(&file.text);
    let mut deserializer = serde_json::Deserializer::from_str(&file.text);
    let read = Level(&mut reading).deserialize(&mut deserializer);
    match read.and_then(|value| deserializer.end().map(|()| value)) {
        Ok(value) => Ok(Text { value, changed: reading.changed }),
        Err(error) => {
            let path = file.path.clone();
            let (line, column) = (error.line(), error.column());
            Err(match (reading.refused, error.classify()) {
                (Some(refused), _) => refused.unreadable(path, line),
                (None, Category::Eof) => Unreadable::CutOff { path, line },
                (None, _) => Unreadable::Syntax { path, kind: "JSON", line, column },
            })
        }
    }
}

impl Refused {
    pub(crate) fn unreadable(self, path: String, line: usize) -> Unreadable {
        match self {
            Refused::Twice(name) => Unreadable::NameTwice { path, name, line },
            Refused::TooDeep => Unreadable::TooDeep { path, line, depth: MAX_DEPTH },
        }
    }
}

impl Reading {
    pub(crate) fn of(text: &str) -> Self {
        Reading { path: Vec::new(), numbers: numbers::changed(text), changed: Vec::new(), refused: None }
    }
}

/// A value at the path where the reading is.
pub(crate) struct Level<'a>(pub(crate) &'a mut Reading);

impl Level<'_> {
    fn inner<A, T>(&mut self, step: String, read: impl FnOnce(Level<'_>) -> Result<T, A>) -> Result<T, A>
    where
        A: Error,
    {
        if self.0.path.len() == MAX_DEPTH {
            self.0.refused = Some(Refused::TooDeep);
            return Err(A::custom("nested too deeply"));
        }
        self.0.path.push(step);
        let read = read(Level(self.0));
        self.0.path.pop();
        read
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
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
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

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        if let Some(text) = self.0.numbers.get(&value.to_bits()) {
            self.0
                .changed
                .push((self.0.path.iter().fold(String::new(), |path, step| within(&path, step)), text.clone()));
        }
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        loop {
            let step = items.len().to_string();
            match self.inner(step, |level| seq.next_element_seed(level))? {
                Some(item) => items.push(item),
                None => return Ok(items.into()),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            if members.contains_key(&name) {
                self.0.refused = Some(Refused::Twice(name));
                return Err(A::Error::custom("a name twice"));
            }
            let value = self.inner(name.clone(), |level| map.next_value_seed(level))?;
            members.insert(name, value);
        }
        Ok(members.into())
    }
}

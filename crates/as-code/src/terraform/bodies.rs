//! What the bodies of blocks say: values that stand there, and what is open or not taken.

use std::collections::BTreeMap;

use hcl::{Body, Expression, Structure};
use serde_json::{Map, Value};

use super::{
    attributes::Kind,
    literal::{Literal, Variables, literal},
};
use crate::{gathering::Gathering, numbers, pointer::within, reading::WaitsFor};

/// What Terraform does with a resource, which is nothing of a connection.
const META: [&str; 3] = ["lifecycle", "depends_on", "provider"];

#[derive(Default)]
pub(super) struct Bodies {
    pub(super) variables: Variables,
    pub(super) gathering: Gathering,
    /// Numbers that are read as others, by what they are read as.
    pub(super) rounded: BTreeMap<u64, String>,
}

impl Bodies {
    /// The members that a body has, by what may stand there.
    pub(super) fn body(
        &mut self,
        connection: &str,
        path: &str,
        body: &Body,
        attributes: &[(&str, Kind)],
        blocks: &[(&str, &[(&str, Kind)])],
    ) -> Map<String, Value> {
        let mut members = Map::new();
        for structure in body.iter() {
            match structure {
                Structure::Attribute(it) => {
                    let kind = attributes.iter().find(|(name, _)| *name == it.key());
                    match kind {
                        Some((name, kind)) => {
                            let value = self.attribute(connection, &within(path, name), *kind, it.expr());
                            members.extend(value.map(|value| ((*name).to_owned(), value)));
                        }
                        None if META.contains(&it.key()) || (path.is_empty() && it.key() == "name") => {}
                        None => self.unknown(connection, path, it.key()),
                    }
                }
                Structure::Block(it) => match blocks.iter().find(|(name, _)| *name == it.identifier()) {
                    Some((name, inner)) => {
                        let held = self.body(connection, &within(path, name), it.body(), inner, &[]);
                        members.insert((*name).to_owned(), held.into());
                    }
                    None if META.contains(&it.identifier()) || (path.is_empty() && it.identifier() == "options") => {}
                    None => self.unknown(connection, path, it.identifier()),
                },
            }
        }
        members
    }

    pub(super) fn attribute(
        &mut self,
        connection: &str,
        path: &str,
        kind: Kind,
        expression: &Expression,
    ) -> Option<Value> {
        let value = self.value(connection, path, expression)?;
        let texts = |value: &Value| value.as_array().is_some_and(|it| it.iter().all(Value::is_string));
        let (value, fits) = match (kind, value) {
            (_, Value::Null) => return None,
            (Kind::Json, Value::String(text)) => {
                let read = serde_json::from_str(&text).unwrap_or(Value::Null);
                let fits = read.is_object();
                (read, fits)
            }
            // A variable that a person gave is a text.
            (Kind::Flag, Value::String(text)) if ["true", "false"].contains(&text.as_str()) => {
                ((text == "true").into(), true)
            }
            (kind, value) => {
                let fits = match kind {
                    Kind::Text => value.is_string(),
                    Kind::Flag => value.is_boolean(),
                    Kind::Set | Kind::List => texts(&value),
                    Kind::Map => value.as_object().is_some_and(|it| it.values().all(Value::is_string)),
                    Kind::Json => value.is_object(),
                };
                (value, fits)
            }
        };
        if !fits {
            self.gathering.noted(
                connection,
                path,
                "It is not of the kind that the provider has there; it was not taken.",
            );
        }
        fits.then_some(value)
    }

    pub(super) fn value(&mut self, connection: &str, path: &str, expression: &Expression) -> Option<Value> {
        match literal(expression, &self.variables) {
            Literal::Value(value) => {
                let mut rounded = Vec::new();
                numbers::beyond_doubles(path, &value, &mut |path, number| {
                    let text =
                        number.as_f64().filter(|_| number.is_f64()).and_then(|it| self.rounded.get(&it.to_bits()));
                    rounded.extend(text.map(|text| (path, text.clone())));
                });
                self.gathering.changed(connection, rounded);
                Some(value)
            }
            Literal::Open(name) => {
                self.gathering.opened(connection, path, WaitsFor::Variable(name));
                None
            }
            Literal::Expression => {
                self.gathering.noted(
                    connection,
                    path,
                    "It is an expression, and only values that stand there are read; it was not taken.",
                );
                None
            }
        }
    }

    fn unknown(&mut self, connection: &str, path: &str, name: &str) {
        let why = "No such attribute of an OpenID Connect connection is known here; it was not taken.";
        self.gathering.noted(connection, within(path, name), why);
    }
}

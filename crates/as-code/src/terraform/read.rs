use std::collections::BTreeMap;

use hcl::{Attribute, Block, Body, Expression, Structure};
use serde_json::{Map, Value};

use super::{
    attributes::{Kind, OPTION_BLOCKS, OPTIONS, SCOPES, TOP, TOP_BLOCKS},
    bounds,
    literal::{self, Literal, Variables, literal},
};
use crate::{
    document::{ConnectionDocument, NamedApplication},
    format::Format,
    gathering::{self, Gathering},
    numbers,
    pointer::within,
    reading::{Given, Note, Read, Unreadable, WaitsFor},
    writing::File,
};

/// What Terraform does with a resource, which is nothing of a connection.
const META: [&str; 3] = ["lifecycle", "depends_on", "provider"];
const USER_ID: &str = "user_id_attribute";
const STACK: usize = 64 * 1024 * 1024;

/// The files of a folder, or some of them: `.tf`, and `.tfvars` with the values of variables.
pub(crate) fn read(files: &[&File], given: &Given) -> Result<Read, Unreadable> {
    let mut source = Source { variables: Variables::new(), gathering: Gathering::default(), rounded: BTreeMap::new() };
    let mut blocks = Vec::new();
    let mut values = BTreeMap::new();
    for file in files {
        let body = parsed(file)?;
        source.rounded.extend(numbers::changed(&file.text));
        if file.has_ending(&["tfvars"]) {
            values.extend(body.attributes().filter_map(|it| Some((it.key().to_owned(), literal::value(it.expr())?))));
        } else {
            blocks.extend(body.into_blocks().map(|block| (*file, block)));
        }
    }
    source.variables(&blocks, values, given);
    source.connections(&blocks, files.first().map_or("The folder", |it| &it.path))?;
    Ok(source.gathering.read(Format::Terraform, None, None))
}

/// On a stack of its own: the parser calls itself, within the bounds that are held before.
fn parsed(file: &File) -> Result<Body, Unreadable> {
    let open = bounds::held(file)?;
    let parse = || hcl::parse(&file.text);
    let parsed = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, parse);
        thread.ok().and_then(|it| it.join().ok())
    });
    match parsed {
        Some(Ok(body)) => Ok(body),
        Some(Err(hcl::Error::Parse(error))) => {
            let (line, column) = (error.location().line(), error.location().column());
            Err(match open {
                0 => Unreadable::Syntax { path: file.path.clone(), kind: "Terraform", line, column },
                _ => Unreadable::CutOff { path: file.path.clone(), line: file.text.lines().count() },
            })
        }
        _ => Err(Unreadable::Syntax { path: file.path.clone(), kind: "Terraform", line: 1, column: 1 }),
    }
}

struct Source {
    variables: Variables,
    gathering: Gathering,
    /// Numbers that are read as others, by what they are read as.
    rounded: BTreeMap<u64, String>,
}

impl Source {
    /// What a person gave wins over the files of values, and these over what a variable has by default.
    fn variables(&mut self, blocks: &[(&File, Block)], values: BTreeMap<String, Value>, given: &Given) {
        let declared = blocks.iter().filter(|(_, it)| it.identifier() == "variable");
        for (_, block) in declared {
            let Some(name) = block.labels().first() else { continue };
            let default = block.body().attributes().find(|it| it.key() == "default");
            let default = default.and_then(|it| literal::value(it.expr()));
            self.variables.insert(name.as_str().to_owned(), default);
        }
        self.variables.extend(values.into_iter().map(|(name, value)| (name, Some(value))));
        self.variables.extend(given.values.iter().map(|(name, value)| (name.clone(), Some(value.clone().into()))));
    }

    fn connections(&mut self, blocks: &[(&File, Block)], path: &str) -> Result<(), Unreadable> {
        let mut found: Vec<(String, ConnectionDocument, String)> = Vec::new();
        let mut ids = BTreeMap::new();
        for (file, block) in blocks {
            if let Some((to, id)) = import(block) {
                ids.insert(id, to);
            }
            let Some(label) = label(block, "auth0_connection") else { continue };
            let place = format!("auth0_connection.{label} of {}", file.path);
            if let Some(document) = self.connection(block, &place) {
                found.push((label.to_owned(), document, place));
            }
        }
        if !blocks.iter().any(|(_, it)| label(it, "auth0_connection").is_some()) {
            let path = path.to_owned();
            return Err(Unreadable::NoConnections { path });
        }
        gathering::bounded(path, found.len())?;
        let at: BTreeMap<String, usize> = found.iter().enumerate().map(|(at, it)| (it.0.clone(), at)).collect();
        for (file, block) in blocks {
            let Some(kind) =
                ["auth0_connection_clients", "auth0_connection_client", "auth0_connection_scim_configuration"]
                    .into_iter()
                    .find(|kind| label(block, kind).is_some())
            else {
                continue;
            };
            let of =
                block.body().attributes().find(|it| it.key() == "connection_id").and_then(|it| of(it.expr(), &ids));
            match of.and_then(|label| at.get(&label)).and_then(|at| found.get_mut(*at)) {
                Some((_, document, _)) if kind == "auth0_connection_scim_configuration" => self.scim(block, document),
                Some((_, document, _)) => self.applications(block, document),
                None => {
                    let why = format!(
                        "{kind}.{} belongs to no connection of these files; it was not taken.",
                        label(block, kind).unwrap_or_default()
                    );
                    self.gathering.notes.push(Note::new(None, &file.path, why));
                }
            }
        }
        found.into_iter().try_for_each(|(_, document, place)| self.gathering.take(document, place))
    }

    fn connection(&mut self, block: &Block, place: &str) -> Option<ConnectionDocument> {
        let attribute = |name: &str| block.body().attributes().find(|it| it.key() == name).map(Attribute::expr);
        let repeated = ["count", "for_each"].iter().any(|it| attribute(it).is_some());
        let name = attribute("name").map(|it| literal(it, &self.variables));
        let Some(Literal::Value(Value::String(name))) = name.filter(|_| !repeated) else {
            let why =
                format!("{place}: its name is no text that stands there, or it stands for several; it was not taken.");
            self.gathering.notes.push(Note::new(None, place, why));
            return None;
        };
        let mut members = self.body(&name, "", block.body(), &TOP, &TOP_BLOCKS);
        if let Some(options) = block.body().blocks().find(|it| it.identifier() == "options") {
            let table: Vec<_> =
                OPTIONS.into_iter().chain([("client_secret", Kind::Text), (SCOPES, Kind::Set)]).collect();
            let mut options = self.body(&name, "/options", options.body(), &table, &OPTION_BLOCKS);
            if let Some(Value::Array(scopes)) = options.shift_remove(SCOPES) {
                let words: Vec<&str> = scopes.iter().filter_map(Value::as_str).collect();
                options.insert("scope".to_owned(), words.join(" ").into());
            }
            members.insert("options".to_owned(), options.into());
        }
        Some(ConnectionDocument { name, members, ..ConnectionDocument::default() })
    }

    /// The members that a body has, by what may stand there.
    fn body(
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

    fn attribute(&mut self, connection: &str, path: &str, kind: Kind, expression: &Expression) -> Option<Value> {
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

    fn value(&mut self, connection: &str, path: &str, expression: &Expression) -> Option<Value> {
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

    fn applications(&mut self, block: &Block, document: &mut ConnectionDocument) {
        let name = document.name.clone();
        let applications = document.applications.get_or_insert_default();
        for attribute in block.body().attributes().filter(|it| ["enabled_clients", "client_id"].contains(&it.key())) {
            let ids = match self.value(&name, "/enabled_clients", attribute.expr()) {
                Some(Value::String(id)) => vec![Value::String(id)],
                Some(Value::Array(ids)) => ids,
                _ => {
                    // What is not known in full is not managed.
                    document.applications = None;
                    return;
                }
            };
            let ids = ids.iter().filter_map(Value::as_str);
            applications.extend(ids.map(|id| NamedApplication { client_id: Some(id.to_owned()), name: None }));
        }
    }

    fn scim(&mut self, block: &Block, document: &mut ConnectionDocument) {
        let mut held = Map::new();
        let mut mapping = Vec::new();
        for attribute in block.body().attributes().filter(|it| it.key() == USER_ID) {
            let value = self.attribute(&document.name, "/scim/user_id_attribute", Kind::Text, attribute.expr());
            held.extend(value.map(|value| (USER_ID.to_owned(), value)));
        }
        for (index, pair) in block.body().blocks().filter(|it| it.identifier() == "mapping").enumerate() {
            let path = format!("/scim/mapping/{index}");
            let pair =
                self.body(&document.name, &path, pair.body(), &[("auth0", Kind::Text), ("scim", Kind::Text)], &[]);
            mapping.push(Value::Object(pair));
        }
        held.insert("mapping".to_owned(), mapping.into());
        document.scim = serde_json::from_value(held.into()).ok().map(Some);
    }
}

fn label<'a>(block: &'a Block, kind: &str) -> Option<&'a str> {
    match block.labels() {
        [of, label] if block.identifier() == "resource" && of.as_str() == kind => Some(label.as_str()),
        _ => None,
    }
}

/// The label of the connection that an `import` block finds, and its ID.
fn import(block: &Block) -> Option<(String, String)> {
    let attribute = |name: &str| block.body().attributes().find(|it| it.key() == name).map(Attribute::expr);
    let (to, id) = (attribute("to")?, literal::value(attribute("id")?)?);
    match literal::path(to)?.as_slice() {
        ["auth0_connection", label] if block.identifier() == "import" => {
            Some(((*label).to_owned(), id.as_str()?.to_owned()))
        }
        _ => None,
    }
}

/// The label of the connection that `connection_id` means.
fn of(expression: &Expression, ids: &BTreeMap<String, String>) -> Option<String> {
    match literal::path(expression).as_deref() {
        Some(["auth0_connection", label, "id"]) => Some((*label).to_owned()),
        _ => ids.get(literal::value(expression)?.as_str()?).cloned(),
    }
}

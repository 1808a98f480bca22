use std::collections::BTreeMap;

use hcl::{Attribute, Block, Body, Expression};
use serde_json::{Map, Value};

use super::{
    attributes::{Kind, OPTION_BLOCKS, OPTIONS, SCOPES, TOP, TOP_BLOCKS},
    bodies::Bodies,
    bounds,
    literal::{self, Literal, literal},
};
use crate::{
    document::{ConnectionDocument, NamedApplication},
    format::Format,
    gathering, numbers,
    reading::{Given, Note, Read, Unreadable},
    writing::File,
};

const USER_ID: &str = "user_id_attribute";
const STACK: usize = 64 * 1024 * 1024;

/// The files of a folder, or some of them: `.tf`, and `.tfvars` with the values of variables.
pub(crate) fn read(files: &[&File], given: &Given) -> Result<Read, Unreadable> {
    let mut source = Source::default();
    let mut blocks = Vec::new();
    let mut values = BTreeMap::new();
    for file in files {
        let body = parsed(file)?;
        source.bodies.rounded.extend(numbers::changed(&file.text));
        if file.has_ending(&["tfvars"]) {
            values.extend(body.attributes().filter_map(|it| Some((it.key().to_owned(), literal::value(it.expr())?))));
        } else {
            blocks.extend(body.into_blocks().map(|block| (*file, block)));
        }
    }
    source.variables(&blocks, values, given);
    source.connections(&blocks, files.first().map_or("The folder", |it| &it.path))?;
    Ok(source.bodies.gathering.read(Format::Terraform, None, None))
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

#[derive(Default)]
struct Source {
    bodies: Bodies,
}

impl Source {
    /// What a person gave wins over the files of values, and these over what a variable has by default.
    fn variables(&mut self, blocks: &[(&File, Block)], values: BTreeMap<String, Value>, given: &Given) {
        let declared = blocks.iter().filter(|(_, it)| it.identifier() == "variable");
        for (_, block) in declared {
            let Some(name) = block.labels().first() else { continue };
            let default = block.body().attributes().find(|it| it.key() == "default");
            let default = default.and_then(|it| literal::value(it.expr()));
            self.bodies.variables.insert(name.as_str().to_owned(), default);
        }
        self.bodies.variables.extend(values.into_iter().map(|(name, value)| (name, Some(value))));
        self.bodies
            .variables
            .extend(given.values.iter().map(|(name, value)| (name.clone(), Some(value.clone().into()))));
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
                    self.bodies.gathering.notes.push(Note::new(None, &file.path, why));
                }
            }
        }
        found.into_iter().try_for_each(|(_, document, place)| self.bodies.gathering.take(document, place))
    }

    fn connection(&mut self, block: &Block, place: &str) -> Option<ConnectionDocument> {
        let attribute = |name: &str| block.body().attributes().find(|it| it.key() == name).map(Attribute::expr);
        let repeated = ["count", "for_each"].iter().any(|it| attribute(it).is_some());
        let name = attribute("name").map(|it| literal(it, &self.bodies.variables));
        let Some(Literal::Value(Value::String(name))) = name.filter(|_| !repeated) else {
            let why =
                format!("{place}: its name is no text that stands there, or it stands for several; it was not taken.");
            self.bodies.gathering.notes.push(Note::new(None, place, why));
            return None;
        };
        let mut members = self.bodies.body(&name, "", block.body(), &TOP, &TOP_BLOCKS);
        if let Some(options) = block.body().blocks().find(|it| it.identifier() == "options") {
            let table: Vec<_> =
                OPTIONS.into_iter().chain([("client_secret", Kind::Text), (SCOPES, Kind::Set)]).collect();
            let mut options = self.bodies.body(&name, "/options", options.body(), &table, &OPTION_BLOCKS);
            if let Some(Value::Array(scopes)) = options.shift_remove(SCOPES) {
                let words: Vec<&str> = scopes.iter().filter_map(Value::as_str).collect();
                options.insert("scope".to_owned(), words.join(" ").into());
            }
            members.insert("options".to_owned(), options.into());
        }
        Some(ConnectionDocument { name, members, ..ConnectionDocument::default() })
    }

    fn applications(&mut self, block: &Block, document: &mut ConnectionDocument) {
        let name = document.name.clone();
        let applications = document.applications.get_or_insert_default();
        for attribute in block.body().attributes().filter(|it| ["enabled_clients", "client_id"].contains(&it.key())) {
            let ids = match self.bodies.value(&name, "/enabled_clients", attribute.expr()) {
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
            let value = self.bodies.attribute(&document.name, "/scim/user_id_attribute", Kind::Text, attribute.expr());
            held.extend(value.map(|value| (USER_ID.to_owned(), value)));
        }
        for (index, pair) in block.body().blocks().filter(|it| it.identifier() == "mapping").enumerate() {
            let path = format!("/scim/mapping/{index}");
            let pair = self.bodies.body(
                &document.name,
                &path,
                pair.body(),
                &[("auth0", Kind::Text), ("scim", Kind::Text)],
                &[],
            );
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

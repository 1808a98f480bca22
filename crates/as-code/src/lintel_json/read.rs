use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{FORMAT, VERSION, secrets};
use crate::{
    document::{ConnectionDocument, ENABLED_CLIENTS, NamedApplication},
    format::Format,
    gathering::{Gathering, bounded},
    pointer::{below, within},
    reading::{Given, Read, Unreadable},
    sealing::{Sealer, Sealing},
    value::Text,
    writing::File,
};

/// Whether it says that it is in this format.
pub(crate) fn is_own(value: &Value) -> bool {
    value.get("format").and_then(Value::as_str) == Some(FORMAT)
}

/// Whether it is what was exported before there was this format.
pub(crate) fn is_earlier(value: &Value) -> bool {
    let a_connection =
        |it: &Value| ["name", "strategy"].iter().all(|member| it.get(member).is_some_and(Value::is_string));
    value.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(a_connection))
}

pub(crate) fn read(file: &File, text: Text, given: &Given) -> Result<Read, Unreadable> {
    let Text { value, changed } = text;
    let mut source = Source { file, given, gathering: Gathering::default(), sealer: None, changed };
    match value {
        Value::Array(items) => {
            bounded(&file.path, items.len())?;
            for (index, item) in items.into_iter().enumerate() {
                let place = format!("/{index}");
                let Value::Object(mut connection) = item else { return Err(source.misshapen(place, "a connection")) };
                let applications = NamedApplication::enabled(&mut connection)
                    .map_err(|expected| source.misshapen(within(&place, ENABLED_CLIENTS), expected))?;
                source.take(connection, place, Map::new(), applications)?;
            }
            Ok(source.gathering.read(Format::LintelJson, None, None))
        }
        Value::Object(members) => source.read(members),
        _ => Err(source.misshapen(String::new(), "an object or an array")),
    }
}

struct Source<'a> {
    file: &'a File,
    given: &'a Given,
    gathering: Gathering,
    sealer: Option<Sealer>,
    /// Numbers that were read as others, by their paths in the file.
    changed: Vec<(String, String)>,
}

impl Source<'_> {
    fn read(mut self, mut members: Map<String, Value>) -> Result<Read, Unreadable> {
        let path = &self.file.path;
        match members.get("version") {
            Some(Value::Number(version)) if version.as_u64().is_some_and(|it| (1..=VERSION).contains(&it)) => {}
            Some(Value::Number(version)) => {
                return Err(Unreadable::Newer { path: path.clone(), found: version.to_string(), known: VERSION });
            }
            _ => return Err(self.misshapen("/version".to_owned(), "a number")),
        }
        self.sealer = match members.shift_remove("sealing") {
            None => None,
            Some(sealing) => {
                let unknown = || Unreadable::UnknownSealing { path: path.clone() };
                let sealing: Sealing = serde_json::from_value(sealing).map_err(|_| unknown())?;
                if !sealing.known() {
                    return Err(unknown());
                }
                let opened = self.given.passphrase.as_ref().map(|passphrase| sealing.sealer(passphrase));
                opened.transpose().map_err(|_| Unreadable::WrongPassphrase { path: path.clone() })?
            }
        };
        let (tenant, at) = (self.text(&mut members, "tenant")?, self.text(&mut members, "at")?);
        let Some(Value::Array(entries)) = members.shift_remove("connections") else {
            return Err(self.misshapen("/connections".to_owned(), "an array"));
        };
        bounded(path, entries.len())?;
        for (index, entry) in entries.into_iter().enumerate() {
            let place = format!("/connections/{index}");
            let Value::Object(mut entry) = entry else { return Err(self.misshapen(place, "an object")) };
            let within = format!("{place}/connection");
            let Some(Value::Object(connection)) = entry.shift_remove("connection") else {
                return Err(self.misshapen(within, "the API’s object of a connection"));
            };
            self.take(connection, within, entry, None)?;
        }
        Ok(self.gathering.read(Format::LintelJson, tenant, at))
    }

    /// A connection, and what stands beside it.
    fn take(
        &mut self,
        connection: Map<String, Value>,
        place: String,
        mut beside: Map<String, Value>,
        applications: Option<Vec<NamedApplication>>,
    ) -> Result<(), Unreadable> {
        let Some(mut document) = ConnectionDocument::of(connection) else {
            return Err(self.misshapen(format!("{place}/name"), "a connection’s name"));
        };
        document.applications =
            self.part(&mut beside, &place, "applications", "a list of applications")?.or(applications);
        document.organizations = self.part(&mut beside, &place, "organizations", "a list of organizations")?;
        document.scim = match beside.shift_remove("scim") {
            None => None,
            Some(Value::Null) => Some(None),
            Some(scim) => Some(Some(self.parsed(scim, &place, "scim", "a SCIM configuration")?)),
        };
        secrets::take(&mut document, &self.file.path, self.sealer.as_ref(), self.given, &mut self.gathering)?;
        let changed = self.changed.iter();
        let changed = changed.filter_map(|(path, text)| Some((below(path, &place)?.to_owned(), text.clone())));
        self.gathering.changed(&document.name, changed.collect::<Vec<_>>());
        for unknown in beside.keys() {
            let why = "Lintel does not know this part of a connection; it was not taken.";
            self.gathering.noted(&document.name, within("", unknown), why);
        }
        self.gathering.take(document, format!("{place} of {}", self.file.path))
    }

    fn part<T: DeserializeOwned>(
        &self,
        beside: &mut Map<String, Value>,
        place: &str,
        member: &str,
        expected: &'static str,
    ) -> Result<Option<T>, Unreadable> {
        beside.shift_remove(member).map(|value| self.parsed(value, place, member, expected)).transpose()
    }

    fn parsed<T: DeserializeOwned>(
        &self,
        value: Value,
        place: &str,
        member: &str,
        expected: &'static str,
    ) -> Result<T, Unreadable> {
        let place = place.trim_end_matches("/connection");
        serde_json::from_value(value).map_err(|_| self.misshapen(within(place, member), expected))
    }

    fn text(&self, members: &mut Map<String, Value>, member: &str) -> Result<Option<String>, Unreadable> {
        match members.shift_remove(member) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.misshapen(within("", member), "a text")),
        }
    }

    fn misshapen(&self, member: String, expected: &'static str) -> Unreadable {
        Unreadable::Misshapen { path: self.file.path.clone(), member, expected }
    }
}

use serde::de::DeserializeSeed;
use serde_json::{Map, Value};

use lintel_management::members::{SERVER_MADE, SERVER_MADE_OPTIONS};

use super::{CONNECTIONS, ENABLED_CLIENTS, SCIM};
use crate::{
    document::{ConnectionDocument, NamedApplication},
    format::Format,
    gathering::{Gathering, bounded},
    numbers::within,
    placeholder,
    reading::{Given, Read, Unreadable, WaitsFor},
    value::{Level, Reading, Text},
    writing::File,
};

/// A YAML file of the tool.
pub(crate) fn from_yaml(file: &File, given: &Given) -> Result<Read, Unreadable> {
    let Text { value, changed } = yaml(file)?;
    let Some(Value::Array(items)) = value.get(CONNECTIONS) else {
        return Err(Unreadable::NoConnections { path: file.path.clone() });
    };
    bounded(&file.path, items.len())?;
    let mut gathering = Gathering::default();
    for (index, item) in items.iter().enumerate() {
        let place = format!("{CONNECTIONS}[{index}]");
        take(item.clone(), &changed, &place, &file.path, given, &mut gathering)?;
    }
    Ok(gathering.read(Format::DeployCliYaml, None, None))
}

/// The files of a folder of connections, or one of them.
pub(crate) fn from_connections(texts: Vec<(&File, Text)>, given: &Given) -> Result<Read, Unreadable> {
    let mut gathering = Gathering::default();
    bounded("The folder", texts.len())?;
    for (file, Text { value, changed }) in texts {
        take(value, &changed, "", &file.path, given, &mut gathering)?;
    }
    Ok(gathering.read(Format::DeployCliDirectory, None, None))
}

fn take(
    item: Value,
    changed: &[(String, String)],
    place: &str,
    path: &str,
    given: &Given,
    gathering: &mut Gathering,
) -> Result<(), Unreadable> {
    let misshapen = |member: &str, expected| {
        Err(Unreadable::Misshapen { path: path.to_owned(), member: within(place, member), expected })
    };
    let Value::Object(mut members) = item else { return misshapen("", "a connection") };
    let Some(name) = members.get("name").and_then(Value::as_str).map(str::to_owned) else {
        return misshapen("name", "a connection’s name");
    };
    filled("", &mut members, &name, given, gathering);
    server_made(&mut members, &name, gathering);
    let applications = match members.shift_remove(ENABLED_CLIENTS) {
        None => None,
        Some(Value::Array(names)) if names.iter().all(Value::is_string) => {
            let named = |name: &Value| name.as_str().map(str::to_owned);
            Some(names.iter().map(|it| NamedApplication { client_id: named(it), name: named(it) }).collect())
        }
        Some(_) => return misshapen(ENABLED_CLIENTS, "a list of applications"),
    };
    let scim = match members.shift_remove(SCIM).map(serde_json::from_value) {
        None => None,
        Some(Ok(scim)) => Some(Some(scim)),
        Some(Err(_)) => return misshapen(SCIM, "a SCIM configuration"),
    };
    let start = if place.is_empty() { String::new() } else { format!("{place}.") };
    let changed = changed.iter().filter_map(|(at, text)| Some((at.strip_prefix(&start)?.to_owned(), text.clone())));
    gathering.changed(&name, changed);
    let Some(document) = ConnectionDocument::of(members) else { return misshapen("name", "a connection’s name") };
    gathering.take(ConnectionDocument { applications, scim, ..document }, within(place, &format!("in {path}")))
}

/// Fills the placeholders below `path`. A member with one that has no value is taken out, with the list that it stands in.
fn filled(path: &str, members: &mut Map<String, Value>, connection: &str, given: &Given, gathering: &mut Gathering) {
    members.retain(|name, value| {
        let path = within(path, name);
        if let Value::Object(inner) = value {
            filled(&path, inner, connection, given, gathering);
            return true;
        }
        let mut missing = Vec::new();
        fill(value, given, &mut missing);
        let whole = missing.is_empty();
        for name in missing {
            gathering.opened(connection, path.clone(), WaitsFor::Placeholder(name));
        }
        whole
    });
}

fn fill(value: &mut Value, given: &Given, missing: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| fill(item, given, missing)),
        Value::Object(members) => members.values_mut().for_each(|member| fill(member, given, missing)),
        value => {
            let Some(name) = placeholder::name(value).map(str::to_owned) else { return };
            match given.values.get(&name) {
                Some(text) => *value = text.clone().into(),
                None => missing.push(name),
            }
        }
    }
}

fn server_made(members: &mut Map<String, Value>, connection: &str, gathering: &mut Gathering) {
    let why = "The tenant makes this itself; it was not taken.";
    for member in SERVER_MADE.into_iter().chain(["realms"]) {
        if members.shift_remove(member).is_some() {
            gathering.noted(connection, member, why);
        }
    }
    if let Some(Value::Object(options)) = members.get_mut("options") {
        for member in SERVER_MADE_OPTIONS {
            if options.shift_remove(member).is_some() {
                gathering.noted(connection, format!("options.{member}"), why);
            }
        }
    }
}

/// Its booleans are `true` and `false` alone; a name twice is an error. Placeholders without quotes are quoted before: `##X##` would be a
/// comment, and `@@X@@` no YAML.
fn yaml(file: &File) -> Result<Text, Unreadable> {
    let text = quoted(&file.text);
    let mut reading = Reading::of(&text);
    let options = serde_saphyr::options! { strict_booleans: true };
    let read = serde_saphyr::with_deserializer_from_str_with_options(&text, options, |deserializer| {
        Level(&mut reading).deserialize(deserializer)
    });
    match read {
        Ok(value) => Ok(Text { value, changed: reading.changed }),
        Err(error) => {
            let path = file.path.clone();
            let (line, column) = error.location().map_or((1, 1), |it| (it.line() as usize, it.column() as usize));
            Err(match reading.refused {
                Some(refused) => refused.unreadable(path, line),
                None => Unreadable::Syntax { path, kind: "YAML", line, column },
            })
        }
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = '\n';
    while let Some(it) = rest.chars().next() {
        let sign = ["##", "@@"].into_iter().find(|sign| rest.starts_with(sign) && matches!(before, ' ' | '[' | ','));
        let word = sign.and_then(|sign| {
            let length = rest[2..].find(sign)? + 4;
            let word = &rest[..length];
            let ends = rest[length..].chars().next().is_none_or(|it| matches!(it, ' ' | '\r' | '\n' | ',' | ']' | '}'));
            (ends && placeholder::name(&Value::from(word)).is_some()).then_some(word)
        });
        match word {
            Some(word) => {
                quoted.extend(['"']);
                quoted.push_str(word);
                quoted.push('"');
                rest = &rest[word.len()..];
                before = '"';
            }
            None => {
                quoted.push(it);
                rest = &rest[it.len_utf8()..];
                before = it;
            }
        }
    }
    quoted
}

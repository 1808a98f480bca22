use lintel_management::members::{MEMBERS, SECRET_OPTIONS, SERVER_MADE, SERVER_MADE_OPTIONS};
use serde::de::DeserializeSeed;
use serde_json::{Map, Value, json};
use serde_saphyr::Error;

use super::{CONNECTIONS, SCIM};
use crate::{
    document::{ConnectionDocument, ENABLED_CLIENTS, NamedApplication},
    format::Format,
    gathering::{Gathering, bounded},
    other_tools,
    placeholder::{self, Values},
    pointer::{below, within},
    reading::{Read, Unreadable, WaitsFor},
    value::{Level, Reading, Text},
    writing::File,
};

/// A YAML file of the tool.
pub(crate) fn from_yaml(file: &File, values: &Values<'_>) -> Result<Read, Unreadable> {
    let Text { value, changed } = yaml(file)?;
    let Some(Value::Array(items)) = value.get(CONNECTIONS) else {
        return Err(other_tools::no_connections(file, Some(&value)));
    };
    bounded(&file.path, items.len())?;
    let mut gathering = Gathering::default();
    for (index, item) in items.iter().enumerate() {
        let place = format!("/{CONNECTIONS}/{index}");
        take(item.clone(), &changed, &place, &file.path, values, &mut gathering)?;
    }
    Ok(gathering.read(Format::DeployCliYaml, None, None))
}

/// The files of a folder of connections, or one of them.
pub(crate) fn from_connections(texts: Vec<(&File, Text)>, values: &Values<'_>) -> Result<Read, Unreadable> {
    let mut gathering = Gathering::default();
    bounded("The folder", texts.len())?;
    for (file, Text { value, changed }) in texts {
        take(value, &changed, "", &file.path, values, &mut gathering)?;
    }
    Ok(gathering.read(Format::DeployCliDirectory, None, None))
}

fn take(
    item: Value,
    changed: &[(String, String)],
    place: &str,
    path: &str,
    values: &Values<'_>,
    gathering: &mut Gathering,
) -> Result<(), Unreadable> {
    let misshapen = |member: &str, expected| {
        Err(Unreadable::Misshapen { path: path.to_owned(), member: within(place, member), expected })
    };
    let Value::Object(mut members) = item else {
        return Err(Unreadable::Misshapen {
            path: path.to_owned(),
            member: place.to_owned(),
            expected: "a connection",
        });
    };
    let Some(name) = members.get("name").and_then(Value::as_str).map(str::to_owned) else {
        return misshapen("name", "a connection’s name");
    };
    filled("", &mut members, &name, values, gathering);
    server_made(&mut members, &name, gathering);
    let applications = match NamedApplication::enabled(&mut members) {
        Ok(applications) => applications,
        Err(expected) => return misshapen(ENABLED_CLIENTS, expected),
    };
    let scim = match members.shift_remove(SCIM).map(serde_json::from_value) {
        None => None,
        Some(Ok(scim)) => Some(Some(scim)),
        Some(Err(_)) => return misshapen(SCIM, "a SCIM configuration"),
    };
    let changed = changed.iter().filter_map(|(at, text)| Some((below(at, place)?.to_owned(), text.clone())));
    gathering.changed(&name, changed);
    members.retain(|member, _| {
        let known = MEMBERS.contains(&member.as_str());
        if !known {
            gathering.noted(&name, within("", member), "The API has no such member of a connection; it was not taken.");
        }
        known
    });
    let Some(document) = ConnectionDocument::of(members) else { return misshapen("name", "a connection’s name") };
    let place = if place.is_empty() { path.to_owned() } else { format!("{place} of {path}") };
    gathering.take(ConnectionDocument { applications, scim, ..document }, place)
}

/// Fills the placeholders below `path`. A member with one that has no value is taken out, with the list that it stands in.
fn filled(
    path: &str,
    members: &mut Map<String, Value>,
    connection: &str,
    values: &Values<'_>,
    gathering: &mut Gathering,
) {
    members.retain(|name, value| {
        let path = within(path, name);
        if let Value::Object(inner) = value {
            filled(&path, inner, connection, values, gathering);
            return true;
        }
        let mut missing = Vec::new();
        values.fill(value, SECRET_OPTIONS.contains(&name.as_str()), &mut missing);
        let whole = missing.is_empty();
        for name in missing {
            gathering.opened(connection, path.clone(), WaitsFor::Placeholder(name));
        }
        whole
    });
}

fn server_made(members: &mut Map<String, Value>, connection: &str, gathering: &mut Gathering) {
    let why = "The tenant makes this itself; it was not taken.";
    if members.get("realms") == Some(&json!([connection])) {
        members.shift_remove("realms");
        gathering.noted(connection, "/realms", why);
    }
    for member in SERVER_MADE {
        if members.shift_remove(member).is_some() {
            gathering.noted(connection, within("", member), why);
        }
    }
    if let Some(Value::Object(options)) = members.get_mut("options") {
        for member in SERVER_MADE_OPTIONS {
            if options.shift_remove(member).is_some() {
                gathering.noted(connection, within("/options", member), why);
            }
        }
    }
}

/// Its booleans are `true` and `false` alone; a name twice is an error. Placeholders without quotes are quoted before: `##X##` would be a
/// comment, and `@@X@@` no YAML.
fn yaml(file: &File) -> Result<Text, Unreadable> {
    let text = placeholder::quoted(&file.text);
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
                None if is_swollen(&error) => Unreadable::Swollen { path },
                None if matches!(error.without_snippet(), Error::Eof { .. }) && !text.trim().is_empty() => {
                    Unreadable::CutOff { path, line }
                }
                None => Unreadable::Syntax { path, kind: "YAML", line, column },
            })
        }
    }
}

/// Whether its aliases stand for more than is read.
fn is_swollen(error: &Error) -> bool {
    match error.without_snippet() {
        Error::AliasError { error, .. } => is_swollen(error),
        Error::AliasReplayCounterOverflow { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::Budget { .. } => true,
        _ => false,
    }
}

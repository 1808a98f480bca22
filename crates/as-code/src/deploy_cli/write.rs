use std::collections::BTreeSet;

use lintel_management::members::{SECRET_OPTIONS, SERVER_MADE, SERVER_MADE_OPTIONS};
use serde_json::{Map, Value, json};

use super::{CONNECTIONS, SCIM, yaml};
use crate::{
    document::{Bundle, ConnectionDocument, ENABLED_CLIENTS},
    format::Format,
    numbers, placeholder,
    pointer::within,
    writing::{Choices, File, Loss, Written},
};

pub(crate) fn write(format: Format, bundle: &Bundle, choices: &Choices) -> Written {
    let mut losses = Vec::new();
    let placeholders = placeholder::of_secrets(bundle);
    let objects = bundle.connections.iter().zip(&placeholders);
    let objects: Vec<_> = objects.map(|(document, name)| object(document, name, choices, &mut losses)).collect();
    let mut files = match format {
        Format::DeployCliDirectory => folder(bundle, &objects, &mut losses),
        _ => vec![File::new("tenant.yaml", yaml::text(&json!({ CONNECTIONS: objects })))],
    };
    files.push(File::new("config.json", format!("{:#}\n", config(bundle))));
    Written { files, losses }
}

/// The tool's configuration: connections alone, these alone, and none deleted. The boolean matters: its SCIM part takes every text for yes.
fn config(bundle: &Bundle) -> Value {
    let names: Vec<&str> = bundle.connections.iter().map(|it| it.name.as_str()).collect();
    json!({ "AUTH0_INCLUDED_ONLY": [CONNECTIONS], "AUTH0_INCLUDED_CONNECTIONS": names, "AUTH0_ALLOW_DELETE": false })
}

fn object(document: &ConnectionDocument, secret: &str, choices: &Choices, losses: &mut Vec<Loss>) -> Value {
    let mut object = document.connection();
    let name = &document.name;
    let mut lose = |path: &str, why: &str| losses.push(Loss::new(name, path, why));
    for member in SERVER_MADE {
        object.shift_remove(member);
    }
    if object.get("realms") == Some(&json!([name])) {
        object.shift_remove("realms");
    }
    if let Some(Value::Object(options)) = object.get_mut("options") {
        for member in SERVER_MADE_OPTIONS {
            options.shift_remove(member);
        }
        for member in SECRET_OPTIONS {
            if let Some(value) = options.get_mut(member) {
                *value = placeholder::text(secret).into();
            }
        }
        let discovered = options.get("discovery_url").is_some_and(Value::is_string);
        if discovered && !choices.pin_metadata && options.shift_remove("oidc_metadata").is_some() {
            lose(
                "/options/oidc_metadata",
                "The stored metadata is left out: the tenant reads it anew from the discovery URL.",
            );
        }
    }
    match document.applications.as_deref() {
        None => {}
        Some([]) => lose(
            "/enabled_clients",
            "The tool cannot say that no application is enabled; those of the target stay as they are.",
        ),
        Some(applications) => {
            let names: Vec<&str> =
                applications.iter().filter_map(|it| it.name.as_deref().or(it.client_id.as_deref())).collect();
            if names.iter().collect::<BTreeSet<_>>().len() < names.len() {
                lose(
                    "/enabled_clients",
                    "Two of its applications have one name; the tool enables every application of that name.",
                );
            }
            object.insert(ENABLED_CLIENTS.to_owned(), json!(names));
        }
    }
    match &document.scim {
        None => {}
        Some(None) => {
            lose("/scim_configuration", "The tool cannot say that SCIM is off; that of the target stays as it is.")
        }
        Some(Some(scim)) => {
            let mut held = Map::new();
            held.insert("mapping".to_owned(), json!(scim.mapping));
            held.insert("user_id_attribute".to_owned(), json!(scim.user_id_attribute));
            object.insert(SCIM.to_owned(), held.into());
        }
    }
    if document.organizations.as_ref().is_some_and(|it| !it.is_empty()) {
        lose("/organizations", "The tool keeps organizations in files of their own, which are not written.");
    }
    for (member, value) in &object {
        placeholders(&within("", member), value, secret, &mut |path| {
            lose(&path, "The tool takes the signs ## or @@ in it for a placeholder.");
        });
    }
    let object = Value::Object(object);
    numbers::beyond_doubles("", &object, &mut |path, number| {
        lose(&path, &format!("The tool reads the number {number} as JavaScript does, with other last digits."));
    });
    object
}

/// Calls with the path of each text that the tool takes for a placeholder, or for one among others; `own` is meant to be one.
fn placeholders(path: &str, value: &Value, own: &str, found: &mut impl FnMut(String)) {
    match value {
        Value::String(text) if placeholder::is_in(text) && placeholder::name(value) != Some(own) => {
            found(path.to_owned())
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, it)| placeholders(&within(path, &index.to_string()), it, own, found));
        }
        Value::Object(members) => {
            members.iter().for_each(|(name, it)| placeholders(&within(path, name), it, own, found));
        }
        _ => {}
    }
}

fn folder(bundle: &Bundle, objects: &[Value], losses: &mut Vec<Loss>) -> Vec<File> {
    let mut taken = BTreeSet::new();
    let mut files = Vec::new();
    for (document, object) in bundle.connections.iter().zip(objects) {
        let wanted = sanitised(&document.name);
        let numbered = |number: usize| if number == 1 { wanted.clone() } else { format!("{wanted}-{number}") };
        let name = (1..).map(numbered).find(|name| !taken.contains(&name.to_lowercase())).unwrap_or_default();
        taken.insert(name.to_lowercase());
        if name != wanted {
            let why = format!(
                "Its file is named {name}.json: {wanted}.json is another’s. The tool’s own export writes one over the other."
            );
            losses.push(Loss::new(&document.name, "", why));
        }
        files.push(File::new(format!("{CONNECTIONS}/{name}.json"), format!("{object:#}\n")));
    }
    files
}

/// The name of a file as the tool makes it: what a file system refuses is a hyphen, and so is a name of Windows's devices.
fn sanitised(name: &str) -> String {
    let plain: String =
        name.chars().map(|it| if "/?<>\\:*|\"".contains(it) || it.is_control() { '-' } else { it }).collect();
    let stem = plain.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = ["com", "lpt"].iter().any(|it| {
        stem.strip_prefix(it).is_some_and(|rest| rest.len() == 1 && rest.chars().all(|it| it.is_ascii_digit()))
    });
    if numbered || ["con", "prn", "aux", "nul"].contains(&stem.as_str()) || plain.chars().all(|it| it == '.') {
        return "-".to_owned();
    }
    let end = (0..=plain.len().min(240)).rev().find(|end| plain.is_char_boundary(*end)).unwrap_or_default();
    plain[..end].trim_end_matches(['.', ' ']).to_owned()
}

//! One connection as the body of its resource, and what of it has no place there.

use lintel_management::members::{SECRET_OPTIONS, SERVER_MADE, SERVER_MADE_OPTIONS};
use serde_json::{Map, Value, json};

use super::{
    attributes::{Kind, OPTION_BLOCKS, OPTIONS, SCOPES, TOP, TOP_BLOCKS},
    hcl::{Item, expression},
};
use crate::{document::ConnectionDocument, numbers, pointer::within, writing::Loss};

const UNKNOWN: &str = "The provider has no attribute for this; an update by Terraform takes it away.";

/// `secret` is the variable that stands for the client secret.
pub(super) fn body(document: &ConnectionDocument, secret: &str, losses: &mut Vec<Loss>) -> Vec<Item> {
    let mut lose = |path: &str, why: &str| losses.push(Loss::new(&document.name, path, why));
    let mut members = document.members.clone();
    SERVER_MADE.iter().for_each(|it| _ = members.shift_remove(*it));
    if members.get("realms") == Some(&json!([document.name])) {
        members.shift_remove("realms");
    }
    let options = members.shift_remove("options");
    let mut items = vec![Item::attribute("name", &document.name.clone().into())];
    items.extend(attributes("", &TOP, &mut members, &mut lose));
    items.extend(blocks("", &TOP_BLOCKS, &mut members, &mut lose));
    left("", members, &mut lose);
    if let Some(Value::Object(mut options)) = options {
        items.push(Item::Block("options".to_owned(), options_body(&mut options, secret, &mut lose)));
        left("/options", options, &mut lose);
    } else if options.is_some() {
        lose("/options", UNKNOWN);
    }
    items
}

fn options_body(options: &mut Map<String, Value>, secret: &str, lose: &mut impl FnMut(&str, &str)) -> Vec<Item> {
    SERVER_MADE_OPTIONS.iter().for_each(|it| _ = options.shift_remove(*it));
    let mut items = attributes("/options", &OPTIONS, options, lose);
    if let Some(Value::String(scope)) = options.get("scope") {
        let words: Vec<&str> = scope.split(' ').collect();
        let sorted = set(&words);
        if sorted.len() < words.len() {
            lose("/options/scope", "The scopes are a set there; each is written once.");
        }
        items.push(Item::attribute(SCOPES, &json!(sorted)));
        options.shift_remove("scope");
    }
    for member in SECRET_OPTIONS {
        if options.shift_remove(member).is_some() {
            items.push(Item::reference(member, format!("var.{secret}")));
        }
    }
    if options.shift_remove("oidc_metadata").is_some() {
        let why = "The provider never sends the stored metadata: what was uploaded is lost at the next apply, and without a discovery URL all of it.";
        lose("/options/oidc_metadata", why);
    }
    if !options.contains_key("connection_settings") {
        // Without it the API would turn PKCE off at the next update.
        options.insert("connection_settings".to_owned(), json!({ "pkce": "auto" }));
    }
    items.extend(blocks("/options", &OPTION_BLOCKS, options, lose));
    items
}

fn attributes(
    path: &str,
    table: &[(&str, Kind)],
    members: &mut Map<String, Value>,
    lose: &mut impl FnMut(&str, &str),
) -> Vec<Item> {
    let mut items = Vec::new();
    for (name, kind) in table {
        let Some(value) = members.get(*name) else { continue };
        let path = within(path, name);
        if let Some(item) = attribute(name, *kind, value, &path, lose) {
            items.push(item);
            members.shift_remove(*name);
        }
    }
    items
}

fn attribute(name: &str, kind: Kind, value: &Value, path: &str, lose: &mut impl FnMut(&str, &str)) -> Option<Item> {
    let texts = || -> Option<Vec<&str>> { value.as_array()?.iter().map(Value::as_str).collect() };
    match kind {
        Kind::Text if value.is_string() => Some(Item::attribute(name, value)),
        Kind::Flag if value.is_boolean() => Some(Item::attribute(name, value)),
        Kind::List => texts().map(|_| Item::attribute(name, value)),
        Kind::Set => texts().map(|texts| {
            let sorted = set(&texts);
            if sorted != texts {
                lose(path, "It is a set there: its order is lost, and what it has twice.");
            }
            Item::attribute(name, &json!(sorted))
        }),
        Kind::Map if value.as_object().is_some_and(|it| it.values().all(Value::is_string)) => {
            Some(Item::attribute(name, value))
        }
        Kind::Json if value.is_object() => {
            numbers::beyond_doubles(path, value, &mut |path, number| {
                lose(&path, &format!("The provider reads the number {number} with other last digits."));
            });
            Some(Item::reference(name, format!("jsonencode({})", expression(value))))
        }
        _ => None,
    }
}

fn blocks(
    path: &str,
    table: &[(&str, &[(&str, Kind)])],
    members: &mut Map<String, Value>,
    lose: &mut impl FnMut(&str, &str),
) -> Vec<Item> {
    let mut items = Vec::new();
    for (name, inner) in table {
        let Some(Value::Object(mut held)) = members.get(*name).cloned() else { continue };
        let path = within(path, name);
        let body = attributes(&path, inner, &mut held, lose);
        if !body.is_empty() {
            members.shift_remove(*name);
            items.push(Item::Block((*name).to_owned(), body));
            left(&path, held, lose);
        }
    }
    items
}

fn left(path: &str, members: Map<String, Value>, lose: &mut impl FnMut(&str, &str)) {
    for (name, value) in members {
        let why =
            if value.is_null() { "Its empty value (null) is not written; Terraform leaves it out." } else { UNKNOWN };
        lose(&within(path, &name), why);
    }
}

fn set<'a>(texts: &[&'a str]) -> Vec<&'a str> {
    texts.iter().copied().collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

//! Names that stand for values: `##NAME##` and `@@NAME@@`, as auth0-deploy-cli has them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::document::Bundle;

const TEXT: &str = "##";
const JSON: &str = "@@";

/// What stands for the client secret of each connection, in their order, each once.
pub(crate) fn of_secrets(bundle: &Bundle) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let names = bundle.connections.iter().map(|document| {
        let name: String = document
            .name
            .chars()
            .map(|it| if it.is_ascii_alphanumeric() { it.to_ascii_uppercase() } else { '_' })
            .collect();
        let free = |number: usize| match number {
            1 => format!("LINTEL_{name}_CLIENT_SECRET"),
            number => format!("LINTEL_{name}_{number}_CLIENT_SECRET"),
        };
        let found = (1..).map(free).find(|name| !taken.contains(name)).unwrap_or_default();
        taken.insert(found.clone());
        found
    });
    names.collect()
}

/// The text that stands for any value as JSON.
pub(crate) fn text(name: &str) -> String {
    format!("@@{name}@@")
}

/// The name, where the value is a placeholder and nothing else.
pub(crate) fn name(value: &Value) -> Option<&str> {
    whole(value.as_str()?).map(|(_, name)| name)
}

/// What placeholders stand for: what a person gave, and then what auth0-deploy-cli's configuration has.
pub(crate) struct Values<'a> {
    pub(crate) given: &'a BTreeMap<String, String>,
    pub(crate) mappings: Map<String, Value>,
}

impl Values<'_> {
    /// Puts values where placeholders are: `@@X@@` is a value as JSON, `##X##` a text, alone or within a longer one. `secret` is a text
    /// whatever it looks like; elsewhere a list or an object is one when a person typed it for `@@X@@`. Tells the names without a value.
    pub(crate) fn fill(&self, value: &mut Value, secret: bool, missing: &mut Vec<String>) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.fill(item, secret, missing)),
            Value::Object(members) => members.values_mut().for_each(|member| self.fill(member, secret, missing)),
            Value::String(text) => match whole(text) {
                Some((JSON, name)) => match self.json(name, secret) {
                    Some(found) => *value = found,
                    None => missing.push(name.to_owned()),
                },
                _ => *text = self.within(text, missing),
            },
            _ => {}
        }
    }

    fn json(&self, name: &str, secret: bool) -> Option<Value> {
        let Some(given) = self.given.get(name) else { return self.mappings.get(name).cloned() };
        let structured =
            (!secret && given.trim_start().starts_with(['[', '{'])).then(|| serde_json::from_str(given).ok());
        Some(structured.flatten().unwrap_or_else(|| given.clone().into()))
    }

    fn within(&self, text: &str, missing: &mut Vec<String>) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, name, after)) = next(rest) {
            filled.push_str(before);
            match (self.given.get(name), self.mappings.get(name)) {
                (Some(given), _) => filled.push_str(given),
                (None, Some(Value::String(mapped))) => filled.push_str(mapped),
                (None, Some(mapped)) => filled.push_str(&mapped.to_string()),
                (None, None) => missing.push(name.to_owned()),
            }
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

/// Whether auth0-deploy-cli finds a placeholder in a text.
pub(crate) fn is_in(text: &str) -> bool {
    whole(text).is_some() || next(text).is_some()
}

/// A YAML or JSON text whose placeholders stand in quotes where each is a value of its own: `##X##` would be a comment of YAML, and `@@X@@`
/// is a value of neither. Without quotes the tool takes for a value what it puts there, so that both become `@@X@@`.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    let (mut rest, mut quote, mut starts, mut before) = (text, None, true, '\n');
    while let Some(it) = rest.chars().next() {
        if let (None, true, Some((name, length))) = (quote, starts, unquoted(rest)) {
            quoted.push('"');
            quoted.push_str(&self::text(name));
            quoted.push('"');
            rest = &rest[length..];
            (starts, before) = (false, '"');
            continue;
        }
        let mut length = it.len_utf8();
        match quote {
            Some('"') if it == '\\' => length += rest[1..].chars().next().map_or(0, char::len_utf8),
            Some(open) if it == open => quote = None,
            Some(_) => {}
            None if starts && matches!(it, '"' | '\'') => quote = Some(it),
            None if it == '#' && before.is_whitespace() => length = rest.find('\n').unwrap_or(rest.len()),
            None => {}
        }
        quoted.push_str(&rest[..length]);
        starts =
            quote.is_none() && (matches!(it, '\n' | '[' | '{' | ',' | ':' | '-') || (it.is_whitespace() && starts));
        before = it;
        rest = &rest[length..];
    }
    quoted
}

/// A placeholder that a text begins with and that ends its value: its name and length.
fn unquoted(text: &str) -> Option<(&str, usize)> {
    let sign = [TEXT, JSON].into_iter().find(|sign| text.starts_with(sign))?;
    let length = text[2..].find(sign)? + 4;
    let (_, name) = whole(&text[..length])?;
    let after = text[length..].trim_start_matches([' ', '\t']).chars().next();
    after.is_none_or(|it| matches!(it, '\r' | '\n' | ',' | ']' | '}')).then_some((name, length))
}

fn whole(text: &str) -> Option<(&'static str, &str)> {
    let text = text.trim();
    [TEXT, JSON].into_iter().find_map(|sign| {
        let name = text.strip_prefix(sign)?.strip_suffix(sign)?;
        is_name(name).then_some((sign, name))
    })
}

/// The first `##X##` of a text, with what is before and after it.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    text.match_indices(TEXT).find_map(|(start, _)| {
        let inner = &text[start + 2..];
        let name = &inner[..inner.find(TEXT)?];
        is_name(name).then(|| (&text[..start], name, &inner[name.len() + 2..]))
    })
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.len() <= 256 && text.chars().all(|it| it.is_alphanumeric() || "_-.:".contains(it))
}

//! Terraform's text, laid out as its own formatter does. Texts are in quotes: what `<<` introduces cannot hold every text.

use std::fmt::Write;

use serde_json::Value;

pub(super) enum Item {
    /// A line of its own, or what stands above the item that follows.
    Comment(String),
    /// A name and an expression on one line.
    Attribute(String, String),
    /// A list of texts, each on a line below its comment.
    List(String, Vec<(Option<String>, String)>),
    /// What stands before the brace, and what within.
    Block(String, Vec<Item>),
}

impl Item {
    pub(super) fn attribute(name: &str, value: &Value) -> Self {
        Item::Attribute(name.to_owned(), expression(value))
    }

    pub(super) fn reference(name: &str, to: impl Into<String>) -> Self {
        Item::Attribute(name.to_owned(), to.into())
    }
}

pub(super) fn file(items: &[Item]) -> String {
    let mut text = String::new();
    body(items, 0, &mut text);
    text
}

fn body(items: &[Item], indent: usize, out: &mut String) {
    for (index, item) in items.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|it| items.get(it));
        let apart = |it: &Item| matches!(it, Item::Block(..) | Item::List(..));
        if before.is_some_and(|before| apart(before) || (apart(item) && !matches!(before, Item::Comment(_)))) {
            out.push('\n');
        }
        match item {
            Item::Comment(text) => _ = writeln!(out, "{:indent$}# {}", "", one_line(text)),
            Item::Attribute(name, value) => {
                let width = width(items, index);
                _ = writeln!(out, "{:indent$}{name:width$} = {value}", "");
            }
            Item::List(name, values) => {
                _ = writeln!(out, "{:indent$}{name} = [", "");
                for (comment, value) in values {
                    if let Some(comment) = comment {
                        _ = writeln!(out, "{:indent$}  # {}", "", one_line(comment));
                    }
                    _ = writeln!(out, "{:indent$}  {},", "", text(value));
                }
                _ = writeln!(out, "{:indent$}]", "");
            }
            Item::Block(head, inner) => {
                _ = writeln!(out, "{:indent$}{head} {{", "");
                body(inner, indent + 2, out);
                _ = writeln!(out, "{:indent$}}}", "");
            }
        }
    }
}

/// The longest name among the attributes that stand together.
fn width(items: &[Item], index: usize) -> usize {
    let length = |it: &Item| match it {
        Item::Attribute(name, _) => Some(name.len()),
        _ => None,
    };
    let (before, after) = items.split_at(index);
    before.iter().rev().map_while(length).chain(after.iter().map_while(length)).max().unwrap_or_default()
}

pub(super) fn expression(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(value) => text(value),
        Value::Array(items) => format!("[{}]", items.iter().map(expression).collect::<Vec<_>>().join(", ")),
        Value::Object(members) if members.is_empty() => "{}".to_owned(),
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| format!("{} = {}", text(name), expression(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
    }
}

pub(super) fn text(value: &str) -> String {
    let mut quoted = "\"".to_owned();
    let closes = value.rfind('}').unwrap_or_default();
    let mut rest = value.char_indices().peekable();
    while let Some((at, it)) = rest.next() {
        match it {
            '\\' => quoted.push_str("\\\\"),
            '"' => quoted.push_str("\\\""),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            // What would begin an expression within the text. Where it does not end, or the sign is there twice, not every parser knows
            // the sign for itself before a brace; each knows it by its number.
            '$' | '%' => match rest.peek() {
                Some((_, '{')) if at < closes => quoted.extend([it, it]),
                Some((_, next)) if *next == '{' || *next == it => _ = write!(quoted, "\\u{:04x}", it as u32),
                _ => quoted.push(it),
            },
            it if it.is_control() || matches!(it, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                _ = write!(quoted, "\\u{:04x}", it as u32);
            }
            it => quoted.push(it),
        }
    }
    quoted.push('"');
    quoted
}

/// A comment ends where the line does.
fn one_line(text: &str) -> String {
    let plain = |it: char| if it.is_control() || matches!(it, '\u{2028}' | '\u{2029}') { ' ' } else { it };
    text.chars().map(plain).collect::<String>().trim_end().to_owned()
}

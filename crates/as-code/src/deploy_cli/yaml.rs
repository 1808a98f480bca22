//! A YAML writer whose scalars no reader takes for anything else: texts are JSON's, which are YAML's.

use std::fmt::Write;

use serde_json::Value;

pub(super) fn text(value: &Value) -> String {
    let mut text = String::new();
    block(value, 0, &mut text);
    text
}

/// A value that begins on a line of its own, at `indent`.
fn block(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, member) in members {
                _ = write!(out, "{:indent$}{}:", "", scalar(name));
                after(member, indent + 2, out);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                _ = write!(out, "{:indent$}-", "");
                after(item, indent + 2, out);
            }
        }
        value => _ = writeln!(out, "{:indent$}{}", "", inline(value)),
    }
}

/// What follows `name:` or `-`.
fn after(value: &Value, indent: usize, out: &mut String) {
    let nested = match value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    };
    if nested {
        out.push('\n');
        block(value, indent, out);
    } else {
        _ = writeln!(out, " {}", inline(value));
    }
}

fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text),
        other => other.to_string(),
    }
}

fn scalar(text: &str) -> String {
    const WORDS: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let plain = text.starts_with(|it: char| it.is_ascii_alphabetic())
        && text.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.' | '/'))
        && !WORDS.contains(&text.to_ascii_lowercase().as_str());
    if plain {
        return text.to_owned();
    }
    let mut quoted = String::new();
    for it in Value::from(text).to_string().chars() {
        match it {
            // YAML has no such characters in a text, or takes them for an end of the line.
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                _ = write!(quoted, "\\u{:04x}", it as u32)
            }
            it => quoted.push(it),
        }
    }
    quoted
}

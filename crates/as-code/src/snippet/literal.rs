//! Text as each language holds it. A JSON text of [`json`] has no control character but the newlines between its lines, and that is all
//! that these have to take.

use serde_json::Value;

/// Pretty JSON, in which what cannot be seen, and what some language takes for the end of a line, is escaped.
pub(super) fn json(value: &Value) -> String {
    let pretty = format!("{value:#}");
    let mut text = String::with_capacity(pretty.len());
    for char in pretty.chars() {
        if unseen(char) { text.push_str(&format!("\\u{:04x}", u32::from(char))) } else { text.push(char) }
    }
    text
}

/// Ends of lines, controls beyond ASCII's, what turns the direction of text, and blanks of no width. Joiners stay, since scripts and emoji
/// are written with them. Within a JSON text they stand in strings alone.
fn unseen(char: char) -> bool {
    matches!(char,
        '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// `'…'` of a shell.
pub(super) fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// `@"…"` of C#, which knows no escape but `""`.
pub(super) fn verbatim(text: &str) -> String {
    format!("@\"{}\"", text.replace('"', "\"\""))
}

/// `` `…` `` of Go, and lines of interpreted strings where the text has a backtick.
pub(super) fn go(text: &str, indent: &str) -> String {
    if text.contains('`') {
        lines(text, |line, end| quoted(&format!("{line}{end}")), &format!(" +\n{indent}"))
    } else {
        format!("`{text}`")
    }
}

/// Each line, in quotes, as an argument that `String.join` puts newlines between: a constant of Java has a bound, which `+` would meet.
pub(super) fn java(text: &str, indent: &str) -> String {
    lines(text, |line, _| quoted(line), &format!(",\n{indent}"))
}

/// Each line as an `@"…"` of Objective-C, which become one. `??` begins a trigraph; of three, two pairs are one.
pub(super) fn objective_c(text: &str, indent: &str) -> String {
    let string = |line: &str, end: &str| {
        format!("@{}", quoted(&format!("{line}{end}")).replace("??", "?\\?").replace("??", "?\\?"))
    };
    lines(text, string, &format!("\n{indent}"))
}

/// Each line as a `"…"` of Python, which within parentheses become one.
pub(super) fn python(text: &str, indent: &str) -> String {
    lines(text, |line, end| quoted(&format!("{line}{end}")), &format!("\n{indent}"))
}

/// The text between `'JSON'` and `JSON`: a quoted heredoc of Ruby, a nowdoc of PHP. Neither knows an escape, and no line of a JSON text begins
/// with the label.
pub(super) fn heredoc(text: &str) -> String {
    format!("<<'JSON'\n{text}\nJSON")
}

/// `#"""…"""#` of Swift, with as many `#` as nothing in the text has after what they would give a meaning to. One quote counts as three do:
/// some readers of Swift end the literal there.
pub(super) fn swift(text: &str) -> String {
    let after = |mark: &str| {
        let runs = text.match_indices(mark).map(|(at, _)| &text[at + mark.len()..]);
        runs.map(|rest| rest.bytes().take_while(|byte| *byte == b'#').count()).max()
    };
    let longest = after("\\").max(after("\"")).unwrap_or(0);
    let marks = "#".repeat(longest + 1);
    format!("{marks}\"\"\"\n{text}\n\"\"\"{marks}")
}

/// Each line in quotes, as an item of an array of JavaScript.
pub(super) fn javascript(text: &str, indent: &str) -> String {
    lines(text, |line, _| quoted(line), &format!(",\n{indent}"))
}

/// `"…"` as C and its kin read it: what needs an escape is a backslash, a quote and a newline.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\"").replace('\n', r"\n"))
}

/// Every line, told whether a newline follows it, with something between.
fn lines(text: &str, string: impl Fn(&str, &str) -> String, between: &str) -> String {
    let mut lines = text.split('\n').peekable();
    let mut strings = Vec::new();
    while let Some(line) = lines.next() {
        strings.push(string(line, if lines.peek().is_some() { "\n" } else { "" }));
    }
    strings.join(between)
}

/// Lines of comment. Nothing in them ends the comment or is read all the same: no end of a line, no backslash (C, Java), no `?>` (PHP), no
/// `coding:` (Python, Ruby).
pub(super) fn comments(lines: &[String], mark: &str) -> String {
    let plain = |char: char| match char {
        '\\' => '/',
        char if char.is_control() || unseen(char) => ' ',
        char => char,
    };
    let line = |line: &String| {
        let text: String = line.chars().map(plain).collect();
        let text = text.replace("?>", "? >").replace("coding:", "coding :").replace("coding=", "coding =");
        format!("{mark} {}\n", text.trim())
    };
    lines.iter().map(line).collect()
}

use std::ops::Range;

use super::{
    path::{PATHS, Path},
    template::{Piece, pieces},
};
use crate::{Severity, words::beginning};

/// What looks like a template and is not, or is one that names nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slip<'a> {
    /// `${` without its `}`; the bytes end where the path does.
    Unclosed,
    /// `${}`
    Empty,
    /// A path that names nothing, whatever a provider sends.
    Unknown(&'a str),
    /// `$${…}`
    Doubled,
    /// A path outside of `${…}`, and what is written, with what was to make a template of it.
    Bare { path: &'a str, written: &'a str },
    /// What stands between a path and one `}` more, that included.
    Behind(&'a str),
}

impl Slip<'_> {
    /// An error means nothing: it is not saved, and a login leaves its attribute out unless all of it is text.
    pub fn severity(&self) -> Severity {
        match self {
            Slip::Unclosed | Slip::Empty | Slip::Unknown(_) => Severity::Error,
            Slip::Doubled | Slip::Bare { .. } | Slip::Behind(_) => Severity::Warning,
        }
    }

    /// What happened, as a sentence.
    pub fn said(&self) -> String {
        match self {
            Slip::Unclosed => "The template is not closed: } is missing.".to_owned(),
            Slip::Empty => "${} names nothing.".to_owned(),
            Slip::Unknown(path) => format!("{} names nothing that a login has.", beginning(path)),
            Slip::Doubled => "$${…} writes a dollar sign before the claim.".to_owned(),
            Slip::Bare { written, .. } => {
                format!("{} stays as this text: only ${{…}} becomes a claim.", beginning(written))
            }
            Slip::Behind("}") => "The template is closed twice: the second } stays as text.".to_owned(),
            Slip::Behind(rest) => format!("The path ends at its first }}, and “{}” stays as text.", beginning(rest)),
        }
    }

    /// What to do, as a sentence.
    pub fn remedy(&self) -> String {
        match self {
            Slip::Unclosed => "Close it with }.".to_owned(),
            Slip::Empty => format!("Write a path into it: {PATHS}."),
            Slip::Unknown(_) => format!("Write it as it is meant: {PATHS}."),
            Slip::Doubled => "Remove one $. Terraform files need the second $, a connection does not.".to_owned(),
            Slip::Bare { path, .. } => format!("Write ${{{}}}, or leave it where text is meant.", beginning(path)),
            Slip::Behind("}") => "Remove one }.".to_owned(),
            Slip::Behind(_) => {
                "Remove the }. A claim whose name holds one cannot be named in a template: Bind all brings it."
                    .to_owned()
            }
        }
    }
}

/// The slips of a template in its order, each with the bytes that it takes.
pub fn slips(template: &str) -> Vec<(Range<usize>, Slip<'_>)> {
    let mut slips = Vec::new();
    let mut before: Option<(Range<usize>, Piece<'_>)> = None;
    let mut open = 0;
    for (at, piece) in pieces(template) {
        match piece {
            Piece::Path(path) => {
                if matches!(before, Some((_, Piece::Text(literal))) if literal.ends_with('$')) {
                    slips.push((at.start - 1..at.end, Slip::Doubled));
                }
                slips.extend(of_path(template, at.clone(), path));
            }
            Piece::Text(literal) if literal.starts_with("${") => slips.push(unclosed(at.start, literal)),
            Piece::Text(literal) => {
                if let Some((path, Piece::Path(named))) = &before
                    && open == 0
                    && !named.contains('{')
                    && let Some(end) = literal.find(['{', '}']).filter(|end| literal[*end..].starts_with('}'))
                {
                    slips.push((path.start..at.start + end + 1, Slip::Behind(&literal[..=end])));
                }
                open = literal.chars().fold(open, |open: usize, one| match one {
                    '{' => open + 1,
                    '}' => open.saturating_sub(1),
                    _ => open,
                });
                bare_paths(at.start, literal, &mut slips);
            }
        }
        before = Some((at, piece));
    }
    slips
}

fn of_path<'a>(template: &'a str, at: Range<usize>, path: &'a str) -> Option<(Range<usize>, Slip<'a>)> {
    if path.is_empty() {
        return Some((at, Slip::Empty));
    }
    if path.contains("${") {
        let whole = &template[at.clone()];
        let next = whole[2..].find("${").map_or(whole.len(), |next| next + 2);
        return Some(unclosed(at.start, &whole[..next]));
    }
    Path::read(path).is_none().then_some((at, Slip::Unknown(path)))
}

fn unclosed(start: usize, literal: &str) -> (Range<usize>, Slip<'_>) {
    let path = 2 + literal[2..].find(|one: char| !is_of_path(one)).unwrap_or(literal.len() - 2);
    (start..start + path, Slip::Unclosed)
}

fn bare_paths<'a>(start: usize, literal: &'a str, slips: &mut Vec<(Range<usize>, Slip<'a>)>) {
    let mut from = 0;
    while let Some(found) = literal[from..].find("context.") {
        let found = from + found;
        let length = literal[found..].find(|one: char| !is_of_path(one)).unwrap_or(literal.len() - found);
        let path = literal[found..found + length].trim_end_matches(['.', ',', ':', '/']);
        from = found + length;
        if literal[..found].ends_with(is_of_path) || Path::read(path).is_none() {
            continue;
        }
        let opened = literal[..found].trim_end_matches(['{', '$', '%', '#', '(', '<', '[', ' ']).len();
        let opens = literal[opened..found].trim_start();
        let rest = &literal[found + path.len()..];
        let closes =
            if opens.is_empty() { 0 } else { rest.len() - rest.trim_start_matches(['}', ')', '>', ']', ' ']).len() };
        let closing = rest[..closes].trim_end().len();
        let written = found - opens.len()..found + path.len() + closing;
        let slip = Slip::Bare { path, written: &literal[written.clone()] };
        slips.push((start + written.start..start + written.end, slip));
    }
}

/// As the name of a claim is mostly written; names that are URLs included.
fn is_of_path(one: char) -> bool {
    one.is_alphanumeric() || matches!(one, '_' | '-' | '.' | ':' | '/')
}

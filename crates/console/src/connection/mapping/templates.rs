//! What looks like a template and is not, or is one that names nothing.

use std::ops::Range;

use lintel_oidc::{
    Severity,
    sign_in::mapping::{PATHS, Path, Piece, pieces},
};

use super::{
    json::{Text, escaped},
    meant::meant,
    slip::Slip,
};

pub(super) fn template_slips(text: &Text, known: &[&str], slips: &mut Vec<Slip>) {
    let template = text.content.as_str();
    let mut before: Option<Piece<'_>> = None;
    for (at, piece) in pieces(template) {
        match piece {
            Piece::Path(path) => {
                if matches!(before, Some(Piece::Text(literal)) if literal.ends_with('$')) {
                    let dollar = at.start - 1..at.start;
                    slips.push(
                        Slip::new(
                            Severity::Warning,
                            text.place(dollar.start..at.end),
                            "$${…} writes a dollar sign before the claim.",
                        )
                        .remedy("Terraform files need the second $, a connection does not.")
                        .fix("Remove one $", text.place(dollar), ""),
                    );
                }
                slips.extend(path_slip(text, at, path, known));
            }
            Piece::Text(literal) if literal.starts_with("${") => slips.push(unclosed(text, at, literal)),
            Piece::Text(literal) => bare_paths(text, at.start, literal, slips),
        }
        before = Some(piece);
    }
}

fn path_slip(text: &Text, at: Range<usize>, path: &str, known: &[&str]) -> Option<Slip> {
    if Path::read(path).is_some() && !path.contains("${") {
        return None;
    }
    let whole = text.place(at.clone());
    if path.is_empty() {
        return Some(
            Slip::new(Severity::Error, whole, "${} names nothing.").remedy(format!("Write a path into it: {PATHS}.")),
        );
    }
    if path.contains("${") {
        let first = &text.content[at.clone()];
        let next = first[2..].find("${").map_or(first.len(), |next| next + 2);
        return Some(unclosed(text, at.start..at.start + next, &first[..next]));
    }
    let slip = Slip::new(Severity::Error, whole.clone(), format!("{path} names nothing that a login has."));
    Some(match meant(path, known) {
        Some(meant) => slip.fix(format!("Use {meant}"), whole, escaped(&format!("${{{meant}}}"))),
        None => slip.remedy(format!("Write it as it is meant: {PATHS}.")),
    })
}

/// `${` without its `}`.
fn unclosed(text: &Text, at: Range<usize>, literal: &str) -> Slip {
    let path = 2 + literal[2..].find(|one: char| !is_of_path(one)).unwrap_or(literal.len() - 2);
    let end = text.place(at.start + path..at.start + path);
    Slip::new(Severity::Error, text.place(at.start..at.start + path), "The template is not closed: } is missing.")
        .fix("Close it", end, "}")
}

/// Paths outside of `${…}`.
fn bare_paths(text: &Text, start: usize, literal: &str, slips: &mut Vec<Slip>) {
    let mut from = 0;
    while let Some(found) = literal[from..].find("context.") {
        let found = from + found;
        let length = literal[found..].find(|one: char| !is_of_path(one)).unwrap_or(literal.len() - found);
        let path = literal[found..found + length].trim_end_matches(['.', ',', ':', '/']);
        from = found + length;
        if literal[..found].ends_with(is_of_path) || Path::read(path).is_none() {
            continue;
        }
        // What was to make a template of it goes as well.
        let opened = literal[..found].trim_end_matches(['{', '$', '%', '#', '(', '<', '[', ' ']).len();
        let opens = literal[opened..found].trim_start();
        let rest = &literal[found + path.len()..];
        let closes =
            if opens.is_empty() { 0 } else { rest.len() - rest.trim_start_matches(['}', ')', '>', ']', ' ']).len() };
        let closing = rest[..closes].trim_end().len();
        let whole = start + found - opens.len()..start + found + path.len() + closing;
        let written = &text.content[whole.clone()];
        let said = match written == path {
            true => format!("{path} stays as this text: only ${{…}} becomes a claim."),
            false => format!("{written} stays as this text: only ${{…}} becomes a claim."),
        };
        let label = match written == format!("{{{path}}}") {
            true => "Add the $".to_owned(),
            false => format!("Use ${{{path}}}"),
        };
        slips.push(Slip::new(Severity::Warning, text.place(whole.clone()), said).fix(
            label,
            text.place(whole),
            escaped(&format!("${{{path}}}")),
        ));
    }
}

/// As the name of a claim is mostly written; names that are URLs included.
fn is_of_path(one: char) -> bool {
    one.is_alphanumeric() || matches!(one, '_' | '-' | '.' | ':' | '/')
}

//! The slips of a template where they stand in the text, with what would mend each.

use std::ops::Range;

use lintel_oidc::sign_in::mapping::{Slip as Said, slips};

use super::{
    json::{Text, escaped},
    meant::meant,
    slip::Slip,
};

pub(super) fn template_slips<'a>(text: &'a Text, known: &'a [&str]) -> impl Iterator<Item = Slip> + 'a {
    slips(&text.content).into_iter().map(move |(at, said)| {
        let slip = Slip::new(said.severity(), text.place(at.clone()), said.said());
        match mend(text, &at, said, known) {
            Some((label, at, with)) => slip.fix(label, at, with),
            None => slip,
        }
        .remedy(said.remedy())
    })
}

/// What is said of it, and the text for a place.
fn mend(text: &Text, at: &Range<usize>, said: Said<'_>, known: &[&str]) -> Option<(String, Range<usize>, String)> {
    let whole = text.place(at.clone());
    let template = |path: &str| escaped(&format!("${{{path}}}"));
    match said {
        Said::Unclosed => Some(("Close it".to_owned(), text.place(at.end..at.end), "}".to_owned())),
        Said::Unknown(path) => {
            let meant = meant(path, known)?;
            Some((format!("Use {meant}"), whole, template(&meant)))
        }
        Said::Doubled => Some(("Remove one $".to_owned(), text.place(at.start..at.start + 1), String::new())),
        Said::Bare { path, written } => {
            let label = match written == format!("{{{path}}}") {
                true => "Add the $".to_owned(),
                false => format!("Use ${{{path}}}"),
            };
            Some((label, whole, template(path)))
        }
        Said::Behind("}") => Some(("Remove one }".to_owned(), text.place(at.end - 1..at.end), String::new())),
        Said::Empty | Said::Behind(_) => None,
    }
}

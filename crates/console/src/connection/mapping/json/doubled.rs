//! Names that stand more than once in an object.

use std::{collections::HashMap, ops::Range};

use lintel_oidc::Severity;

use super::{super::slip::Slip, reader::Reader, said::cut};

/// So many lines are named one by one.
const LISTED: usize = 8;

impl Reader<'_> {
    /// Of names that stand more than once the last counts; all others are slips.
    pub(super) fn doubled(&mut self, names: &[(String, Range<usize>)]) {
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, (name, _)) in names.iter().enumerate() {
            places.entry(name).or_default().push(index);
        }
        if places.len() == names.len() {
            return;
        }
        let (mut line, mut until) = (1, 0);
        let lines: Vec<usize> = names
            .iter()
            .map(|(_, at)| {
                line += newlines(&self.text[until..at.start]);
                until = at.start;
                line
            })
            .collect();
        for (index, pair) in names.windows(2).enumerate() {
            let [(name, at), (_, next)] = pair else { continue };
            let same = &places[name.as_str()];
            if same.last() == Some(&index) {
                continue;
            }
            let (first, counts) = (lines[same[0]], lines[same[same.len() - 1]]);
            let name = cut(name);
            let said = match same.len() {
                times if first == counts => {
                    format!("“{name}” stands {times} times on line {counts}, and the last one counts.")
                }
                times if times > LISTED => {
                    format!("“{name}” stands {times} times on lines {first} to {counts}, and line {counts} counts.")
                }
                _ => {
                    let lines: Vec<usize> = same.iter().map(|index| lines[*index]).collect();
                    format!("“{name}” stands on lines {}, and line {counts} counts.", listed(&lines))
                }
            };
            self.read.slips.push(
                Slip::new(Severity::Warning, at.clone(), said).remedy("A save leaves this one out.").fix(
                    "Remove this one",
                    at.start..next.start,
                    "",
                ),
            );
        }
    }
}

pub(super) fn newlines(text: &str) -> usize {
    text.matches('\n').count()
}

fn listed(lines: &[usize]) -> String {
    let words: Vec<String> = lines.iter().map(usize::to_string).collect();
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => words.concat(),
    }
}

//! The documents and key sets of tests/discovery-corpus, against the verdicts of its indexes.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::PathBuf;

use chrono::Utc;
use lintel_oidc::{
    discovery::{ChannelVerdict, candidates, check_document, check_key_set},
    keys::KeySet,
};

#[test]
fn every_document_gets_its_verdict_on_both_channels() {
    let rows = index("index.csv");
    assert_eq!(rows.len(), 115);
    let mut wrong = Vec::new();
    for row in &rows {
        let bytes = fs::read(corpus().join(&row["file"])).expect("the document is in the corpus");
        let url = (!row["url"].is_empty()).then(|| candidates(&row["url"]).expect("the index holds URLs")[0].clone());
        let report = check_document(&bytes, url.as_ref());
        for (column, verdict) in [
            ("expected_verdict_front_channel", &report.front_channel),
            ("expected_verdict_back_channel", &report.back_channel),
        ] {
            let (wanted, got) = (words(&row[column]), words_of(verdict));
            if wanted != got {
                wrong.push(format!("{} {column}: {got:?}, not {wanted:?}", row["file"]));
            }
            let complete = !row[column].contains("missing:") && !row[column].contains("invalid:");
            assert_eq!(verdict.refusal.is_none(), complete, "{}", row["file"]);
            assert_eq!(verdict.usable, complete && verdict.fails.is_none(), "{}", row["file"]);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_key_set_gets_its_verdict() {
    let rows = index("jwks/index.csv");
    assert_eq!(rows.len(), 40);
    let mut wrong = Vec::new();
    for row in &rows {
        let bytes = fs::read(corpus().join(&row["file"])).expect("the key set is in the corpus");
        let report = check_key_set(KeySet::parse(&bytes).expect("every set of the corpus is one"), &[], Utc::now());
        let wanted = words(&row["expected_verdict"]);
        let got = prefixed("missing", &report.missing())
            .chain(prefixed("warning", &report.warnings()))
            .collect::<BTreeSet<_>>();
        if wanted != got {
            wrong.push(format!("{}: {got:?}, not {wanted:?}", row["file"]));
        }
        assert_eq!(report.set.keys().len().to_string(), row["n_keys"], "{}", row["file"]);
        assert_eq!(report.usable_keys().to_string(), row["usable_signature_keys"], "{}", row["file"]);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// `missing:a,b;warning:c` as the set `missing:a`, `missing:b`, `warning:c`.
fn words(verdict: &str) -> BTreeSet<String> {
    let parts = verdict.split(';').filter_map(|part| part.split_once(':'));
    parts.flat_map(|(kind, list)| list.split(',').map(move |word| format!("{kind}:{word}"))).collect()
}

fn words_of(verdict: &ChannelVerdict) -> BTreeSet<String> {
    let ChannelVerdict { missing, invalid, warnings, .. } = verdict;
    prefixed("missing", missing).chain(prefixed("invalid", invalid)).chain(prefixed("warning", warnings)).collect()
}

fn prefixed(kind: &str, words: &[String]) -> impl Iterator<Item = String> {
    words.iter().map(move |word| format!("{kind}:{word}"))
}

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/discovery-corpus")
}

fn index(name: &str) -> Vec<HashMap<String, String>> {
    let text = fs::read_to_string(corpus().join(name)).expect("the index is there");
    let mut lines = text.lines().map(cells);
    let header = lines.next().expect("the index has a header");
    lines.map(|row| header.iter().cloned().zip(row).collect()).collect()
}

/// The cells of one line of CSV; no cell of the indexes spans lines.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        let cell = cells.last_mut().expect("there is always a cell");
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cell.push(other),
        }
    }
    cells
}

//! docs/symptoms.md: what can go wrong with a connection, and what tells it. Held to the program and to a test of each code.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// How many symptoms of each kind the catalogue has.
const KINDS: [(&str, usize); 10] = [
    ("DISC", 28),
    ("JWKS", 6),
    ("AUTHZ", 20),
    ("CB", 7),
    ("TOK", 19),
    ("IDT", 18),
    ("MAP", 18),
    ("SCIM", 8),
    ("HRD", 4),
    ("API", 8),
];

#[test]
fn every_symptom_is_told_by_a_code_that_a_test_holds_or_says_why_it_is_not_seen() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let list = fs::read_to_string(root.join("docs/symptoms.md")).expect("the list");
    let rows: Vec<(&str, &str)> = list.lines().filter_map(row).collect();
    let mut wanted: Vec<String> =
        KINDS.iter().flat_map(|(kind, many)| (1..=*many).map(move |n| format!("{kind}-{n:02}"))).collect();
    wanted.sort_unstable();
    let mut there: Vec<&str> = rows.iter().map(|(id, _)| *id).collect();
    there.sort_unstable();
    assert_eq!(there, wanted);

    let (program, tests) = texts(&root);
    let mut wrong = Vec::new();
    for (id, by) in rows {
        if let Some(why) = by.strip_prefix("Not seen from here: ") {
            if why.split(' ').count() < 8 {
                wrong.push(format!("{id}: {why}"));
            }
        } else if let Some((path, words)) = by.strip_prefix("In `").and_then(|rest| rest.split_once("`: “")) {
            let file = fs::read_to_string(root.join(path)).unwrap_or_default();
            if !file.contains(words.trim_end_matches('”')) {
                wrong.push(format!("{id}: {path} does not say {words}"));
            }
        } else {
            for code in by.split(", ").map(|code| code.trim_matches('`')) {
                let quoted = format!("\"{code}\"");
                if !program.contains(&quoted) {
                    wrong.push(format!("{id}: nothing tells {code}"));
                } else if !tests.contains(&quoted) {
                    wrong.push(format!("{id}: no test holds {code}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The ID and what tells it.
fn row(line: &str) -> Option<(&str, &str)> {
    let mut cells = line.strip_prefix("| ")?.strip_suffix(" |")?.splitn(3, " | ");
    let (id, _, by) = (cells.next()?, cells.next()?, cells.next()?);
    id.split_once('-').filter(|(_, number)| number.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some((id, by))
}

/// The program's sources, and the tests beside them and in their files.
fn texts(root: &Path) -> (String, String) {
    let (mut program, mut tests) = (String::new(), String::new());
    let mut folders: Vec<PathBuf> = ["crates", "ui/src", "tests/peers"].map(|folder| root.join(folder)).into();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            if path.is_dir() {
                if name != "node_modules" {
                    folders.push(path);
                }
                continue;
            }
            let is_test = path.components().any(|part| part.as_os_str() == "tests")
                || name.contains(".test.")
                || name == "tests.rs";
            if name == "symptoms.rs"
                || !(name.ends_with(".rs") || is_test && (name.ends_with(".ts") || name.ends_with(".mjs")))
            {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a source file");
            match text.split_once("#[cfg(test)]") {
                _ if is_test => tests.push_str(&text),
                Some((before, after)) => {
                    program.push_str(before);
                    tests.push_str(after);
                }
                None => program.push_str(&text),
            }
        }
    }
    (program, tests)
}

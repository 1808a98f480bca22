//! docs/findings, one page for each check, generated from the catalogue. `UPDATE_DOCS=1` writes the pages.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use lintel_oidc::Severity;
use lintel_oidc::finding::Check;

fn families() -> Vec<(&'static str, Vec<&'static Check>)> {
    vec![("Provider check", lintel_oidc::discovery::catalogue()), ("Sign-in", lintel_oidc::sign_in::catalogue())]
}

#[test]
fn the_pages_are_those_of_the_catalogue() {
    let wanted = pages();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/findings");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        write(&folder, &wanted);
    }
    let mut there = BTreeMap::new();
    for entry in fs::read_dir(&folder).expect("docs/findings is there") {
        let entry = entry.expect("an entry of the folder");
        let name = entry.file_name().into_string().expect("a plain file name");
        there.insert(name, fs::read_to_string(entry.path()).expect("a page"));
    }
    let names: Vec<_> = there.keys().collect();
    assert_eq!(names, wanted.keys().collect::<Vec<_>>(), "stale: run the tests with UPDATE_DOCS=1");
    for (name, page) in &wanted {
        assert_eq!(&there[name], page, "{name} is stale: run the tests with UPDATE_DOCS=1");
    }
}

#[test]
fn every_code_is_there_once() {
    let mut codes: Vec<&str> =
        families().iter().flat_map(|(_, checks)| checks.iter().map(|check| check.code)).collect();
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count);
}

fn write(folder: &PathBuf, pages: &BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("docs/findings is there") {
        fs::remove_file(entry.expect("an entry of the folder").path()).expect("the old page goes");
    }
    for (name, page) in pages {
        fs::write(folder.join(name), page).expect("the page is written");
    }
}

fn pages() -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    let mut index =
        String::from("# Findings\n\nOne page for each rule that Lintel checks, generated from the rules themselves.\n");
    for (family, checks) in families() {
        write!(index, "\n## {family}\n\n| Finding | Weight | The rule |\n|---|---|---|\n").expect("a string takes all");
        for check in checks {
            let Check { code, title, .. } = check;
            writeln!(index, "| [{code}]({code}.md) | {} | {title} |", weight(check.severity))
                .expect("a string takes all");
            pages.insert(format!("{code}.md"), page(check));
        }
    }
    pages.insert("README.md".to_owned(), index);
    pages
}

fn page(check: &Check) -> String {
    let Check { code, title, severity, spec, about } = check;
    let clause = if spec.is_empty() { String::new() } else { format!("- Clause: {spec}\n") };
    format!("# {title}\n\n- Code: `{code}`\n- Weight when it fails: {}\n{clause}\n{about}\n", weight(*severity))
}

fn weight(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

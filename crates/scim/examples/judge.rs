//! Filters and PATCH for whoever is not written in Rust: one question a line, one answer a line, both JSON.
//!
//! `{"kind": "User", "resource": …, "filter": "userName pr"}` is answered with `{"matches": true}`,
//! `{"kind": "Group", "resource": …, "patch": …}` with `{"resource": …}`; a refusal of either with `{"error": …}`.

use std::io::{self, BufRead, Write};

use lintel_scim::{Error, Filter, Kind, patch::PatchRequest};
use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let question: Value = serde_json::from_str(&line?)?;
        let answer = answer(&question).unwrap_or_else(|error| json!({ "error": error.body() }));
        writeln!(out, "{answer}")?;
    }
    out.flush()
}

fn answer(question: &Value) -> Result<Value, Error> {
    let kind = if question["kind"] == Kind::Group.name() { Kind::Group } else { Kind::User };
    let resource = &question["resource"];
    match question["filter"].as_str() {
        Some(filter) => Ok(json!({ "matches": Filter::parse(kind, filter)?.matches(resource) })),
        None => {
            let after = PatchRequest::parse(kind, &question["patch"])?.apply(resource)?;
            Ok(json!({ "resource": after.as_ref().unwrap_or(resource) }))
        }
    }
}

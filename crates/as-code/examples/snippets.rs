//! Snippets for whoever is not written in Rust: one question a line, one answer a line, both JSON.
//!
//! `{"language": "curl", "tenant": "http://localhost:4400", "steps": [{"says": …, "request": {"method", "path", "query", "body"}}]}` is
//! answered with `{"ending": "sh", "programs": [text, …]}`.

use std::io::{self, BufRead, Write};

use lintel_as_code::snippet::{Language, Names, Step, programs};
use lintel_management::Request;
use serde::Deserialize;
use serde_json::json;
use url::Url;

#[derive(Deserialize)]
struct Question {
    language: Language,
    tenant: Option<Url>,
    steps: Vec<Asked>,
}

#[derive(Deserialize)]
struct Asked {
    says: String,
    request: Request,
}

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let Question { language, tenant, steps } = serde_json::from_str(&line?)?;
        let steps: Vec<_> = steps.into_iter().map(|Asked { says, request }| Step { request, says }).collect();
        let programs = programs(language, &steps, &Names { tenant });
        writeln!(out, "{}", json!({ "ending": language.ending(), "programs": programs }))?;
    }
    out.flush()
}

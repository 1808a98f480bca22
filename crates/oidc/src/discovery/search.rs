use std::collections::HashSet;

use http::StatusCode;
use url::{Origin, Url};

use super::{
    checks::{shape, status},
    document::DiscoveryDocument,
    report::Tried,
};
use crate::{
    Finding,
    http::{FetchError, Fetched, Fetcher},
};

/// What each candidate came to, and the most telling failure.
#[derive(Default)]
pub(super) struct Search {
    pub(super) tried: Vec<Tried>,
    /// Servers that cannot be talked to at all: their other paths are not tried.
    silent: HashSet<Origin>,
    failures: Vec<Failure>,
}

enum Failure {
    NoAnswer(FetchError),
    NotFollowed(FetchError),
    Status(Fetched),
    NotADocument(Finding),
    NotMetadata(Finding),
}

impl Search {
    pub(super) async fn look_at(&mut self, url: &Url, fetcher: &Fetcher) -> Option<(DiscoveryDocument, Fetched)> {
        if self.silent.contains(&url.origin()) {
            return None;
        }
        let answer = match fetcher.fetch(url).await {
            Ok(answer) => answer,
            Err(error) => {
                self.note(url, error.to_string());
                if error.concerns_the_server() {
                    self.silent.insert(url.origin());
                }
                self.failures.push(if error.is_answer() {
                    Failure::NotFollowed(error)
                } else {
                    Failure::NoAnswer(error)
                });
                return None;
            }
        };
        if !answer.is_success() {
            self.note(url, status_line(answer.status));
            self.failures.push(Failure::Status(answer));
            return None;
        }
        match DiscoveryDocument::parse(&answer.body) {
            Ok(document) if document.is_provider_metadata() => {
                self.note(url, status_line(answer.status));
                Some((document, answer))
            }
            Ok(document) => {
                self.note(url, format!("{}, but no provider metadata", status_line(answer.status)));
                self.failures.push(Failure::NotMetadata(shape::not_metadata(&document, Some(url))));
                None
            }
            Err(error) => {
                let finding = error.finding();
                self.note(
                    url,
                    format!(
                        "{}, but {}",
                        status_line(answer.status),
                        lower_first(finding.message.trim_end_matches('.'))
                    ),
                );
                self.failures.push(Failure::NotADocument(finding));
                None
            }
        }
    }

    fn note(&mut self, url: &Url, outcome: String) {
        self.tried.push(Tried { url: url.clone(), outcome: outcome.trim_end_matches('.').to_owned() });
    }

    /// The most telling failures as findings, why a document is invalid, and whether there was any answer.
    pub(super) fn verdict(&self) -> (Vec<Finding>, Option<String>, bool) {
        let reached = self.failures.iter().any(|failure| !matches!(failure, Failure::NoAnswer(_)));
        let urls: Vec<String> = self.tried.iter().map(|tried| tried.url.to_string()).collect();
        let Some(worst) = self.failures.iter().rev().max_by_key(|failure| failure.weight()) else {
            return (Vec::new(), None, reached);
        };
        let finding = match worst {
            Failure::NoAnswer(error) | Failure::NotFollowed(error) => error.finding(),
            Failure::Status(answer) => {
                let asked = answer.url.to_string();
                let others = urls.iter().filter(|url| **url != asked).cloned();
                status::of_status(answer, &std::iter::once(asked.clone()).chain(others).collect::<Vec<_>>())
            }
            Failure::NotADocument(finding) | Failure::NotMetadata(finding) => finding.clone(),
        };
        let reason = shape::word(&finding);
        let mut findings = vec![finding];
        // That http was refused is worth saying also where https failed for another reason.
        let refused = self.failures.iter().find_map(|failure| match failure {
            Failure::NoAnswer(error @ FetchError::NotHttps { .. }) => Some(error.finding()),
            _ => None,
        });
        findings.extend(refused.filter(|refused| !findings.contains(refused)));
        (findings, reason, reached)
    }
}

impl Failure {
    /// How much it tells of what is wrong. Of two alike the first counts: its URL is the likelier one.
    fn weight(&self) -> u8 {
        match self {
            Failure::NoAnswer(FetchError::NotHttps { .. }) => 0,
            Failure::NoAnswer(_) => 1,
            Failure::Status(answer) if matches!(answer.status, 404 | 410) => 2,
            Failure::NotMetadata(_) => 3,
            Failure::Status(answer) if answer.status < 500 => 4,
            Failure::Status(_) => 5,
            Failure::NotFollowed(_) => 6,
            Failure::NotADocument(finding) if finding.code == shape::DOCUMENT_IS_HTML.code => 3,
            Failure::NotADocument(_) => 7,
        }
    }
}

fn status_line(status: u16) -> String {
    match StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()) {
        Some(_) if status == 200 => "200".to_owned(),
        Some(reason) => format!("{status} {reason}"),
        None => status.to_string(),
    }
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_lowercase().collect::<String>() + characters.as_str()).unwrap_or_default()
}

use std::collections::HashSet;
use std::time::Instant;

use chrono::{DateTime, Utc};
use http::StatusCode;
use url::{Origin, Url};

use super::candidates::candidates;
use super::checks::{self, BOTH, Outcome, answer, keys, members};
use super::document::Document;
use super::fetch::{Fetched, Fetcher, MAX_BODY};
use super::fetch_error::FetchError;
use super::key_set::{KeySet, KeySetReport};
use super::report::{Found, Report, Tried};
use super::vendor::vendor;
use crate::Finding;
use crate::loopback::may_lead;

/// Finds the discovery document that the text points at, and judges it and its keys as of `now`.
pub async fn check_provider(input: &str, fetcher: &Fetcher, now: DateTime<Utc>) -> Report {
    let started = Instant::now();
    let urls = match candidates(input) {
        Ok(urls) => urls,
        Err(error) => return nothing(Vec::new(), vec![error.finding()], None, false, started),
    };
    let mut search = Search::default();
    for url in &urls {
        if let Some((document, answer)) = search.look_at(url, fetcher).await {
            let mut outcomes = checks::of_document(&document, Some(&answer.url), Some(&answer.final_url));
            let (key_set, key_outcomes) = read_keys(&document, &answer.final_url, fetcher, now).await;
            outcomes.extend(key_outcomes);
            let first = urls.first().unwrap_or(url);
            outcomes.extend(answer::of_answer(&answer, first));
            let found = Found {
                vendor: vendor(Some(&answer.url), document.issuer(), Some(&document)),
                discovery_url: Some(answer.url),
                final_url: Some(answer.final_url),
                document,
                key_set,
            };
            return Report::new(search.tried, Some(found), outcomes, true, started.elapsed());
        }
    }
    let (findings, invalid, reached) = search.verdict();
    nothing(search.tried, findings, invalid, reached, started)
}

/// Judges a saved document, without a network. `url` is where it was saved from; without it the issuer is compared with nothing.
pub fn check_document(bytes: &[u8], url: Option<&Url>) -> Report {
    let started = Instant::now();
    if bytes.len() > MAX_BODY {
        return nothing(Vec::new(), vec![answer::file_too_large(bytes.len())], None, true, started);
    }
    match Document::parse(bytes) {
        Ok(document) if !document.is_provider_metadata() => {
            nothing(Vec::new(), vec![answer::not_metadata(&document, None)], None, true, started)
        }
        Ok(document) => {
            let outcomes = checks::of_document(&document, url, document.home(url).as_ref());
            let found = Found {
                discovery_url: url.cloned(),
                final_url: url.cloned(),
                vendor: vendor(url, document.issuer(), Some(&document)),
                document,
                key_set: None,
            };
            Report::new(Vec::new(), Some(found), outcomes, true, started.elapsed())
        }
        Err(finding) => {
            let reason = invalid_document(&finding);
            nothing(Vec::new(), vec![finding], reason, true, started)
        }
    }
}

/// The report on a saved document that could not even be read.
pub fn unreadable_file(path: &str, error: &std::io::Error) -> Report {
    let finding = answer::FILE_UNREADABLE
        .finding("file", format!("{path} cannot be read: {error}."))
        .remedy("Check the path and the permissions of the file.");
    nothing(Vec::new(), vec![finding], None, false, Instant::now())
}

/// What each candidate came to, and the most telling failure.
#[derive(Default)]
struct Search {
    tried: Vec<Tried>,
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
    async fn look_at(&mut self, url: &Url, fetcher: &Fetcher) -> Option<(Document, Fetched)> {
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
        match Document::parse(&answer.body) {
            Ok(document) if document.is_provider_metadata() => {
                self.note(url, status_line(answer.status));
                Some((document, answer))
            }
            Ok(document) => {
                self.note(url, format!("{}, but no provider metadata", status_line(answer.status)));
                self.failures.push(Failure::NotMetadata(answer::not_metadata(&document, Some(url))));
                None
            }
            Err(finding) => {
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
    fn verdict(&self) -> (Vec<Finding>, Option<String>, bool) {
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
                answer::of_status(answer, &std::iter::once(asked.clone()).chain(others).collect::<Vec<_>>())
            }
            Failure::NotADocument(finding) | Failure::NotMetadata(finding) => finding.clone(),
        };
        let reason = invalid_document(&finding);
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
            Failure::NotADocument(finding) if finding.code == answer::DOCUMENT_IS_HTML.code => 3,
            Failure::NotADocument(_) => 7,
        }
    }
}

/// `home` is where the document came from: an address that it may not lead to is a finding already.
async fn read_keys(
    document: &Document,
    home: &Url,
    fetcher: &Fetcher,
    now: DateTime<Utc>,
) -> (Option<KeySetReport>, Vec<Outcome>) {
    let Some(url) = document.url("jwks_uri").filter(|url| may_lead(home, url)) else {
        return (None, Vec::new());
    };
    let answer = match fetcher.fetch(&url).await {
        Ok(answer) if answer.is_success() => answer,
        Ok(answer) => return (None, vec![keys::unreachable_keys(&url, Ok(&answer))]),
        Err(error) => return (None, vec![keys::unreachable_keys(&url, Err(&error))]),
    };
    match KeySet::parse(&answer.body) {
        Ok(set) => {
            let algorithms = document.list("id_token_signing_alg_values_supported").unwrap_or_default();
            let outcomes = keys::check(&set, &algorithms, now);
            let for_channels = outcomes.iter().cloned().map(Outcome::without_warning).collect();
            (Some(KeySetReport::new(set, outcomes)), for_channels)
        }
        Err(finding) => (None, vec![keys::unreadable_keys(finding)]),
    }
}

fn nothing(
    tried: Vec<Tried>,
    findings: Vec<Finding>,
    invalid: Option<String>,
    reached: bool,
    started: Instant,
) -> Report {
    let outcomes = findings.into_iter().enumerate().map(|(position, finding)| match (position, &invalid) {
        (0, Some(reason)) => Outcome::invalid(finding, BOTH, "document", reason),
        (0, None) => Outcome::missing(finding, BOTH, "document"),
        _ => Outcome::aside(finding, BOTH),
    });
    Report::new(tried, None, outcomes.collect(), reached, started.elapsed())
}

/// The corpus's word for a document that came and cannot be read.
fn invalid_document(finding: &Finding) -> Option<String> {
    let code = finding.code.as_str();
    if code == answer::DOCUMENT_NOT_JSON.code || code == answer::DOCUMENT_IS_HTML.code {
        return Some("not_valid_json".to_owned());
    }
    if code == answer::DOCUMENT_TOO_DEEP.code {
        return Some("too_deep".to_owned());
    }
    if code == members::MEMBER_REPEATED.code {
        return Some("member_repeated".to_owned());
    }
    (code == answer::DOCUMENT_NOT_OBJECT.code)
        .then(|| format!("{}_not_object", finding.got.as_deref().unwrap_or("value")))
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

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn a_document_from_elsewhere_leads_to_no_request_on_this_computer() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.set_nonblocking(true).expect("a listener that does not wait");
        let here = format!("http://{}", listener.local_addr().expect("an address"));
        let document = format!(r#"{{"issuer": "{here}", "jwks_uri": "{here}/jwks"}}"#);
        let document = Document::parse(document.as_bytes()).expect("a document");
        let elsewhere = Url::parse("https://op.example").expect("a URL");
        let fetcher = Fetcher::new().expect("a fetcher");
        assert!(read_keys(&document, &elsewhere, &fetcher, Utc::now()).await.1.is_empty());
        assert!(listener.accept().is_err(), "nobody came");
        let found = checks::of_document(&document, Some(&elsewhere), Some(&elsewhere));
        assert!(found.iter().any(|outcome| outcome.finding.code == "endpoint-on-this-computer"));
    }
}

use std::time::Instant;

use chrono::{DateTime, Utc};
use url::Url;

use super::{
    breach::{BOTH, Breach},
    candidates::candidates,
    checks::{
        self, address,
        keys::{self, reachable},
        place, shape,
    },
    document::DiscoveryDocument,
    report::{Found, KeySetReport, Report, Tried},
    search::Search,
    vendor::vendor,
};
use crate::{
    Finding,
    http::{Fetcher, MAX_BODY, may_lead},
    keys::KeySet,
};

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
            let mut breaches = checks::of_document(&document, Some(&answer.url), Some(&answer.final_url));
            let (key_set, of_keys) = read_keys(&document, &answer.final_url, fetcher, now).await;
            breaches.extend(of_keys);
            let first = urls.first().unwrap_or(url);
            breaches.extend(place::of_answer(&answer, first));
            let found = Found {
                vendor: vendor(Some(&answer.url), document.issuer(), Some(&document)),
                discovery_url: Some(answer.url),
                final_url: Some(answer.final_url),
                document,
                key_set,
            };
            return Report::new(search.tried, Some(found), breaches, true, started.elapsed());
        }
    }
    let (findings, invalid, reached) = search.verdict();
    nothing(search.tried, findings, invalid, reached, started)
}

/// Judges a saved document, without a network. `url` is where it was saved from; without it the issuer is compared with nothing.
pub fn check_document(bytes: &[u8], url: Option<&Url>) -> Report {
    let started = Instant::now();
    if bytes.len() > MAX_BODY {
        return nothing(Vec::new(), vec![shape::file_too_large(bytes.len())], None, true, started);
    }
    match DiscoveryDocument::parse(bytes) {
        Ok(document) if !document.is_provider_metadata() => {
            nothing(Vec::new(), vec![shape::not_metadata(&document, None)], None, true, started)
        }
        Ok(document) => {
            let breaches = checks::of_document(&document, url, document.home(url).as_ref());
            let found = Found {
                discovery_url: url.cloned(),
                final_url: url.cloned(),
                vendor: vendor(url, document.issuer(), Some(&document)),
                document,
                key_set: None,
            };
            Report::new(Vec::new(), Some(found), breaches, true, started.elapsed())
        }
        Err(error) => {
            let finding = error.finding();
            let reason = shape::word(&finding);
            nothing(Vec::new(), vec![finding], reason, true, started)
        }
    }
}

/// The report on a saved document that could not even be read.
pub fn unreadable_file(path: &str, error: &std::io::Error) -> Report {
    nothing(Vec::new(), vec![address::unreadable_file(path, error)], None, false, Instant::now())
}

/// Judges every key of a set as of `now`; `algorithms` are those the provider says it signs with.
pub fn check_key_set(set: KeySet, algorithms: &[&str], now: DateTime<Utc>) -> KeySetReport {
    let breaches = keys::check(&set, algorithms, now);
    KeySetReport::new(set, breaches)
}

/// `home` is where the document came from: an address that it may not lead to is a finding already.
async fn read_keys(
    document: &DiscoveryDocument,
    home: &Url,
    fetcher: &Fetcher,
    now: DateTime<Utc>,
) -> (Option<KeySetReport>, Vec<Breach>) {
    let Some(url) = document.url("jwks_uri").filter(|url| may_lead(home, url)) else {
        return (None, Vec::new());
    };
    let answer = match fetcher.fetch(&url).await {
        Ok(answer) if answer.is_success() => answer,
        Ok(answer) => return (None, vec![reachable::unreachable(&url, Ok(&answer))]),
        Err(error) => return (None, vec![reachable::unreachable(&url, Err(&error))]),
    };
    match KeySet::parse(&answer.body) {
        Ok(set) => {
            let algorithms = document.list("id_token_signing_alg_values_supported").unwrap_or_default();
            let report = check_key_set(set, &algorithms, now);
            let for_channels = report.for_channels();
            (Some(report), for_channels)
        }
        Err(error) => (None, vec![reachable::unreadable(&error)]),
    }
}

fn nothing(
    tried: Vec<Tried>,
    findings: Vec<Finding>,
    invalid: Option<String>,
    reached: bool,
    started: Instant,
) -> Report {
    let breaches = findings.into_iter().enumerate().map(|(position, finding)| match (position, &invalid) {
        (0, Some(reason)) => Breach::invalid(finding, BOTH, "document", reason),
        (0, None) => Breach::missing(finding, BOTH, "document"),
        _ => Breach::aside(finding, BOTH),
    });
    Report::new(tried, None, breaches.collect(), reached, started.elapsed())
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
        let document = DiscoveryDocument::parse(document.as_bytes()).expect("a document");
        let elsewhere = Url::parse("https://op.example").expect("a URL");
        let fetcher = Fetcher::new().expect("a fetcher");
        assert!(read_keys(&document, &elsewhere, &fetcher, DateTime::UNIX_EPOCH).await.1.is_empty());
        assert!(listener.accept().is_err(), "nobody came");
        let found = checks::of_document(&document, Some(&elsewhere), Some(&elsewhere));
        assert!(found.iter().any(|breach| breach.finding.code == "endpoint-on-this-computer"));
    }
}

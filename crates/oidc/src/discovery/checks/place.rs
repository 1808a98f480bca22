//! Where the document was found, and as what it was served.

use url::Url;

use super::{address::url_not_https, redirects::redirected};
use crate::{
    discovery::{
        breach::{BOTH, Breach},
        candidates::{is_oauth_metadata, issuer_for},
    },
    finding::{Check, Severity},
    http::Fetched,
};

pub(crate) const ALL: &[&Check] = &[&CONTENT_TYPE_NOT_JSON, &FOUND_ELSEWHERE, &ONLY_OAUTH_METADATA];

const CONTENT_TYPE_NOT_JSON: Check = Check {
    code: "content-type-not-json",
    title: "The document is served as application/json",
    severity: Severity::Note,
    spec: "OpenID Connect Discovery 1.0, section 4.2",
    about: "The document must be served as application/json. Static hosting serves a file without an ending as octets or as text.",
};

const FOUND_ELSEWHERE: Check = Check {
    code: "document-found-elsewhere",
    title: "The document is where it was looked for first",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 4",
    about: "There is no document at the address that was given, but there is one nearby. It may describe another issuer than the one \
            that was meant.",
};

const ONLY_OAUTH_METADATA: Check = Check {
    code: "only-oauth-metadata",
    title: "The document is OpenID Connect discovery",
    severity: Severity::Warning,
    spec: "RFC 8414, sections 3 and 5",
    about: "RFC 8414 puts metadata of OAuth 2.0 authorization servers at another path. A server that publishes only that may issue \
            no ID tokens, and Auth0 reads the OpenID Connect path.",
};

/// What the way to the document tells. `first` is the URL that was tried first.
pub(crate) fn of_answer(answer: &Fetched, first: &Url) -> Vec<Breach> {
    let mut findings = Vec::new();
    if first.scheme() == "http" && answer.url.scheme() == "https" {
        findings.push(url_not_https(first));
    }
    if is_oauth_metadata(&answer.url) {
        findings.push(
            ONLY_OAUTH_METADATA
                .finding("document", format!("OAuth metadata (RFC 8414) is at {}, and no OpenID Connect discovery document at {first}.", answer.url))
                .expected(first.as_str())
                .got(answer.url.as_str())
                .literal(true)
                .remedy("Ask whether the server issues ID tokens. If it does, enter its endpoints in the connection's issuer details."),
        );
    } else if issuer_for(first).split_once("://").map(|(_, rest)| rest.to_owned())
        != issuer_for(&answer.url).split_once("://").map(|(_, rest)| rest.to_owned())
    {
        findings.push(
            FOUND_ELSEWHERE
                .finding("document", format!("Nothing usable is at {first}; this document is at {}.", answer.url))
                .expected(first.as_str())
                .got(answer.url.as_str())
                .literal(true)
                .remedy(format!("If this is the provider you mean, use {}.", issuer_for(&answer.url))),
        );
    }
    findings.extend(redirected(answer));
    let essence = answer
        .content_type
        .as_deref()
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    if essence != "application/json" && !essence.ends_with("+json") {
        let got = if essence.is_empty() { "no content type".to_owned() } else { essence };
        findings.push(
            CONTENT_TYPE_NOT_JSON
                .finding("document", format!("The document is served as {got}."))
                .expected("application/json")
                .got(got)
                .remedy("Set the content type at the server."),
        );
    }
    findings.into_iter().map(|finding| Breach::aside(finding, BOTH)).collect()
}

//! What came back before there was a document to judge: no answer, the wrong answer, an answer from elsewhere.

use url::Url;

use super::{BOTH, Outcome, listed};
use crate::Finding;
use crate::discovery::candidates::{CandidatesError, is_oauth_metadata, issuer_for};
use crate::discovery::document::Document;
use crate::discovery::fetch::{Fetched, MAX_BODY};
use crate::discovery::fetch_error::{FetchError, RedirectRefusal, TlsProblem};
use crate::finding::{Check, Severity};
use crate::loopback::is_loopback;

pub(crate) const ALL: &[&Check] = &[
    &URL_NOT_USABLE,
    &FILE_UNREADABLE,
    &HOST_NOT_RESOLVED,
    &CONNECTION_REFUSED,
    &NO_ANSWER_IN_TIME,
    &CERTIFICATE_NOT_TRUSTED,
    &CERTIFICATE_EXPIRED,
    &CERTIFICATE_FOR_OTHER_HOST,
    &TLS_FAILED,
    &CONNECTION_BROKEN,
    &URL_NOT_HTTPS,
    &TOO_MANY_REDIRECTS,
    &REDIRECT_REFUSED,
    &REDIRECTED_TO_OTHER_HOST,
    &DOCUMENT_NOT_FOUND,
    &DOCUMENT_NOT_PUBLIC,
    &PROVIDER_FAILED,
    &UNEXPECTED_STATUS,
    &DOCUMENT_TOO_LARGE,
    &DOCUMENT_IS_HTML,
    &DOCUMENT_NOT_JSON,
    &DOCUMENT_TOO_DEEP,
    &DOCUMENT_NOT_OBJECT,
    &DOCUMENT_NOT_METADATA,
    &BYTE_ORDER_MARK,
    &CONTENT_TYPE_NOT_JSON,
    &FOUND_ELSEWHERE,
    &ONLY_OAUTH_METADATA,
];

pub(crate) const URL_NOT_USABLE: Check = Check {
    code: "url-not-usable",
    title: "The text is an https URL",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 4",
    about: "A provider is reached over https. Its base URL, its issuer or the full address of its discovery document will do.",
};

pub(crate) const FILE_UNREADABLE: Check = Check {
    code: "file-unreadable",
    title: "The saved document can be read",
    severity: Severity::Error,
    spec: "",
    about: "A saved discovery document is read from the disk and from nowhere else. The path may be misspelled, or the file may \
            belong to somebody else.",
};

pub(crate) const HOST_NOT_RESOLVED: Check = Check {
    code: "host-not-resolved",
    title: "The host's name resolves",
    severity: Severity::Error,
    spec: "",
    about: "The name has no address as seen from this computer. It may be misspelled, or exist inside a company's network only, \
            where Auth0's servers cannot reach it either.",
};

pub(crate) const CONNECTION_REFUSED: Check = Check {
    code: "connection-refused",
    title: "The host accepts connections",
    severity: Severity::Error,
    spec: "",
    about: "Nothing listens on that port, or a firewall refuses on its behalf. Auth0 calls the token endpoint, the key set and \
            userinfo from its own servers, so they must be reachable from the internet.",
};

pub(crate) const NO_ANSWER_IN_TIME: Check = Check {
    code: "no-answer-in-time",
    title: "The host answers in time",
    severity: Severity::Error,
    spec: "",
    about: "A firewall that drops packets without a word looks the same as a provider that is overloaded.",
};

pub(crate) const CERTIFICATE_NOT_TRUSTED: Check = Check {
    code: "certificate-not-trusted",
    title: "The certificate is signed by a trusted authority",
    severity: Severity::Error,
    spec: "RFC 5280, section 6",
    about: "The certificate is self-signed, comes from a company's own authority, or the server does not send the intermediate \
            certificate that leads to a known one. Browsers often fetch a missing intermediate by themselves, servers do not. \
            Auth0's servers trust public authorities only.",
};

pub(crate) const CERTIFICATE_EXPIRED: Check = Check {
    code: "certificate-out-of-date",
    title: "The certificate is within its dates",
    severity: Severity::Error,
    spec: "RFC 5280, section 4.1.2.5",
    about: "The certificate was not renewed, the renewed one was not loaded, or the clock of this computer is wrong.",
};

pub(crate) const CERTIFICATE_FOR_OTHER_HOST: Check = Check {
    code: "certificate-for-other-host",
    title: "The certificate names the host",
    severity: Severity::Error,
    spec: "RFC 9525, section 6",
    about: "The host is an alias that the certificate does not list, or a load balancer answers with another site's certificate.",
};

pub(crate) const TLS_FAILED: Check = Check {
    code: "tls-failed",
    title: "TLS can be negotiated",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 16.17",
    about: "Both sides share no version or cipher, the port does not speak TLS, or the certificate breaks a rule.",
};

pub(crate) const CONNECTION_BROKEN: Check = Check {
    code: "connection-broken",
    title: "The answer arrives whole",
    severity: Severity::Error,
    spec: "RFC 9110, section 15",
    about: "The connection ended before an answer was complete, or what came is not HTTP.",
};

pub(crate) const URL_NOT_HTTPS: Check = Check {
    code: "url-not-https",
    title: "The URL is https",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 4",
    about: "Metadata that came over http could have been written by anybody on the way. http is used for this computer alone.",
};

pub(crate) const TOO_MANY_REDIRECTS: Check = Check {
    code: "too-many-redirects",
    title: "Redirects come to an end",
    severity: Severity::Error,
    spec: "RFC 9110, section 15.4",
    about: "A loop, usually between http and https or between two forms of the host's name, behind a proxy that ends TLS.",
};

pub(crate) const REDIRECT_REFUSED: Check = Check {
    code: "redirect-refused",
    title: "Redirects stay on https",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 16.17",
    about: "A redirect from https down to http, or to another scheme, gives up what https protects. Auth0 does not follow it. One from \
            elsewhere to this computer is not followed either: it would send a request to services that trust whoever is here.",
};

pub(crate) const REDIRECTED_TO_OTHER_HOST: Check = Check {
    code: "redirected-to-other-host",
    title: "The document is where it was asked for",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 4.3",
    about: "A vanity domain redirects to the host that runs the provider. The issuer must match the address that is configured, so \
            use the one that answers.",
};

pub(crate) const DOCUMENT_NOT_FOUND: Check = Check {
    code: "document-not-found",
    title: "A discovery document is there",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 4",
    about: "The address lacks the part that names the realm, the application, the authorization server or the version: \
            /realms/<realm> (Keycloak), /oauth2/default (Okta), /oidc/2 (OneLogin), /<tenant-id>/v2.0 (Microsoft Entra ID), \
            /<environment-id>/as (PingOne), /application/o/<slug>/ (authentik).",
};

pub(crate) const DOCUMENT_NOT_PUBLIC: Check = Check {
    code: "document-not-public",
    title: "The discovery document is public",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 4",
    about: "Discovery documents are read without credentials. A gateway or a bot filter in front of the provider asks for some.",
};

pub(crate) const PROVIDER_FAILED: Check = Check {
    code: "provider-failed",
    title: "The provider works",
    severity: Severity::Error,
    spec: "RFC 9110, section 15.6",
    about: "The provider, or the proxy in front of it, has trouble of its own. Metadata from an error page must not be saved.",
};

pub(crate) const UNEXPECTED_STATUS: Check = Check {
    code: "unexpected-status",
    title: "The document is answered with 200",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 4.2",
    about: "A discovery document is answered with status 200. Anything else is not the document.",
};

pub(crate) const DOCUMENT_TOO_LARGE: Check = Check {
    code: "document-too-large",
    title: "The document is at most 128 KiB",
    severity: Severity::Error,
    spec: "",
    about: "Auth0 refuses a discovery document of more than 128 KiB. Long lists of claims or scopes are the usual reason. A trimmed \
            document with the required members can be used instead.",
};

pub(crate) const DOCUMENT_IS_HTML: Check = Check {
    code: "document-is-html",
    title: "The answer is no web page",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 4.2",
    about: "A sign-in page, a firewall's notice or the start page of an application that answers every path.",
};

pub(crate) const DOCUMENT_NOT_JSON: Check = Check {
    code: "document-not-json",
    title: "The document is valid JSON",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 4.2; RFC 8259",
    about: "A comma too many or too few, in a file that was written by hand or by a template.",
};

pub(crate) const DOCUMENT_TOO_DEEP: Check = Check {
    code: "document-too-deep",
    title: "The document is nested at most 32 levels deep",
    severity: Severity::Error,
    spec: "RFC 8259, section 9",
    about: "A parser may set a limit to the depth of nesting. Metadata and key sets of real providers come to 5; a document that was \
            stored without a limit could not be read again.",
};

pub(crate) const DOCUMENT_NOT_OBJECT: Check = Check {
    code: "document-not-object",
    title: "The document is a JSON object",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 4.2",
    about: "The members of the metadata stand in one JSON object. An array or a string is another file, or metadata that was encoded \
            twice.",
};

pub(crate) const DOCUMENT_NOT_METADATA: Check = Check {
    code: "document-not-metadata",
    title: "The document is provider metadata",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 3",
    about: "A JSON object without issuer and without any endpoint is something else: an error in JSON, a key set, the answer of an API.",
};

pub(crate) const BYTE_ORDER_MARK: Check = Check {
    code: "byte-order-mark",
    title: "The document has no byte order mark",
    severity: Severity::Note,
    spec: "RFC 8259, section 8.1",
    about: "Some editors put three invisible bytes in front of a file. They are skipped here; a strict parser stops at them.",
};

pub(crate) const CONTENT_TYPE_NOT_JSON: Check = Check {
    code: "content-type-not-json",
    title: "The document is served as application/json",
    severity: Severity::Note,
    spec: "OpenID Connect Discovery 1.0, section 4.2",
    about: "The document must be served as application/json. Static hosting serves a file without an ending as octets or as text.",
};

pub(crate) const FOUND_ELSEWHERE: Check = Check {
    code: "document-found-elsewhere",
    title: "The document is where it was looked for first",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 4",
    about: "There is no document at the address that was given, but there is one nearby. It may describe another issuer than the one \
            that was meant.",
};

pub(crate) const ONLY_OAUTH_METADATA: Check = Check {
    code: "only-oauth-metadata",
    title: "The document is OpenID Connect discovery",
    severity: Severity::Warning,
    spec: "RFC 8414, sections 3 and 5",
    about: "RFC 8414 puts metadata of OAuth 2.0 authorization servers at another path. A server that publishes only that may issue \
            no ID tokens, and Auth0 reads the OpenID Connect path.",
};

pub(crate) fn of_document(document: &Document) -> Vec<Outcome> {
    let mark = document.has_byte_order_mark().then(|| {
        BYTE_ORDER_MARK
            .finding("document", "The document begins with a byte order mark.")
            .expected("{ as the first byte")
            .got("EF BB BF")
            .remedy("Save the file as UTF-8 without a byte order mark.")
    });
    mark.into_iter().map(|finding| Outcome::aside(finding, BOTH)).collect()
}

/// What the way to the document tells. `first` is the URL that was tried first.
pub(crate) fn of_answer(answer: &Fetched, first: &Url) -> Vec<Outcome> {
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
    if answer.final_url.host_str() != answer.url.host_str() {
        findings.push(
            REDIRECTED_TO_OTHER_HOST
                .finding("document", format!("{} redirects to {}.", answer.url, answer.final_url))
                .expected(answer.url.as_str())
                .got(answer.final_url.as_str())
                .literal(true)
                .remedy(format!("Use {} and compare the issuer with it.", answer.final_url)),
        );
    }
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
    findings.into_iter().map(|finding| Outcome::aside(finding, BOTH)).collect()
}

/// The finding of an answer that is not 2xx. `tried` are the URLs that were tried.
pub(crate) fn of_status(answer: &Fetched, tried: &[String]) -> Finding {
    let (url, status) = (&answer.final_url, answer.status);
    let (check, message, remedy) = match status {
        404 | 410 => {
            let also = match tried {
                [] | [_] => String::new(),
                [_, others @ ..] => format!(" Neither is one at {}.", listed(others)),
            };
            let message = format!("There is no discovery document at {url} ({status}).{also}");
            (
                &DOCUMENT_NOT_FOUND,
                message,
                "Add the part that names the realm, application or tenant, as the provider's settings show it."
                    .to_owned(),
            )
        }
        401 | 403 | 407 => {
            let message = format!("{url} wants credentials or turned the request away ({status}).");
            (
                &DOCUMENT_NOT_PUBLIC,
                message,
                "Ask for the document to be public, or save it in a browser and check the file.".to_owned(),
            )
        }
        500.. => {
            let message = format!("{url} answered {status} after {} ms.", answer.elapsed.as_millis());
            (&PROVIDER_FAILED, message, "Try again later; the fault is at the provider.".to_owned())
        }
        _ => (
            &UNEXPECTED_STATUS,
            format!("{url} answered {status}."),
            "Use the address that answers with the document itself.".to_owned(),
        ),
    };
    check.finding("document", message).expected("200").got(status.to_string()).remedy(remedy)
}

/// JSON that is something else than metadata; `url` is where it came from, unless it is a saved file.
pub(crate) fn not_metadata(document: &Document, url: Option<&Url>) -> Finding {
    let names: Vec<&str> = document.members().keys().map(String::as_str).take(6).collect();
    let what = url.map_or_else(|| "The file".to_owned(), Url::to_string);
    let (message, remedy) = if document.list_of_objects("keys") {
        (
            format!("{what} is a key set, and not the metadata of a provider."),
            "Use the discovery document: the one that names this key set as its jwks_uri.",
        )
    } else {
        (
            format!("{what} is JSON that has neither an issuer nor any endpoint."),
            "Use the provider's discovery document, the one at /.well-known/openid-configuration.",
        )
    };
    DOCUMENT_NOT_METADATA
        .finding("document", message)
        .expected("issuer, authorization_endpoint, jwks_uri, …")
        .got(if names.is_empty() { "an empty object".to_owned() } else { names.join(", ") })
        .remedy(remedy)
}

/// A saved document that is larger than a fetched one may be.
pub(crate) fn file_too_large(bytes: usize) -> Finding {
    DOCUMENT_TOO_LARGE
        .finding("document", format!("The file has {bytes} bytes, more than the {MAX_BODY} that Auth0 takes."))
        .expected(format!("at most {MAX_BODY} bytes"))
        .got(format!("{bytes} bytes"))
        .remedy("Save a copy with the required members only, and use that.")
}

pub(crate) fn url_not_https(url: &Url) -> Finding {
    let secure = url.as_str().replacen("http", "https", 1);
    URL_NOT_HTTPS
        .finding("url", format!("{url} is not https and was not called."))
        .expected(secure.clone())
        .got(url.as_str())
        .literal(true)
        .remedy(format!("Use {secure}"))
}

impl CandidatesError {
    /// The same as a finding, for a report.
    pub fn finding(&self) -> Finding {
        let example = "https://login.example.com, or the address that ends in /.well-known/openid-configuration";
        URL_NOT_USABLE
            .finding("url", self.to_string())
            .remedy(format!("Give the provider's URL, for instance {example}."))
    }
}

impl FetchError {
    /// The same as a finding, for a report.
    pub fn finding(&self) -> Finding {
        let finding = |check: &Check| check.finding("url", self.to_string());
        match self {
            FetchError::NotHttps { url } => url_not_https(url),
            FetchError::NameNotResolved { host, .. } => finding(&HOST_NOT_RESOLVED).got(host).remedy(format!(
                "Check the spelling of {host}. If the name exists inside a company's network only, Auth0's servers cannot reach it either."
            )),
            FetchError::ConnectionRefused { host, port, .. } => finding(&CONNECTION_REFUSED).got(format!("{host}:{port}")).remedy(format!(
                "Check that the provider runs and that {port} is its port. Auth0's servers must reach it from the internet."
            )),
            FetchError::Timeout { host, .. } => finding(&NO_ANSWER_IN_TIME)
                .got(host)
                .remedy(format!("Check that a firewall lets this computer, and Auth0's servers, reach {host}.")),
            FetchError::Tls { host, problem, .. } => match problem {
                TlsProblem::UnknownIssuer => finding(&CERTIFICATE_NOT_TRUSTED)
                    .remedy(format!("Install a certificate from a public authority on {host}, together with its intermediate certificates.")),
                TlsProblem::Expired { .. } => finding(&CERTIFICATE_EXPIRED).remedy(format!("Renew the certificate of {host}.")),
                TlsProblem::NotValidYet => {
                    finding(&CERTIFICATE_EXPIRED).remedy("Check the clock of this computer, then the dates of the certificate.")
                }
                TlsProblem::WrongHost { names } => finding(&CERTIFICATE_FOR_OTHER_HOST)
                    .expected(host)
                    .got(names.join(", "))
                    .remedy(format!("Use a name that the certificate lists, or have {host} added to it.")),
                TlsProblem::NotTls if Url::parse(&format!("https://{host}")).is_ok_and(|url| is_loopback(&url)) => {
                    finding(&TLS_FAILED).remedy("On this computer http will do: write http:// in the address.")
                }
                TlsProblem::NotTls => finding(&TLS_FAILED).remedy(format!("Use the port at which {host} speaks https.")),
                TlsProblem::ClientCertificate => finding(&TLS_FAILED)
                    .remedy(format!("Let {host} answer without one: neither Lintel nor an Auth0 tenant has a certificate to show here.")),
                TlsProblem::Revoked
                | TlsProblem::OtherRule
                | TlsProblem::NothingShared
                | TlsProblem::UnknownName
                | TlsProblem::BrokenOff => finding(&TLS_FAILED).remedy(format!("Check the certificate and the TLS settings of {host}; TLS 1.2 or 1.3 is needed.")),
            },
            FetchError::TooManyRedirects { limit, .. } => {
                finding(&TOO_MANY_REDIRECTS).expected(format!("at most {limit} redirects")).remedy("Use the address at the end of the redirects.")
            }
            FetchError::RedirectRefused { to, reason, .. } => {
                let expected = match reason {
                    RedirectRefusal::ToThisComputer => "an https URL that is not on this computer",
                    _ => "an https URL",
                };
                finding(&REDIRECT_REFUSED).expected(expected).got(to).remedy("Correct the redirect at the server or at the proxy in front of it.")
            }
            FetchError::TooLarge { limit, .. } => finding(&DOCUMENT_TOO_LARGE)
                .expected(format!("at most {limit} bytes"))
                .got(format!("more than {limit} bytes"))
                .remedy("Save a copy with the required members only, and give that to the connection."),
            FetchError::Broken { host, .. } => finding(&CONNECTION_BROKEN).remedy(format!("Try again; if it stays, {host} or a proxy on the way is at fault.")),
            FetchError::Request { .. } => finding(&URL_NOT_USABLE),
        }
    }
}

//! What came in place of a document, and how a document is written.

use url::Url;

use super::members::repeated::{MEMBER_REPEATED, member_repeated};
use crate::{
    Finding,
    discovery::{
        breach::{BOTH, Breach},
        document::{DiscoveryDocument, DocumentError},
    },
    finding::{Check, Severity},
    http::MAX_BODY,
    json::{JsonError, MAX_DEPTH, NoJson, json_type},
};

pub(crate) const ALL: &[&Check] = &[
    &DOCUMENT_TOO_LARGE,
    &DOCUMENT_IS_HTML,
    &DOCUMENT_NOT_JSON,
    &DOCUMENT_TOO_DEEP,
    &DOCUMENT_NOT_OBJECT,
    &DOCUMENT_NOT_METADATA,
    &BYTE_ORDER_MARK,
];

const DOCUMENT_TOO_LARGE: Check = Check {
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

const DOCUMENT_NOT_JSON: Check = Check {
    code: "document-not-json",
    title: "The document is valid JSON",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 4.2; RFC 8259",
    about: "A comma too many or too few, in a file that was written by hand or by a template.",
};

const DOCUMENT_TOO_DEEP: Check = Check {
    code: "document-too-deep",
    title: "The document is nested at most 32 levels deep",
    severity: Severity::Error,
    spec: "RFC 8259, section 9",
    about: "A parser may set a limit to the depth of nesting. Metadata and key sets of real providers come to 5; a document that was \
            stored without a limit could not be read again.",
};

const DOCUMENT_NOT_OBJECT: Check = Check {
    code: "document-not-object",
    title: "The document is a JSON object",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 4.2",
    about: "The members of the metadata stand in one JSON object. An array or a string is another file, or metadata that was encoded \
            twice.",
};

const DOCUMENT_NOT_METADATA: Check = Check {
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

pub(crate) fn of_document(document: &DiscoveryDocument) -> Vec<Breach> {
    document.has_byte_order_mark().then(|| byte_order_mark("document", "document")).into_iter().collect()
}

/// `what` begins with one.
pub(crate) fn byte_order_mark(member: &str, what: &str) -> Breach {
    let finding = BYTE_ORDER_MARK
        .finding(member, format!("The {what} begins with a byte order mark."))
        .expected("{ as the first byte")
        .got("EF BB BF")
        .remedy("Save the file as UTF-8 without a byte order mark.");
    Breach::aside(finding, BOTH)
}

impl DocumentError {
    /// The same as a finding, for a report.
    pub fn finding(&self) -> Finding {
        match self {
            DocumentError::NoJson(error) => error.finding(),
            DocumentError::NotAnObject(other) => DOCUMENT_NOT_OBJECT
                .finding("document", self.to_string())
                .expected("a JSON object")
                .got(json_type(other))
                .remedy("Check that the URL is the provider's discovery document and not another of its files."),
        }
    }
}

impl NoJson {
    /// The same as a finding, for a report.
    pub(crate) fn finding(&self) -> Finding {
        match self {
            NoJson::Empty => {
                DOCUMENT_NOT_JSON.finding("document", self.to_string()).expected("a JSON object").got("nothing")
            }
            NoJson::WebPage { title } => DOCUMENT_IS_HTML
                .finding("document", self.to_string())
                .expected("a JSON object")
                .got(title.as_ref().map_or_else(|| "HTML or XML".to_owned(), |title| format!("a page titled “{title}”")))
                .remedy(
                    "This is probably the sign-in page or a portal. Use the issuer's address from the provider's settings.",
                ),
            NoJson::Refused { error: JsonError::Syntax(error), around } => DOCUMENT_NOT_JSON
                .finding("document", self.to_string())
                .expected("valid JSON")
                .got(around.as_str())
                .remedy(format!("Correct line {} at the provider; every relying party stops there.", error.line())),
            NoJson::Refused { error: JsonError::TooDeep { member }, .. } => DOCUMENT_TOO_DEEP
                .finding(if member.is_empty() { "document" } else { member }, self.to_string())
                .expected(format!("at most {MAX_DEPTH} arrays and objects within one another"))
                .got(format!("more than {MAX_DEPTH}"))
                .remedy("Have the provider correct it; no member of provider metadata needs more than 5."),
            NoJson::Refused { error: JsonError::Repeated(repeat), .. } => member_repeated(repeat, self.to_string()),
        }
    }
}

/// JSON that is something else than metadata; `url` is where it came from, unless it is a saved file.
pub(crate) fn not_metadata(document: &DiscoveryDocument, url: Option<&Url>) -> Finding {
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
        .expected(
            "issuer, authorization_endpoint, jwks_uri, response_types_supported, subject_types_supported and \
             id_token_signing_alg_values_supported",
        )
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

/// `message` says what happened.
pub(super) fn too_large(limit: usize, message: String) -> Finding {
    DOCUMENT_TOO_LARGE
        .finding("url", message)
        .expected(format!("at most {limit} bytes"))
        .got(format!("more than {limit} bytes"))
        .remedy("Save a copy with the required members only, and give that to the connection.")
}

/// The corpus's word for a document that came and cannot be read.
pub(crate) fn word(finding: &Finding) -> Option<String> {
    let code = finding.code.as_str();
    if code == DOCUMENT_NOT_JSON.code || code == DOCUMENT_IS_HTML.code {
        return Some("not_valid_json".to_owned());
    }
    if code == DOCUMENT_TOO_DEEP.code {
        return Some("too_deep".to_owned());
    }
    if code == MEMBER_REPEATED.code {
        return Some("member_repeated".to_owned());
    }
    (code == DOCUMENT_NOT_OBJECT.code).then(|| format!("{}_not_object", finding.got.as_deref().unwrap_or("value")))
}

//! What a provider can be looked for at.

use url::Url;

use crate::{
    Finding,
    discovery::candidates::CandidatesError,
    finding::{Check, Severity},
};

pub(crate) const ALL: &[&Check] = &[&URL_NOT_USABLE, &FILE_UNREADABLE, &URL_NOT_HTTPS];

pub(crate) const URL_NOT_USABLE: Check = Check {
    code: "url-not-usable",
    title: "The text is an https URL",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 4",
    about: "A provider is reached over https. Its base URL, its issuer or the full address of its discovery document will do.",
};

const FILE_UNREADABLE: Check = Check {
    code: "file-unreadable",
    title: "The saved document can be read",
    severity: Severity::Error,
    spec: "",
    about: "A saved discovery document is read from the disk and from nowhere else. The path may be misspelled, or the file may \
            belong to somebody else.",
};

const URL_NOT_HTTPS: Check = Check {
    code: "url-not-https",
    title: "The URL is https",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 4",
    about: "Metadata that came over http could have been written by anybody on the way. http is used for this computer alone.",
};

impl CandidatesError {
    /// The same as a finding, for a report.
    pub fn finding(&self) -> Finding {
        let example = "https://login.example.com, or the address that ends in /.well-known/openid-configuration";
        URL_NOT_USABLE
            .finding("url", self.to_string())
            .remedy(format!("Give the provider's URL, for instance {example}."))
    }
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

/// A saved document that could not even be read.
pub(crate) fn unreadable_file(path: &str, error: &std::io::Error) -> Finding {
    FILE_UNREADABLE
        .finding("file", format!("{path} cannot be read: {error}."))
        .remedy("Check the path and the permissions of the file.")
}

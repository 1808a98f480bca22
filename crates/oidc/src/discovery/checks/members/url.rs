//! Addresses that can be called.

use url::{ParseError, Url};

use crate::{
    Finding,
    finding::{Check, Severity},
};

pub(crate) const ALL: &[&Check] = &[&MEMBER_NOT_A_URL, &ENDPOINT_TEMPLATED, &ENDPOINT_WITH_FRAGMENT];

const MEMBER_NOT_A_URL: Check = Check {
    code: "member-not-a-url",
    title: "Issuer and endpoints are absolute https URLs",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 3",
    about: "The issuer and the endpoints are absolute URLs. A relative path, a bare file name or a URN leads nowhere. Workload identity issuers put a URN in authorization_endpoint because nobody signs in there.",
};

const ENDPOINT_TEMPLATED: Check = Check {
    code: "endpoint-templated",
    title: "Addresses hold no placeholder",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 3; RFC 3986, section 2",
    about: "Braces are no part of a URL: {tenantid}, {realm} and the like stand for something that was never filled in, and nothing \
            answers where they stand. A sign-in at such an address is refused before it begins.",
};

const ENDPOINT_WITH_FRAGMENT: Check = Check {
    code: "endpoint-with-fragment",
    title: "Endpoints have no fragment",
    severity: Severity::Error,
    spec: "RFC 6749, sections 3.1 and 3.2",
    about: "What follows # in a URL stays in the browser and reaches no server, so an endpoint must not have it. Parameters that are \
            added to such an address may be lost. A sign-in there is refused before it begins.",
};

/// Why nothing can be called at an address that is a URL otherwise: it holds `{…}`, or is an endpoint with a fragment.
pub fn unfinished_endpoint(member: &str, text: &str) -> Option<Finding> {
    url_fault(member, text)
        .filter(|reason| matches!(*reason, "template" | "fragment"))
        .map(|reason| not_callable(member, text, reason))
}

/// The finding of a member that a sign-in needs, and that is no address.
pub(super) fn not_callable(member: &str, text: &str, reason: &str) -> Finding {
    let check = match reason {
        "template" => &ENDPOINT_TEMPLATED,
        "fragment" => &ENDPOINT_WITH_FRAGMENT,
        _ => &MEMBER_NOT_A_URL,
    };
    check
        .finding(member, format!("{member} is “{text}”, {}.", url_fault_in_words(reason)))
        .expected("an absolute https URL")
        .got(text)
        .remedy(format!(
            "Correct {member} at the provider, or enter the right address in the connection's issuer details."
        ))
}

/// Why a string is no absolute http URL that can be called.
pub(super) fn url_fault(member: &str, text: &str) -> Option<&'static str> {
    match Url::parse(text) {
        Err(ParseError::RelativeUrlWithoutBase) => Some("relative_or_no_scheme"),
        _ if text.contains(['{', '}']) => Some("template"),
        Ok(url) if !matches!(url.scheme(), "http" | "https") => Some("not_http_url"),
        Ok(url) if url.fragment().is_some() && member.ends_with("_endpoint") => Some("fragment"),
        Ok(url) if url.has_host() => None,
        Ok(_) | Err(_) => Some("not_http_url"),
    }
}

pub(super) fn url_fault_in_words(reason: &str) -> &'static str {
    match reason {
        "relative_or_no_scheme" => "which does not start with https://",
        "template" => "which holds a placeholder that was never filled in",
        "fragment" => "which has a fragment that no server gets to see",
        _ => "which is not an http or https URL",
    }
}

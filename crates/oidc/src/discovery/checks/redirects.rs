//! Where redirects lead.

use crate::{
    Finding,
    finding::{Check, Severity},
    http::{Fetched, RedirectRefusal},
};

pub(crate) const ALL: &[&Check] = &[&TOO_MANY_REDIRECTS, &REDIRECT_REFUSED, &REDIRECTED_TO_OTHER_HOST];

const TOO_MANY_REDIRECTS: Check = Check {
    code: "too-many-redirects",
    title: "Redirects come to an end",
    severity: Severity::Error,
    spec: "RFC 9110, section 15.4",
    about: "A loop, usually between http and https or between two forms of the host's name, behind a proxy that ends TLS.",
};

const REDIRECT_REFUSED: Check = Check {
    code: "redirect-refused",
    title: "Redirects stay on https",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 16.17",
    about: "A redirect from https down to http, or to another scheme, gives up what https protects. Auth0 does not follow it. One from \
            elsewhere to this computer is not followed either: it would send a request to services that trust whoever is here.",
};

const REDIRECTED_TO_OTHER_HOST: Check = Check {
    code: "redirected-to-other-host",
    title: "The document is where it was asked for",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 4.3",
    about: "A vanity domain redirects to the host that runs the provider. The issuer must match the address that is configured, so \
            use the one that answers.",
};

/// `message` says what happened.
pub(super) fn too_many(limit: usize, message: String) -> Finding {
    TOO_MANY_REDIRECTS
        .finding("url", message)
        .expected(format!("at most {limit} redirects"))
        .remedy("Use the address at the end of the redirects.")
}

/// `message` says what happened.
pub(super) fn refused(to: &str, reason: RedirectRefusal, message: String) -> Finding {
    let expected = match reason {
        RedirectRefusal::ToThisComputer => "an https URL that is not on this computer",
        _ => "an https URL",
    };
    REDIRECT_REFUSED
        .finding("url", message)
        .expected(expected)
        .got(to)
        .remedy("Correct the redirect at the server or at the proxy in front of it.")
}

/// A document that another host answered with.
pub(super) fn redirected(answer: &Fetched) -> Option<Finding> {
    (answer.final_url.host_str() != answer.url.host_str()).then(|| {
        REDIRECTED_TO_OTHER_HOST
            .finding("document", format!("{} redirects to {}.", answer.url, answer.final_url))
            .expected(answer.url.as_str())
            .got(answer.final_url.as_str())
            .literal(true)
            .remedy(format!("Use {} and compare the issuer with it.", answer.final_url))
    })
}

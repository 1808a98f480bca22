//! An answer that is not the document, by its status.

use crate::{
    Finding,
    finding::{Check, Severity},
    http::Fetched,
    words::listed,
};

pub(crate) const ALL: &[&Check] = &[&DOCUMENT_NOT_FOUND, &DOCUMENT_NOT_PUBLIC, &PROVIDER_FAILED, &UNEXPECTED_STATUS];

const DOCUMENT_NOT_FOUND: Check = Check {
    code: "document-not-found",
    title: "A discovery document is there",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 4",
    about: "The address lacks the part that names the realm, the application, the authorization server or the version: \
            /realms/<realm> (Keycloak), /oauth2/default (Okta), /oidc/2 (OneLogin), /<tenant-id>/v2.0 (Microsoft Entra ID), \
            /<environment-id>/as (PingOne), /application/o/<slug>/ (authentik).",
};

const DOCUMENT_NOT_PUBLIC: Check = Check {
    code: "document-not-public",
    title: "The discovery document is public",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 4",
    about: "Discovery documents are read without credentials. A gateway or a bot filter in front of the provider asks for some.",
};

const PROVIDER_FAILED: Check = Check {
    code: "provider-failed",
    title: "The provider works",
    severity: Severity::Error,
    spec: "RFC 9110, section 15.6",
    about: "The provider, or the proxy in front of it, has trouble of its own. Metadata from an error page must not be saved.",
};

const UNEXPECTED_STATUS: Check = Check {
    code: "unexpected-status",
    title: "The document is answered with 200",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 4.2",
    about: "A discovery document is answered with status 200. Anything else is not the document.",
};

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

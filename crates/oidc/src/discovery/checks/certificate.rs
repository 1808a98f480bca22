//! TLS with the host, and its certificate.

use url::Url;

use crate::{
    Finding,
    finding::{Check, Severity},
    http::{TlsProblem, is_loopback},
};

pub(crate) const ALL: &[&Check] =
    &[&CERTIFICATE_NOT_TRUSTED, &CERTIFICATE_EXPIRED, &CERTIFICATE_FOR_OTHER_HOST, &TLS_FAILED];

const CERTIFICATE_NOT_TRUSTED: Check = Check {
    code: "certificate-not-trusted",
    title: "The certificate is signed by a trusted authority",
    severity: Severity::Error,
    spec: "RFC 5280, section 6",
    about: "The certificate is self-signed, comes from a company's own authority, or the server does not send the intermediate \
            certificate that leads to a known one. Browsers often fetch a missing intermediate by themselves, servers do not. \
            Auth0's servers trust public authorities only.",
};

const CERTIFICATE_EXPIRED: Check = Check {
    code: "certificate-out-of-date",
    title: "The certificate is within its dates",
    severity: Severity::Error,
    spec: "RFC 5280, section 4.1.2.5",
    about: "The certificate was not renewed, the renewed one was not loaded, or the clock of this computer is wrong.",
};

const CERTIFICATE_FOR_OTHER_HOST: Check = Check {
    code: "certificate-for-other-host",
    title: "The certificate names the host",
    severity: Severity::Error,
    spec: "RFC 9525, section 6",
    about: "The host is an alias that the certificate does not list, or a load balancer answers with another site's certificate.",
};

const TLS_FAILED: Check = Check {
    code: "tls-failed",
    title: "TLS can be negotiated",
    severity: Severity::Error,
    spec: "OpenID Connect Core 1.0, section 16.17",
    about: "Both sides share no version or cipher, the port does not speak TLS, or the certificate breaks a rule.",
};

/// `message` says what happened.
pub(super) fn of_tls(host: &str, problem: &TlsProblem, message: String) -> Finding {
    let finding = |check: &Check| check.finding("url", message);
    match problem {
        TlsProblem::UnknownIssuer => finding(&CERTIFICATE_NOT_TRUSTED).remedy(format!(
            "Install a certificate from a public authority on {host}, together with its intermediate certificates."
        )),
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
        TlsProblem::ClientCertificate => finding(&TLS_FAILED).remedy(format!(
            "Let {host} answer without one: neither Lintel nor an Auth0 tenant has a certificate to show here."
        )),
        TlsProblem::Revoked
        | TlsProblem::OtherRule
        | TlsProblem::NothingShared
        | TlsProblem::UnknownName
        | TlsProblem::BrokenOff => finding(&TLS_FAILED)
            .remedy(format!("Check the certificate and the TLS settings of {host}; TLS 1.2 or 1.3 is needed.")),
    }
}

//! Why a request came to nothing.

use super::{
    address::{URL_NOT_USABLE, url_not_https},
    certificate::of_tls,
    redirects::{refused, too_many},
    shape::too_large,
};
use crate::{
    Finding,
    finding::{Check, Severity},
    http::FetchError,
};

pub(crate) const ALL: &[&Check] = &[&HOST_NOT_RESOLVED, &CONNECTION_REFUSED, &NO_ANSWER_IN_TIME, &CONNECTION_BROKEN];

const HOST_NOT_RESOLVED: Check = Check {
    code: "host-not-resolved",
    title: "The host's name resolves",
    severity: Severity::Error,
    spec: "",
    about: "The name has no address as seen from this computer. It may be misspelled, or exist inside a company's network only, \
            where Auth0's servers cannot reach it either.",
};

const CONNECTION_REFUSED: Check = Check {
    code: "connection-refused",
    title: "The host accepts connections",
    severity: Severity::Error,
    spec: "",
    about: "Nothing listens on that port, or a firewall refuses on its behalf. Auth0 calls the token endpoint, the key set and \
            userinfo from its own servers, so they must be reachable from the internet.",
};

const NO_ANSWER_IN_TIME: Check = Check {
    code: "no-answer-in-time",
    title: "The host answers in time",
    severity: Severity::Error,
    spec: "",
    about: "A firewall that drops packets without a word looks the same as a provider that is overloaded.",
};

const CONNECTION_BROKEN: Check = Check {
    code: "connection-broken",
    title: "The answer arrives whole",
    severity: Severity::Error,
    spec: "RFC 9110, section 15",
    about: "The connection ended before an answer was complete, or what came is not HTTP.",
};

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
            FetchError::Tls { host, problem, .. } => of_tls(host, problem, self.to_string()),
            FetchError::TooManyRedirects { limit, .. } => too_many(*limit, self.to_string()),
            FetchError::RedirectRefused { to, reason, .. } => refused(to, *reason, self.to_string()),
            FetchError::TooLarge { limit, .. } => too_large(*limit, self.to_string()),
            FetchError::Broken { host, .. } => finding(&CONNECTION_BROKEN).remedy(format!("Try again; if it stays, {host} or a proxy on the way is at fault.")),
            FetchError::Request { .. } => finding(&URL_NOT_USABLE),
        }
    }
}

use std::{error::Error, io, time::Duration};

use url::Url;

use super::{
    resolver::NameError,
    tls::{TlsProblem, tls_problem},
};

/// Why no response could be read. Each says in one sentence what happened, to which address.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    #[error("{url} is not https. Only addresses on this computer may use http.")]
    NotHttps { url: Url },
    #[error("The name {host} cannot be resolved from this computer.")]
    NameNotResolved { host: String, source: io::Error },
    #[error("{host}:{port} refused the connection.")]
    ConnectionRefused { host: String, port: u16, source: reqwest::Error },
    #[error("{host} did not answer within {} seconds.", .after.as_secs_f32())]
    Timeout { host: String, after: Duration },
    #[error("The TLS connection to {host} failed: {problem}.")]
    Tls { host: String, problem: TlsProblem, source: reqwest::Error },
    #[error("{url} redirects more than {limit} times.")]
    TooManyRedirects { url: Url, limit: usize },
    #[error("{from} redirects to {to}, which is not followed: {reason}.")]
    RedirectRefused { from: Url, to: String, reason: RedirectRefusal },
    #[error("The answer of {url} is larger than {limit} bytes.")]
    TooLarge { url: Url, limit: usize },
    #[error("No usable answer from {host}: {reason}.")]
    Broken { host: String, reason: String, source: reqwest::Error },
    #[error("The request to {target} could not be built: {reason}.")]
    Request { target: String, reason: String },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RedirectRefusal {
    #[error("it leads from https down to http")]
    Downgrade,
    #[error("http is allowed on this computer only")]
    NotHttps,
    #[error("it leads to another scheme than https")]
    OtherScheme,
    #[error("its target is not a URL")]
    NotAUrl,
    #[error("a server elsewhere may not send a request to this computer")]
    ToThisComputer,
}

impl FetchError {
    /// Whether the server said something, though nothing that can be used.
    pub fn is_answer(&self) -> bool {
        matches!(
            self,
            FetchError::TooManyRedirects { .. } | FetchError::RedirectRefused { .. } | FetchError::TooLarge { .. }
        )
    }

    /// Whether every other path on the same server would fail alike.
    pub(crate) fn concerns_the_server(&self) -> bool {
        matches!(
            self,
            FetchError::NameNotResolved { .. }
                | FetchError::ConnectionRefused { .. }
                | FetchError::Timeout { .. }
                | FetchError::Tls { .. }
        )
    }

    pub(crate) fn from_reqwest(error: reqwest::Error, url: &Url) -> Self {
        let host = url.host_str().unwrap_or_default().to_owned();
        let port = url.port_or_known_default().unwrap_or_default();
        match root_cause(&error) {
            Some(RootCause::Name(kind, text)) => {
                FetchError::NameNotResolved { host, source: io::Error::new(kind, text) }
            }
            Some(RootCause::Refused) => FetchError::ConnectionRefused { host, port, source: error },
            Some(RootCause::Tls(problem)) => FetchError::Tls { host, problem, source: error },
            None => FetchError::Broken { host, reason: broken(&error).to_owned(), source: error },
        }
    }
}

enum RootCause {
    Name(io::ErrorKind, String),
    Refused,
    Tls(TlsProblem),
}

fn root_cause(error: &(dyn Error + 'static)) -> Option<RootCause> {
    if let Some(NameError(source)) = error.downcast_ref() {
        return Some(RootCause::Name(source.kind(), source.to_string()));
    }
    if let Some(tls) = error.downcast_ref::<rustls::Error>() {
        return Some(RootCause::Tls(tls_problem(tls)));
    }
    if let Some(io) = error.downcast_ref::<io::Error>() {
        if io.kind() == io::ErrorKind::ConnectionRefused {
            return Some(RootCause::Refused);
        }
        // An io::Error that carries another error names that one's source as its own.
        if let Some(inner) = io.get_ref() {
            return root_cause(inner);
        }
    }
    root_cause(error.source()?)
}

/// What else went wrong, as far as it can be told.
fn broken(error: &reqwest::Error) -> &'static str {
    let mut innermost: &(dyn Error + 'static) = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    match innermost.downcast_ref::<io::Error>().map(io::Error::kind) {
        Some(io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable) => {
            return "no way leads there from this computer";
        }
        Some(io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted | io::ErrorKind::BrokenPipe) => {
            return "it cut the connection";
        }
        _ => {}
    }
    let said = innermost.to_string();
    if error.is_body() || error.is_decode() {
        "the answer broke off before its end"
    } else if said.contains("before message completed") || said.contains("unexpected end of file") {
        "it ended the connection before it answered"
    } else if said.contains("invalid HTTP") || said.contains("invalid header") {
        "what it sent is not HTTP"
    } else {
        "the connection broke down"
    }
}

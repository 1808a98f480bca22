use std::error::Error;
use std::io;
use std::time::Duration;

use chrono::{DateTime, Utc};
use rustls::CertificateError;
use url::Url;

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

/// What is known of a failed TLS handshake.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TlsProblem {
    #[error(
        "its certificate is not signed by an authority that this computer trusts, or an intermediate certificate is missing"
    )]
    UnknownIssuer,
    #[error("its certificate expired{}", .not_after.map(|at| format!(" on {}", at.format("%Y-%m-%d"))).unwrap_or_default())]
    Expired { not_after: Option<DateTime<Utc>> },
    #[error("its certificate is not valid yet")]
    NotValidYet,
    #[error("its certificate is valid for {}, not for this host", if names.is_empty() { "other names".to_owned() } else { names.join(", ") })]
    WrongHost { names: Vec<String> },
    #[error("its certificate was revoked")]
    Revoked,
    #[error("its certificate breaks a rule for certificates of servers")]
    OtherRule,
    #[error("what listens at this port does not speak TLS, and so is not reached over https")]
    NotTls,
    #[error("it shares no version and no cipher of TLS with this computer")]
    NothingShared,
    #[error("it asks for a certificate of the client")]
    ClientCertificate,
    #[error("it does not know this host name")]
    UnknownName,
    #[error("it broke the handshake off")]
    BrokenOff,
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

/// The resolver's own error, so that it can be told from the other ways a connection fails.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct NameError(#[source] pub(crate) io::Error);

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

fn tls_problem(error: &rustls::Error) -> TlsProblem {
    use rustls::AlertDescription as Alert;
    let certificate = match error {
        rustls::Error::InvalidCertificate(certificate) => certificate,
        rustls::Error::InvalidMessage(_) => return TlsProblem::NotTls,
        rustls::Error::PeerIncompatible(_)
        | rustls::Error::AlertReceived(
            Alert::HandshakeFailure | Alert::ProtocolVersion | Alert::InsufficientSecurity,
        ) => {
            return TlsProblem::NothingShared;
        }
        rustls::Error::AlertReceived(Alert::CertificateRequired | Alert::BadCertificate) => {
            return TlsProblem::ClientCertificate;
        }
        rustls::Error::AlertReceived(Alert::UnrecognisedName) => return TlsProblem::UnknownName,
        _ => return TlsProblem::BrokenOff,
    };
    match certificate {
        // A known authority's name with another key's signature is no more trustworthy than an unknown name.
        CertificateError::UnknownIssuer | CertificateError::BadSignature => TlsProblem::UnknownIssuer,
        CertificateError::Expired => TlsProblem::Expired { not_after: None },
        CertificateError::ExpiredContext { not_after, .. } => {
            let seconds = i64::try_from(not_after.as_secs()).unwrap_or(i64::MAX);
            TlsProblem::Expired { not_after: DateTime::from_timestamp(seconds, 0) }
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => TlsProblem::NotValidYet,
        CertificateError::NotValidForName => TlsProblem::WrongHost { names: Vec::new() },
        CertificateError::NotValidForNameContext { presented, .. } => {
            TlsProblem::WrongHost { names: presented.iter().map(|name| plain(name)).collect() }
        }
        // A certificate that signs itself, as most tools make it. The verifier's own error type is not public.
        CertificateError::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => TlsProblem::UnknownIssuer,
        CertificateError::Revoked => TlsProblem::Revoked,
        _ => TlsProblem::OtherRule,
    }
}

/// `op.example` of `DnsName("op.example")`, as rustls writes the names of a certificate.
fn plain(name: &str) -> String {
    let inner = name.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')'));
    inner.map_or(name, |inner| inner.trim_matches('"')).to_owned()
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn tells_the_certificate_problems_apart() {
        let name = |host: &str| rustls::pki_types::ServerName::try_from(host.to_owned()).expect("a host name");
        let at = |seconds| rustls::pki_types::UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        let cases = [
            (CertificateError::UnknownIssuer, "not signed by an authority"),
            (CertificateError::BadSignature, "not signed by an authority"),
            (CertificateError::Expired, "its certificate expired"),
            (
                CertificateError::ExpiredContext { time: at(1_700_000_000), not_after: at(1_600_000_000) },
                "expired on 2020-09-13",
            ),
            (CertificateError::NotValidYet, "not valid yet"),
            (CertificateError::NotValidForName, "valid for other names"),
            (
                CertificateError::NotValidForNameContext {
                    expected: name("a.example"),
                    presented: vec![r#"DnsName("b.example")"#.into(), "IpAddress(192.0.2.1)".into()],
                },
                "valid for b.example, 192.0.2.1, not for this host",
            ),
            (
                CertificateError::Other(rustls::OtherError(Arc::new(io::Error::other("CaUsedAsEndEntity")))),
                "not signed by an authority",
            ),
            (CertificateError::Revoked, "was revoked"),
            (CertificateError::BadEncoding, "breaks a rule"),
        ];
        for (certificate, words) in cases {
            let problem = tls_problem(&rustls::Error::InvalidCertificate(certificate));
            assert!(problem.to_string().contains(words), "{problem}");
        }
    }

    #[test]
    fn a_handshake_that_breaks_off_is_told_in_our_words() {
        let alert = |alert| tls_problem(&rustls::Error::AlertReceived(alert));
        assert_eq!(alert(rustls::AlertDescription::HandshakeFailure), TlsProblem::NothingShared);
        assert_eq!(alert(rustls::AlertDescription::CertificateRequired), TlsProblem::ClientCertificate);
        assert_eq!(alert(rustls::AlertDescription::UnrecognisedName), TlsProblem::UnknownName);
        assert_eq!(alert(rustls::AlertDescription::InternalError), TlsProblem::BrokenOff);
    }
}

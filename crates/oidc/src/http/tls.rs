use chrono::{DateTime, Utc};
use rustls::CertificateError;

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

/// What a failed handshake tells.
pub(super) fn tls_problem(error: &rustls::Error) -> TlsProblem {
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

#[cfg(test)]
mod tests {
    use std::{io, sync::Arc, time::Duration};

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

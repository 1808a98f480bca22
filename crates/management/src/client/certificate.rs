//! What is wrong with the certificate that a tenant, or a proxy that ends TLS for it, presented.

use std::{error::Error, io};

use rustls::CertificateError;

/// Why it was not accepted; none where no connection failed for a certificate.
pub fn distrusted(error: &reqwest::Error) -> Option<&'static str> {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        // An error of reading and writing does not name what it carries as its source.
        let carried =
            error.downcast_ref::<io::Error>().and_then(|error| Some(error.get_ref()? as &(dyn Error + 'static)));
        if let Some(rustls::Error::InvalidCertificate(why)) = carried.unwrap_or(error).downcast_ref() {
            return Some(in_words(why));
        }
        cause = carried.or_else(|| error.source());
    }
    None
}

fn in_words(why: &CertificateError) -> &'static str {
    match why {
        CertificateError::UnknownIssuer | CertificateError::BadSignature => {
            "its certificate is of an authority that is not trusted here"
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "its certificate has ended",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "its certificate is not valid yet"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "its certificate is for another host"
        }
        _ => "its certificate is not accepted",
    }
}

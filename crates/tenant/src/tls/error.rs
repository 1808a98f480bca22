/// Certificates could not be made or used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error("a certificate could not be made")]
    Certificate(#[from] rcgen::Error),
    #[error("a certificate could not be used")]
    Unusable(#[from] rustls::Error),
    #[error("the certificate authority's key could not be read")]
    Key(#[from] pem::PemError),
}

//! The tenant over https: a certificate authority of its own, and certificates of it for the names that the tenant answers to.
//!
//! Lintel never installs the authority. Whoever trusts it trusts it for this computer's own names alone: the constraint in its
//! certificate says so (RFC 5280, section 4.2.1.10).

mod authority;
mod error;
mod leaves;

use std::sync::Arc;

use rustls::{ServerConfig, crypto::aws_lc_rs::default_provider};

pub(crate) use self::authority::CertificateAuthority;
use self::leaves::Leaves;
pub use self::{authority::AuthorityError, error::TlsError};
use lintel_oidc::Clock;

/// What a server of the authority's certificates does: HTTP/1.1 over TLS 1.2 and 1.3.
pub(crate) fn server_config(authority: CertificateAuthority, clock: Clock) -> Result<ServerConfig, TlsError> {
    let provider = Arc::new(default_provider());
    let leaves = Leaves::new(authority, clock)?;
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(leaves));
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

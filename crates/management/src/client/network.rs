//! By which way a tenant is reached.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use reqwest::{Certificate, Proxy, redirect::Policy};
use url::{Host, Url};

use super::error::ClientError;

const TIME_LIMIT: Duration = Duration::from_secs(30);
/// An unused connection is closed before the server does so: a request that meets its end is lost, and nobody knows what came of it.
const IDLE: Duration = Duration::from_secs(15);

/// The way to one tenant. By default it is the system's: the proxy that it is set to, or that `HTTPS_PROXY` names, and the certificate
/// authorities that it trusts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Network {
    proxy: Option<Url>,
    authorities: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    #[error("“{0}” is not the URL of a proxy: http://HOST:PORT or https://HOST:PORT was expected")]
    Proxy(String),
    #[error("there is no certificate in PEM (-----BEGIN CERTIFICATE-----) in it")]
    NoCertificate,
    #[error("its certificate number {0} cannot be read")]
    Certificate(usize),
}

impl Network {
    /// Through another proxy, and with certificate authorities (PEM) that are trusted in addition to the system's.
    pub fn new(proxy: Option<&str>, authorities: Option<&str>) -> Result<Self, NetworkError> {
        let proxy = proxy.map(proxy_url).transpose()?;
        if let Some(pem) = authorities {
            read(pem)?;
        }
        Ok(Network { proxy, authorities: authorities.map(str::to_owned) })
    }

    #[expect(clippy::disallowed_methods, reason = "this crate knows no protocol, and has limits of its own")]
    pub(super) fn client(&self, base: &Url) -> Result<reqwest::Client, ClientError> {
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("Lintel/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .timeout(TIME_LIMIT)
            .pool_idle_timeout(IDLE);
        let setup = |error| ClientError::Setup(Arc::new(error));
        if is_this_computer(base) {
            // A proxy would take `localhost` for itself.
            builder = builder.no_proxy();
            if let Some(Host::Domain(name)) = base.host() {
                // Whatever the system's resolver says, or lacks (RFC 6761, section 6.3).
                let here = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
                builder = builder.resolve_to_addrs(name, &here.map(|address| SocketAddr::new(address, 0)));
            }
        } else if let Some(proxy) = &self.proxy {
            builder = builder.proxy(Proxy::all(proxy.clone()).map_err(setup)?);
        }
        if let Some(pem) = &self.authorities {
            builder = builder.tls_certs_merge(Certificate::from_pem_bundle(pem.as_bytes()).map_err(setup)?);
        }
        builder.build().map_err(setup)
    }
}

pub(super) fn is_this_computer(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn proxy_url(text: &str) -> Result<Url, NetworkError> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let url = url.filter(|url| url.host().is_some() && matches!(url.path(), "" | "/"));
    url.ok_or_else(|| NetworkError::Proxy(text.to_owned()))
}

/// Each of the certificates by itself, so that the one that cannot be read is named.
#[expect(
    clippy::disallowed_methods,
    reason = "nothing is asked with it: only it reads certificates as they will be read"
)]
fn read(pem: &str) -> Result<(), NetworkError> {
    let certificates = Certificate::from_pem_bundle(pem.as_bytes()).map_err(|_| NetworkError::Certificate(1))?;
    if certificates.is_empty() {
        return Err(NetworkError::NoCertificate);
    }
    for (at, certificate) in certificates.into_iter().enumerate() {
        let client = reqwest::Client::builder().tls_certs_only([certificate]).build();
        client.map_err(|_| NetworkError::Certificate(at + 1))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_that_cannot_be_gone_is_told_with_its_value() {
        for (proxy, pem, told) in [
            (Some("proxy.example:8080"), None, "“proxy.example:8080” is not the URL of a proxy"),
            (Some("socks5://proxy.example"), None, "“socks5://proxy.example” is not"),
            (Some("http://proxy.example/path"), None, "is not the URL of a proxy"),
            (None, Some("hello"), "no certificate in PEM"),
            (None, Some("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), "number 1 cannot be read"),
        ] {
            let error = Network::new(proxy, pem).expect_err("refused").to_string();
            assert!(error.contains(told), "{error}");
        }
        assert!(Network::new(Some("http://user:pass@proxy.example:8080"), None).is_ok());
        assert_eq!(Network::new(None, None), Ok(Network::default()));
    }
}

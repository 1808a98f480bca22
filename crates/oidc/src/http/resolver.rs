use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// The system's resolver, except that `localhost` and names below it are this computer (RFC 6761, section 6.3): http is
/// allowed there, so no name server may send them elsewhere.
#[derive(Debug)]
pub(super) struct Resolver;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let name = name.as_str();
            if name == "localhost" || name.ends_with(".localhost") {
                let addresses = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
                return Ok(Box::new(addresses.into_iter().map(|address| SocketAddr::new(address, 0))) as Addrs);
            }
            let addresses = tokio::net::lookup_host((name, 0)).await.map_err(NameError)?;
            Ok(Box::new(addresses.collect::<Vec<_>>().into_iter()) as Addrs)
        })
    }
}

/// The resolver's own error, so that it can be told from the other ways a connection fails.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct NameError(#[source] pub(super) io::Error);

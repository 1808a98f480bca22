use std::fmt;

use axum::http::{HeaderMap, Uri, header::HOST};

/// Whom a request is addressed to: a host in lower case, and a port. Handlers find it in the request's extensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    host: String,
    port: u16,
}

impl Authority {
    /// `HOST` or `HOST:PORT`, without a user; without a port it is the scheme's own.
    pub fn parse(text: &str, default_port: u16) -> Option<Authority> {
        let (host, port) = match text.rsplit_once(':') {
            // A colon within brackets is part of an IPv6 address.
            Some((host, port)) if !port.ends_with(']') => (host, port_number(port)?),
            _ => (text, default_port),
        };
        is_host(host).then(|| Authority { host: host.to_ascii_lowercase(), port })
    }

    /// Where the request says it goes (RFC 9112, section 3.2): one `Host` at most, and a target in absolute form overrules it. `None`
    /// where it says nothing, two things, or nothing that is a host.
    pub fn of(target: &Uri, headers: &HeaderMap, default_port: u16) -> Option<Authority> {
        let mut hosts = headers.get_all(HOST).iter();
        let host = match hosts.next() {
            Some(host) => Some(Authority::parse(host.to_str().ok()?, default_port)?),
            None => None,
        };
        if hosts.next().is_some() {
            return None;
        }
        match target.authority() {
            Some(target) => Authority::parse(target.as_str(), default_port),
            None => host,
        }
    }

    /// Whether this is `port` of this computer by one of the names that every computer has for itself.
    pub fn is_own(&self, port: u16) -> bool {
        self.port == port && ["localhost", "127.0.0.1", "[::1]"].contains(&self.host.as_str())
    }

    /// In lower case; an IPv6 address in brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    pub fn port(&self) -> u16 {
        self.port
    }
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

/// The one spelling of a port: `+80` and `080` are read as a number by some and not by others.
fn port_number(text: &str) -> Option<u16> {
    let port: u16 = text.parse().ok()?;
    (port.to_string() == text).then_some(port)
}

fn is_host(text: &str) -> bool {
    let address = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    match address {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            !text.is_empty()
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
        }
    }
}

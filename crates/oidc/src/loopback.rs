//! Which hosts are this computer: the one exception from https.

use url::{Host, Url};

/// Whether the URL's host is this computer: `localhost`, `*.localhost` (RFC 6761, section 6.3), 127.0.0.0/8 or `[::1]`.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_this_computer_from_the_rest() {
        for here in ["http://localhost:1/", "http://tenant.localhost/", "http://127.8.9.1/", "http://[::1]:4400/"] {
            assert!(is_loopback(&here.parse().expect("a URL")), "{here}");
        }
        for elsewhere in ["http://localhost.example/", "http://128.0.0.1/", "http://[::2]/", "data:text/plain,x"] {
            assert!(!is_loopback(&elsewhere.parse().expect("a URL")), "{elsewhere}");
        }
    }
}

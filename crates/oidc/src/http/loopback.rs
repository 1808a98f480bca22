//! Which hosts are this computer: the one exception from https, and a place that nobody elsewhere may send a request to.

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

/// Whether a request may go to `address` because `by` named it. Services of this computer trust whoever reaches them, so only
/// what is on this computer itself may lead to them; an address that a person typed is the person's to choose.
pub fn may_lead(by: &Url, address: &Url) -> bool {
    !is_loopback(address) || is_loopback(by)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_elsewhere_leads_to_this_computer() {
        let may = |by: &str, to: &str| may_lead(&by.parse().expect("a URL"), &to.parse().expect("a URL"));
        assert!(may("https://op.example", "https://other.example") && may("http://localhost:1", "http://127.0.0.1:2"));
        assert!(may("http://localhost:1", "https://op.example"));
        assert!(!may("https://op.example", "http://localhost:1") && !may("https://op.example", "https://[::1]:1"));
    }

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

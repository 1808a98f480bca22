//! Domains of home realm discovery, as a person types or pastes them.

use url::{Host, Url};

/// How many a connection can have.
pub(crate) const MOST: usize = 1000;

/// Names of hosts that serve pages.
const WEB_HOSTS: [&str; 18] = [
    "www", "www2", "web", "login", "signin", "auth", "sso", "idp", "adfs", "sts", "id", "accounts", "account",
    "portal", "app", "apps", "my", "intranet",
];

/// First parts of the domains below which a country's names are given out.
const SHARED: [&str; 10] = ["co", "com", "org", "net", "ac", "gov", "edu", "or", "ne", "gv"];

/// What stands between domains in a pasted list.
pub(crate) fn entries(typed: &str) -> impl Iterator<Item = &str> {
    typed
        .split(|character: char| character.is_whitespace() || ",;|".contains(character))
        .filter(|entry| !entry.is_empty())
}

/// The domain of an entry, as it is stored: lower case and ASCII. An email address or a URL is reduced to its domain.
pub(crate) fn read(entry: &str) -> Result<String, String> {
    let quotes = |character: char| "\"'`“”‘’<>()[]".contains(character);
    let bare = entry.trim_matches(quotes);
    let host = match bare.split_once("://") {
        Some(_) => host_of_url(bare).ok_or("It is not a URL with a host name.")?,
        None => bare
            .rsplit('@')
            .next()
            .unwrap_or_default()
            .split(['/', '?', '#', ':'])
            .next()
            .unwrap_or_default()
            .to_owned(),
    };
    if let Some(parent) = host.strip_prefix("*.") {
        return Err(format!("There are no wildcards. Enter {parent} and each subdomain by itself."));
    }
    let domain = idna::domain_to_ascii_strict(host.trim_end_matches('.')).map_err(|_| not_a_name(&host))?;
    match domain.rsplit_once('.') {
        _ if matches!(Host::parse(&domain), Ok(Host::Ipv4(_)) | Err(_)) => {
            Err("It is an IP address. Addresses of email have a domain name.".to_owned())
        }
        None => Err("It is a single word. A domain has a dot, as in example.com.".to_owned()),
        Some(_) => Ok(domain),
    }
}

/// Where people have mail, for a domain at which pages are served and nobody has any: www.contoso.com is the one,
/// contoso.com the other.
pub(crate) fn mail_domain(domain: &str) -> Option<&str> {
    let (host, parent) = domain.split_once('.')?;
    let (first, rest) = parent.split_once('.')?;
    // co.uk and its like belong to nobody.
    let is_shared = SHARED.contains(&first) && rest.len() == 2;
    (WEB_HOSTS.contains(&host) && !is_shared).then_some(parent)
}

/// An internationalised name as a person reads it, where it is one.
pub(crate) fn shown(domain: &str) -> String {
    match idna::domain_to_unicode(domain) {
        (shown, Ok(())) => shown,
        _ => domain.to_owned(),
    }
}

/// What every spelling of a domain has in common.
pub(crate) fn key(domain: &str) -> String {
    idna::domain_to_ascii(domain).unwrap_or_else(|_| domain.to_lowercase())
}

fn host_of_url(text: &str) -> Option<String> {
    Url::parse(text).ok()?.host_str().map(str::to_owned)
}

fn not_a_name(host: &str) -> String {
    let strange = host.chars().find(|character| !character.is_alphanumeric() && !".-".contains(*character));
    match strange {
        Some(character) => format!("“{character}” cannot be in a domain name."),
        None if host.is_empty() => "There is no domain in it.".to_owned(),
        None if host.contains("..") || host.starts_with('.') => "A part between two dots is empty.".to_owned(),
        None => "It is no domain name: each part has up to 63 letters, digits and inner hyphens, the whole up to 253."
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_list_is_taken_apart() {
        let pasted = "a.example, b.example;c.example\n\td.example\r\n,,| e.example";
        assert_eq!(
            entries(pasted).collect::<Vec<_>>(),
            ["a.example", "b.example", "c.example", "d.example", "e.example"]
        );
    }

    #[test]
    fn whatever_names_a_domain_is_reduced_to_it() {
        for (entry, domain) in [
            ("Acme.Example", "acme.example"),
            ("ada@acme.example", "acme.example"),
            ("<ada@acme.example>", "acme.example"),
            ("@acme.example", "acme.example"),
            ("mailto:ada@acme.example", "acme.example"),
            ("https://user@login.acme.example:8443/path?x=a@b", "login.acme.example"),
            ("acme.example/path", "acme.example"),
            ("acme.example:443", "acme.example"),
            ("acme.example.", "acme.example"),
            ("\"acme.example\"", "acme.example"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("BÜCHER。example", "xn--bcher-kva.example"),
            ("ada@XN--BCHER-KVA.example", "xn--bcher-kva.example"),
            ("straße.de", "xn--strae-oqa.de"),
        ] {
            assert_eq!(read(entry).as_deref(), Ok(domain), "{entry}");
        }
        assert_eq!(shown("xn--bcher-kva.example"), "bücher.example");
        assert_eq!(shown("xn--a.example"), "xn--a.example");
        assert_eq!(key("BÜCHER.example"), key("xn--bcher-kva.example"));
    }

    #[test]
    fn people_have_mail_at_the_domain_and_not_at_its_web_host() {
        for (domain, mail) in [
            ("www.contoso.com", Some("contoso.com")),
            ("login.contoso.co.uk", Some("contoso.co.uk")),
            ("sso.emea.contoso.com", Some("emea.contoso.com")),
            ("www.com", None),
            ("id.co.uk", None),
            ("contoso.com", None),
            ("emea.contoso.com", None),
            ("wwwcontoso.com", None),
        ] {
            assert_eq!(mail_domain(domain), mail, "{domain}");
        }
    }

    #[test]
    fn what_is_no_domain_is_refused_with_the_reason() {
        for (entry, reason) in [
            ("acme", "single word"),
            ("*.acme.example", "no wildcards"),
            ("a_b.example", "“_”"),
            ("a..example", "empty"),
            ("-a.example", "no domain name"),
            ("192.0.2.1", "IP address"),
            ("1.2.3", "IP address"),
            ("ada@", "no domain in it"),
            ("https://", "not a URL"),
            ("xn--a.example", "no domain name"),
            (&format!("{}.example", "x".repeat(64)), "up to 63"),
        ] {
            let refused = read(entry).expect_err(entry);
            assert!(refused.contains(reason), "{entry}: {refused}");
        }
    }
}

//! Where the endpoints are.

use url::Url;

use crate::discovery::breach::{BACK, BOTH, Breach};
use crate::discovery::document::DiscoveryDocument;
use crate::discovery::vendor::spreads_over_hosts;
use crate::finding::{Check, Severity};
use crate::http::{is_loopback, may_lead};
use crate::words::listed;

pub(crate) const ALL: &[&Check] =
    &[&MEMBER_NOT_HTTPS, &PROVIDER_ON_THIS_COMPUTER, &ENDPOINT_ON_THIS_COMPUTER, &ENDPOINTS_ON_OTHER_HOST];

const MEMBER_NOT_HTTPS: Check = Check {
    code: "member-not-https",
    title: "Issuer and endpoints use https",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 3",
    about: "Whoever can read or change traffic to an http address can read codes and secrets or hand out signing keys of their own. \
            Auth0's servers call no http address. A proxy in front of the provider that ends TLS without saying so \
            (X-Forwarded-Proto) is the usual cause.",
};

const PROVIDER_ON_THIS_COMPUTER: Check = Check {
    code: "provider-on-this-computer",
    title: "The provider is reachable from elsewhere",
    severity: Severity::Note,
    spec: "OpenID Connect Discovery 1.0, section 3",
    about: "Plain http is accepted between programs on one computer, where nobody can listen in between. An Auth0 tenant runs elsewhere: \
            it can neither reach such an address nor use one without https.",
};

const ENDPOINT_ON_THIS_COMPUTER: Check = Check {
    code: "endpoint-on-this-computer",
    title: "A provider elsewhere names no address on this computer",
    severity: Severity::Error,
    spec: "RFC 9700, section 4.4",
    about: "Services of a computer trust whoever reaches them from it. Metadata that comes from elsewhere and names localhost makes the \
            program that reads it send requests to them; nobody else has an endpoint there. Often a provider behind a proxy was never \
            told its public address.",
};

const ENDPOINTS_ON_OTHER_HOST: Check = Check {
    code: "endpoints-on-other-host",
    title: "Endpoints are on the issuer's host",
    severity: Severity::Note,
    spec: "RFC 9700, section 4.4",
    about: "Google, PayPal and Amazon Cognito spread their endpoints over several hosts, and that is allowed. Where it is not known \
            of a provider it deserves a look, since metadata that was tampered with sends codes and secrets elsewhere.",
};

const ENDPOINTS: [&str; 4] = ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"];

pub(crate) fn check(document: &DiscoveryDocument, home: Option<&Url>) -> Vec<Breach> {
    let strays = strays(document, home);
    let mut breaches: Vec<Breach> = ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"]
        .iter()
        .filter(|member| !strays.iter().any(|(stray, _)| stray == *member))
        .filter_map(|member| not_https(document, member))
        .collect();
    breaches.extend(strays.into_iter().map(|(member, url)| on_this_computer(member, &url, home)));
    breaches.extend(other_hosts(document));
    breaches
}

/// The endpoints on this computer of a provider that is not.
fn strays(document: &DiscoveryDocument, home: Option<&Url>) -> Vec<(&'static str, Url)> {
    let named = ENDPOINTS.into_iter().filter_map(|member| Some((member, document.url(member)?)));
    named.filter(|(_, url)| !home.map_or(!is_loopback(url), |home| may_lead(home, url))).collect()
}

fn on_this_computer(member: &str, url: &Url, home: Option<&Url>) -> Breach {
    let from = home.map_or_else(|| "The document".to_owned(), |home| format!("The metadata of {home}"));
    let finding = ENDPOINT_ON_THIS_COMPUTER
        .finding(member, format!("{from} points at this computer: {member} is {url}."))
        .expected("an address that is not on this computer")
        .got(url.as_str())
        .remedy(format!(
            "Have the provider name the public address of its {member}. If the provider runs on this computer, check it at its \
             address here."
        ));
    let channels = if matches!(member, "token_endpoint" | "userinfo_endpoint") { BACK } else { BOTH };
    Breach::invalid(finding, channels, member, "on_this_computer")
}

fn not_https(document: &DiscoveryDocument, member: &str) -> Option<Breach> {
    let url = document.url(member)?;
    if url.scheme() == "https" {
        return None;
    }
    let channels = if member == "token_endpoint" { BACK } else { BOTH };
    let got = document.text(member)?;
    let finding = if is_loopback(&url) {
        PROVIDER_ON_THIS_COMPUTER
            .finding(member, format!("{member} is {got}, on this computer and without https."))
            .remedy("A local tenant can use it. For an Auth0 tenant, give the provider a public https address.")
    } else {
        MEMBER_NOT_HTTPS
            .finding(member, format!("{member} is {got}, which is not https."))
            .expected(got.replacen("http", "https", 1))
            .literal(true)
            .remedy("Give the provider its public https address; behind a proxy, let it trust the forwarded scheme.")
    }
    .got(got);
    Some(Breach::warning(finding, channels, format!("http_{member}")))
}

fn other_hosts(document: &DiscoveryDocument) -> Option<Breach> {
    let issuer = document.url("issuer")?;
    let home = issuer.host_str()?;
    let mut hosts: Vec<String> = Vec::new();
    for url in ENDPOINTS.iter().filter_map(|member| document.url(member)) {
        let host = url.host_str().unwrap_or_default();
        if !is_near(host, home) && !hosts.iter().any(|known| known == host) {
            hosts.push(host.to_owned());
        }
    }
    if hosts.is_empty() || spreads_over_hosts(&issuer, document) {
        return None;
    }
    let first = ENDPOINTS
        .iter()
        .find(|member| document.url(member).as_ref().and_then(Url::host_str) == hosts.first().map(String::as_str))?;
    let finding = ENDPOINTS_ON_OTHER_HOST
        .finding(first, format!("The issuer is on {home}, but endpoints are on {}.", listed(&hosts)))
        .expected(home)
        .got(hosts.join(", "))
        .remedy(format!("Make sure that {} belongs to the provider.", listed(&hosts)));
    Some(Breach::aside(finding, BOTH))
}

/// The same host, or one below it.
fn is_near(host: &str, home: &str) -> bool {
    host == home || host.strip_suffix(home).is_some_and(|label| label.ends_with('.'))
}

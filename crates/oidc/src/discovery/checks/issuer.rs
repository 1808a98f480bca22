//! What the issuer must be, and that it is the one the document was asked for.

use url::Url;

use crate::discovery::breach::{BOTH, Breach};
use crate::discovery::candidates::issuer_for;
use crate::discovery::document::DiscoveryDocument;
use crate::discovery::vendor::{Vendor, vendor};
use crate::finding::{Check, Severity};

pub(crate) const ALL: &[&Check] =
    &[&ISSUER_MISMATCH, &ISSUER_TRAILING_SLASH, &ISSUER_TEMPLATED, &ISSUER_QUERY_OR_FRAGMENT];

const ISSUER_MISMATCH: Check = Check {
    code: "issuer-differs-from-url",
    title: "Issuer is the URL the document was asked for",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 4.3",
    about: "The issuer must be the URL that the well-known path was appended to, character for character. An alias, another port, \
            another version of the endpoint or a tenant's name in place of its identifier makes them differ. Some providers (Oracle \
            Identity Cloud, Azure AD B2C) live with it; otherwise the tokens will name the issuer of the document, so that is what \
            the connection must hold.",
};

const ISSUER_TRAILING_SLASH: Check = Check {
    code: "issuer-trailing-slash",
    title: "Issuer has no trailing slash",
    severity: Severity::Note,
    spec: "OpenID Connect Discovery 1.0, section 4.1",
    about: "A trailing slash is allowed: it is removed before the well-known path is appended. It stays part of the issuer, so a \
            configuration that writes the issuer without it refuses every token.",
};

const ISSUER_TEMPLATED: Check = Check {
    code: "issuer-templated",
    title: "Issuer is one issuer",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 4.3",
    about: "Microsoft's common and organizations endpoints publish an issuer with the placeholder {tenantid}. Tokens carry the id of \
            the person's tenant in its place, so an exact comparison never matches.",
};

const ISSUER_QUERY_OR_FRAGMENT: Check = Check {
    code: "issuer-query-or-fragment",
    title: "Issuer has no query and no fragment",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 3, issuer",
    about: "An issuer is a scheme, a host, and if need be a port and a path. With a query or a fragment the well-known path has no \
            place to be appended to.",
};

pub(crate) fn check(document: &DiscoveryDocument, url: Option<&Url>) -> Vec<Breach> {
    let Some(issuer) = document.issuer() else {
        return Vec::new();
    };
    if issuer.contains('{') && Url::parse(issuer).is_ok() {
        return vec![templated(issuer, url)];
    }
    let Some(parsed) = document.url("issuer") else {
        return Vec::new();
    };
    let mut breaches = Vec::new();
    if parsed.query().is_some() || parsed.fragment().is_some() {
        let bare = issuer.split(['?', '#']).next().unwrap_or(issuer);
        let finding = ISSUER_QUERY_OR_FRAGMENT
            .finding("issuer", format!("The issuer {issuer} has a query or a fragment."))
            .expected(bare)
            .got(issuer)
            .literal(true)
            .remedy("Correct the issuer at the provider.");
        breaches.push(Breach::aside(finding, BOTH));
    }
    breaches.extend(url.and_then(|url| compare(issuer, url)));
    breaches
}

fn compare(issuer: &str, url: &Url) -> Option<Breach> {
    let wanted = issuer_for(url);
    let same = lowercase_host(issuer);
    if same == wanted {
        return None;
    }
    if same.strip_suffix('/') == Some(wanted.as_str()) {
        let finding = ISSUER_TRAILING_SLASH
            .finding("issuer", format!("The issuer is {issuer}, with a slash at its end."))
            .expected(wanted)
            .got(issuer)
            .literal(true)
            .remedy(format!("Keep the slash wherever the issuer is written by hand: {issuer}"));
        return Some(Breach::warning(finding, BOTH, "issuer_trailing_slash"));
    }
    let finding = ISSUER_MISMATCH
        .finding(
            "issuer",
            format!("The document was asked for as {wanted}, and it calls its issuer {issuer}. {}", difference(&wanted, issuer)),
        )
        .expected(wanted)
        .got(issuer)
        .literal(true)
        .remedy(format!(
            "Use {issuer} if it answers with the same document. If it does not, make sure that the provider differs on purpose: tokens will name {issuer}."
        ));
    Some(Breach::warning(finding, BOTH, "issuer_mismatch"))
}

fn templated(issuer: &str, url: Option<&Url>) -> Breach {
    let got = match url {
        Some(url) => format!("The issuer at {url} is the template {issuer}."),
        None => format!("The issuer is the template {issuer}."),
    };
    let remedy = if vendor(url, Some(issuer), None) == Some(Vendor::EntraId) {
        "Put the directory (tenant) ID in the URL, https://login.microsoftonline.com/<tenant-id>/v2.0, or use a Microsoft Entra ID \
         connection to admit many tenants."
    } else {
        "Ask the provider for the issuer of your own tenant and use its URL."
    };
    let finding =
        ISSUER_TEMPLATED.finding("issuer", got).expected("the issuer of one tenant").got(issuer).remedy(remedy);
    Breach::warning(finding, BOTH, "issuer_templated")
}

/// Scheme and host compare without regard to case, and the URL that was asked is in lower case already.
fn lowercase_host(issuer: &str) -> String {
    let Some((scheme, rest)) = issuer.split_once("://") else {
        return issuer.to_owned();
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    format!("{}://{}{}", scheme.to_ascii_lowercase(), rest[..end].to_ascii_lowercase(), &rest[end..])
}

/// Where two issuers part, for an eye that cannot find it.
fn difference(wanted: &str, got: &str) -> String {
    let position = wanted.chars().zip(got.chars()).take_while(|(a, b)| a == b).count();
    let at = |text: &str| text.chars().nth(position).map_or_else(|| "the end".to_owned(), |c| format!("“{c}”"));
    format!("They differ at character {}: {} and {}.", position + 1, at(wanted), at(got))
}

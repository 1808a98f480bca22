//! The address of an Auth0 tenant, from whatever a person pasted.

use lintel_oidc::http::is_loopback;
use url::Url;

use crate::view::Problem;

/// `https://DOMAIN/` of what names a tenant: its domain, or any URL of it. Plain http is taken for this computer only, where no other
/// scheme is named.
pub(crate) fn tenant_url(input: &str) -> Result<Url, Problem> {
    let input = input.trim();
    let problem = |message: String| {
        Problem::new("domain-invalid", message)
            .at("domain")
            .remedy("Enter the tenant’s domain, such as exampleco.us.auth0.com.")
    };
    if input.is_empty() {
        return Err(problem("The domain is empty.".to_owned()));
    }
    let url = match input.contains("://") {
        true => Url::parse(input),
        false => Url::parse(&format!("http://{input}"))
            .and_then(|url| if is_loopback(&url) { Ok(url) } else { Url::parse(&format!("https://{input}")) }),
    };
    let url = url.map_err(|_| problem(format!("“{input}” is not a domain.")))?;
    match url.host_str() {
        Some("manage.auth0.com") => {
            return behind_dashboard(&url).ok_or_else(|| {
                problem("manage.auth0.com is the dashboard of all tenants, not a tenant.".to_owned())
                .remedy("The tenant’s domain stands in the dashboard under Settings, Custom Domains or in each application’s settings.")
            });
        }
        Some(host) if host.contains('.') || is_loopback(&url) => {}
        _ => return Err(problem(format!("“{input}” is not a domain: it has no dot in it."))),
    }
    if url.scheme() != "https" && !(url.scheme() == "http" && is_loopback(&url)) {
        return Err(problem(format!("“{input}” is not reached by https. Plain http is taken for this computer only.")));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(problem(format!("“{}” carries credentials.", url.host_str().unwrap_or_default())));
    }
    url.join("/").map_err(|_| problem(format!("“{input}” is not a domain.")))
}

/// A page of the dashboard has region and tenant in its address: `/dashboard/eu/exampleco/applications`.
fn behind_dashboard(page: &Url) -> Option<Url> {
    let mut segments = page.path_segments()?;
    let (Some("dashboard"), Some(region), Some(tenant)) = (segments.next(), segments.next(), segments.next()) else {
        return None;
    };
    let is_name = |text: &str| !text.is_empty() && text.bytes().all(|one| one.is_ascii_alphanumeric() || one == b'-');
    let names_one = page.scheme() == "https" && is_name(region) && is_name(tenant);
    names_one.then(|| Url::parse(&format!("https://{tenant}.{region}.auth0.com/")).ok()).flatten()
}

/// What kind of tenant the domain is of (Auth0, find your domain name for redirects).
pub(crate) fn place(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    let Some(name) = host.strip_suffix(".auth0.com") else {
        return url[url::Position::BeforeHost..url::Position::AfterPort].to_owned();
    };
    match name.split_once('.') {
        Some((_, region)) => format!("Auth0 tenant, {}", region.to_uppercase()),
        // Tenants in the US from before June 2020 have no region in their domain.
        None => "Auth0 tenant, US".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_found_in_whatever_was_pasted() {
        for (input, expected) in [
            ("exampleco.us.auth0.com", "https://exampleco.us.auth0.com/"),
            (" https://exampleco.eu.auth0.com/api/v2/ ", "https://exampleco.eu.auth0.com/"),
            ("https://manage.auth0.com/dashboard/eu/exampleco/apis?x=1", "https://exampleco.eu.auth0.com/"),
            ("http://localhost:4400", "http://localhost:4400/"),
            ("localhost:4400", "http://localhost:4400/"),
            ("Login.Example.com:8443", "https://login.example.com:8443/"),
            ("https://login.example.com/authorize?x=1#y", "https://login.example.com/"),
        ] {
            assert_eq!(tenant_url(input).map(String::from), Ok(expected.to_owned()), "{input}");
        }
    }

    #[test]
    fn what_is_no_tenant_is_refused_with_the_value() {
        for input in [
            "",
            "exampleco",
            "http://exampleco.us.auth0.com",
            "https://manage.auth0.com/dashboard",
            "https://manage.auth0.com/dashboard/us/",
            "https://manage.auth0.com/",
            "https://a:b@x.example",
        ] {
            let problem = tenant_url(input).expect_err(input);
            assert_eq!(problem.field.as_deref(), Some("domain"), "{input}");
        }
    }

    #[test]
    fn the_place_says_the_region() {
        let place = |url: &str| place(&Url::parse(url).expect("a URL"));
        assert_eq!(place("https://exampleco.eu.auth0.com"), "Auth0 tenant, EU");
        assert_eq!(place("https://exampleco.auth0.com"), "Auth0 tenant, US");
        assert_eq!(place("http://localhost:4401"), "localhost:4401");
    }
}

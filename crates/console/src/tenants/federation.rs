//! Another tenant as the provider of a connection.

use lintel_oidc::http::is_loopback;

use super::address::tenant_url;
use crate::view::{OtherTenant, Problem};

/// The tenant behind its domain, a URL of it or a page of its dashboard. Nobody is asked.
pub fn other_tenant(typed: &str) -> Result<OtherTenant, Problem> {
    let url = tenant_url(typed)?;
    let local = is_loopback(&url);
    let name = if local {
        "local-tenant".to_owned()
    } else {
        name_of(&url[url::Position::BeforeHost..url::Position::AfterPort])
    };
    Ok(OtherTenant { issuer: url.into(), name, local })
}

/// `acme-auth0` for `acme.us.auth0.com`, `login-acme-com` for a custom domain: letters, digits and single hyphens.
fn name_of(host: &str) -> String {
    let name = match host.strip_suffix(".auth0.com") {
        Some(tenant) => format!("{}-auth0", tenant.split('.').next().unwrap_or_default()),
        None => host.to_owned(),
    };
    let words = name.split(|one: char| !one.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_tenant_is_found_in_whatever_a_person_has_of_it() {
        for (typed, issuer, name) in [
            ("acme.us.auth0.com", "https://acme.us.auth0.com/", "acme-auth0"),
            (" https://acme-dev.eu.auth0.com/ ", "https://acme-dev.eu.auth0.com/", "acme-dev-auth0"),
            ("https://acme.us.auth0.com/.well-known/openid-configuration", "https://acme.us.auth0.com/", "acme-auth0"),
            ("https://manage.auth0.com/dashboard/us/acme/applications", "https://acme.us.auth0.com/", "acme-auth0"),
            ("Login.Acme.com", "https://login.acme.com/", "login-acme-com"),
            ("login.acme.com:8443", "https://login.acme.com:8443/", "login-acme-com-8443"),
            ("http://localhost:4400", "http://localhost:4400/", "local-tenant"),
            ("localhost:4400", "http://localhost:4400/", "local-tenant"),
        ] {
            let found = other_tenant(typed).expect(typed);
            assert_eq!((found.issuer.as_str(), found.name.as_str()), (issuer, name), "{typed}");
            assert_eq!(found.local, name == "local-tenant", "{typed}");
        }
    }

    #[test]
    fn what_names_no_tenant_is_told_apart() {
        for (typed, message) in [
            ("", "The domain is empty"),
            ("acme", "“acme” is not a domain"),
            ("https://", "is not a domain"),
            ("http://acme.us.auth0.com", "is not reached by https"),
            ("https://manage.auth0.com/", "the dashboard of all tenants"),
        ] {
            let problem = other_tenant(typed).expect_err(typed);
            assert!(problem.message.contains(message), "{typed}: {}", problem.message);
        }
    }
}

//! Home realm discovery: from the domain of an email address to the connection that its people sign in through.

use lintel_management::{Connection, Options};
use url::Host;

use crate::OidcOptions;

/// Where an email address leads. Domains are lower case.
#[derive(Debug, Clone, PartialEq)]
pub enum Route<'a> {
    Matched {
        connection: &'a Connection,
        domain: String,
        /// Enabled connections that claim the domain too, by name, and do not get it.
        also: Vec<&'a Connection>,
    },
    /// Connections claim the domain, and the application may use none of them.
    NotEnabled { domain: String, claimed_by: Vec<&'a Connection> },
    /// No connection claims the domain.
    Unmatched { domain: String },
    /// There is nothing before or after an `@`.
    NotAnAddress,
}

/// Compares the address's domain with `domain_aliases` and `tenant_domain` of the connections that are `enabled` for an
/// application: lower-cased and whole, without subdomains and wildcards. Of several, the first by name gets it; Auth0
/// does not document which. The connections in `others` only explain why there is no match.
pub fn route<'a>(enabled: &'a [Connection], others: &'a [Connection], email: &str) -> Route<'a> {
    let Some(domain) = domain_of(email) else { return Route::NotAnAddress };
    let mut claimants = claiming(enabled, &domain).into_iter();
    if let Some(connection) = claimants.next() {
        return Route::Matched { connection, domain, also: claimants.collect() };
    }
    let claimed_by = claiming(others, &domain);
    if claimed_by.is_empty() { Route::Unmatched { domain } } else { Route::NotEnabled { domain, claimed_by } }
}

/// The domains that lead to the connection, as they were written.
pub fn domains(connection: &Connection) -> impl Iterator<Item = &str> {
    connection.options.iter().flat_map(of_options)
}

/// The domains in the options of a connection, as they were written.
pub fn of_options(options: &Options) -> impl Iterator<Item = &str> {
    let OidcOptions { tenant_domain, domain_aliases, .. } = OidcOptions::of(options);
    tenant_domain.into_iter().chain(domain_aliases)
}

fn domain_of(email: &str) -> Option<String> {
    let (local, domain) = email.trim().rsplit_once('@')?;
    (!local.is_empty() && !domain.is_empty()).then(|| domain.to_lowercase())
}

fn claiming<'a>(connections: &'a [Connection], domain: &str) -> Vec<&'a Connection> {
    let domain = ascii(domain);
    let mut claimants: Vec<&Connection> =
        connections.iter().filter(|connection| domains(connection).any(|claimed| ascii(claimed) == domain)).collect();
    claimants.sort_by(|one, other| one.name.cmp(&other.name));
    claimants
}

/// The one form of an internationalised domain name that every spelling of it has. What is no domain name, such as the
/// URLs that `domain_aliases` may hold, stays as it is.
fn ascii(domain: &str) -> String {
    match Host::parse(domain) {
        Ok(Host::Domain(ascii)) => ascii,
        _ => domain.to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn connection(name: &str, options: Value) -> Connection {
        serde_json::from_value(
            json!({ "id": format!("con_{name}"), "name": name, "strategy": "oidc", "options": options }),
        )
        .expect("a connection")
    }

    fn for_domains(name: &str, domains: &[&str]) -> Connection {
        connection(name, json!({ "domain_aliases": domains }))
    }

    fn name_of(route: &Route<'_>) -> Option<String> {
        match route {
            Route::Matched { connection, .. } => Some(connection.name.clone()),
            _ => None,
        }
    }

    #[test]
    fn a_domain_is_compared_whole_and_in_lower_case() {
        let enabled = [for_domains("acme", &["Acme.example", "acme.co.example"])];
        for (email, leads) in [
            ("ada@acme.example", true),
            ("ada@ACME.Example", true),
            (" ada@acme.example ", true),
            ("\"a@b\"@acme.example", true),
            ("ada@acme.co.example", true),
            ("ada@sub.acme.example", false),
            ("ada@example", false),
            ("ada@xacme.example", false),
            ("ada@acme.example.evil.example", false),
        ] {
            assert_eq!(name_of(&route(&enabled, &[], email)).is_some(), leads, "{email}");
        }
    }

    #[test]
    fn an_internationalised_name_is_the_same_in_both_forms() {
        let unicode = [connection("unicode", json!({ "tenant_domain": "bücher.example" }))];
        let punycode = [for_domains("punycode", &["xn--bcher-kva.example"])];
        for email in
            ["ada@bücher.example", "ada@BÜCHER.example", "ada@xn--bcher-kva.example", "ada@XN--BCHER-KVA.example"]
        {
            assert_eq!(name_of(&route(&unicode, &[], email)).as_deref(), Some("unicode"), "{email}");
            assert_eq!(name_of(&route(&punycode, &[], email)).as_deref(), Some("punycode"), "{email}");
        }
        assert_eq!(name_of(&route(&punycode, &[], "ada@bucher.example")), None);
    }

    #[test]
    fn where_two_claim_a_domain_the_first_by_name_gets_it_and_the_other_is_named() {
        let enabled =
            [for_domains("zeta", &["acme.example"]), connection("acme", json!({ "tenant_domain": "acme.example" }))];
        let Route::Matched { connection, domain, also } = route(&enabled, &[], "ada@Acme.example") else {
            panic!("a match");
        };
        assert_eq!((connection.name.as_str(), domain.as_str()), ("acme", "acme.example"));
        assert_eq!(also, [&enabled[0]]);
    }

    #[test]
    fn without_a_match_it_says_whether_a_connection_that_is_not_enabled_claims_the_domain() {
        let enabled = [for_domains("acme", &["acme.example"]), connection("none", Value::Null)];
        let others = [for_domains("other", &["other.example", "acme.example"])];
        let not_enabled = Route::NotEnabled { domain: "other.example".to_owned(), claimed_by: vec![&others[0]] };
        assert_eq!(route(&enabled, &others, "ada@other.example"), not_enabled);
        let unmatched = Route::Unmatched { domain: "nobody.example".to_owned() };
        assert_eq!(route(&enabled, &others, "ada@nobody.example"), unmatched);
        assert_eq!(name_of(&route(&enabled, &others, "ada@acme.example")).as_deref(), Some("acme"));
    }

    #[test]
    fn an_address_has_something_on_both_sides_of_the_at_sign() {
        let enabled = [for_domains("acme", &["acme.example", ""])];
        for email in ["", "ada", "acme.example", "@acme.example", "ada@", "@"] {
            assert_eq!(route(&enabled, &[], email), Route::NotAnAddress, "{email:?}");
        }
    }
}

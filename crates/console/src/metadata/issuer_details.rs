//! The provider's metadata as a connection has it, beside what the provider says now.

use lintel_management::{Options, options::FROM_METADATA};
use lintel_oidc::{discovery::Found, keys::Key};
use serde_json::{Map, Value};

use crate::{
    Console,
    view::{IssuerDetails, KeyRow, MemberOrigin, MetadataMember, Problem},
};

impl Console {
    /// Every member of the metadata and the keys behind it, beside the live document: of the state that the page was filled from and as
    /// the check just made read it, unless both are to be read `afresh`. Cancelled through its ticket.
    pub async fn issuer_details(
        &self,
        ticket: &str,
        connection_id: &str,
        revision: &str,
        afresh: bool,
    ) -> Result<IssuerDetails, Problem> {
        self.common.tickets.run(ticket, self.read_issuer_details(connection_id, revision, afresh)).await?
    }

    async fn read_issuer_details(
        &self,
        connection_id: &str,
        revision: &str,
        afresh: bool,
    ) -> Result<IssuerDetails, Problem> {
        let connection = match self.loaded.at(revision).filter(|_| !afresh) {
            Some(connection) => connection,
            None => self.read(connection_id).await?,
        };
        let stored = self.stored_metadata(&connection).await?;
        let options = connection.options.unwrap_or_default();
        let address = options.discovery_url().or_else(|| options.issuer()).unwrap_or_default();
        let checked = match self.last_check(address).filter(|_| !afresh) {
            Some(last) => last,
            None => self.check_afresh(address).await,
        };
        let report = &checked.report;
        let live = report.found.as_ref().map(|found| found.document.members());
        let keys = report.found.as_ref().and_then(|found: &Found| found.key_set.as_ref());
        let (at, now) = (checked.at, live.cloned());
        let served = keys.map(|report| report.set.clone());
        let seen = self.providers.take(connection_id, move |seen| {
            if let Some(set) = served {
                seen.take_keys(set.keys(), at);
            }
            if let Some(members) = now {
                seen.take_metadata(&members, at);
            }
        });
        let seen = seen.await;
        Ok(IssuerDetails {
            stored,
            members: members(&options, live),
            checked_at: checked.at,
            live_problem: match live {
                Some(_) => None,
                None => Some(
                    report
                        .findings
                        .first()
                        .map_or_else(|| format!("Nothing was found at {address}."), |finding| finding.message.clone()),
                ),
            },
            keys: keys.map(|report| report.set.keys().iter().map(KeyRow::from).collect()).unwrap_or_default(),
            key_findings: keys.map(|report| report.findings()).unwrap_or_default(),
            keys_seen: seen.keys,
            values_gone: seen.metadata.into_iter().filter(|row| row.gone.is_some()).collect(),
        })
    }
}

/// The members that a connection can say itself first, then all others in the order of the stored document, then of the live one.
fn members(options: &Options, live: Option<&Map<String, Value>>) -> Vec<MetadataMember> {
    let none = Map::new();
    let (stored, live) = (options.oidc_metadata().unwrap_or(&none), live.unwrap_or(&none));
    let others = stored.keys().chain(live.keys().filter(|name| !stored.contains_key(*name))).map(String::as_str);
    let defaults = DEFAULTS.iter().map(|(name, _)| *name);
    let mut names: Vec<&str> = FROM_METADATA.to_vec();
    for name in others.chain(defaults) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.into_iter().map(|name| member(name, options, stored, live)).collect()
}

fn member(name: &str, options: &Options, stored: &Map<String, Value>, live: &Map<String, Value>) -> MetadataMember {
    let said = |members: &Map<String, Value>| members.get(name).filter(|value| !value.is_null()).cloned();
    let own = FROM_METADATA.contains(&name).then(|| said(&options.0)).flatten();
    let (stored, live) = (said(stored), said(live));
    let reference = stored.as_ref().or(live.as_ref());
    let origin = match (&own, &stored) {
        (Some(own), _) if reference.is_some_and(|discovered| discovered != own) => MemberOrigin::Overridden,
        (Some(_), _) | (None, Some(_)) => MemberOrigin::Discovered,
        (None, None) => match default(name) {
            Some(_) => MemberOrigin::Default,
            None => MemberOrigin::Absent,
        },
    };
    let value = own.or(stored).or_else(|| default(name));
    // Who overrides a member knows that the provider says something else.
    let differs = live.is_some() && live != value && origin != MemberOrigin::Overridden;
    MetadataMember { name: name.to_owned(), value, origin, live, differs }
}

/// What an absent member means (OpenID Connect Discovery 1.0, section 3).
const DEFAULTS: [(&str, &str); 8] = [
    ("response_modes_supported", r#"["query","fragment"]"#),
    ("grant_types_supported", r#"["authorization_code","implicit"]"#),
    ("token_endpoint_auth_methods_supported", r#"["client_secret_basic"]"#),
    ("claim_types_supported", r#"["normal"]"#),
    ("claims_parameter_supported", "false"),
    ("request_parameter_supported", "false"),
    ("request_uri_parameter_supported", "true"),
    ("require_request_uri_registration", "false"),
];

fn default(name: &str) -> Option<Value> {
    let (_, value) = DEFAULTS.iter().find(|(member, _)| *member == name)?;
    serde_json::from_str(value).ok()
}

impl From<&Key> for KeyRow {
    fn from(key: &Key) -> Self {
        let size = key.bits.map(|bits| format!("{bits} bits")).or_else(|| key.crv.clone());
        KeyRow {
            kid: key.kid.clone(),
            kty: key.kty.clone(),
            alg: key.alg.clone(),
            usage: key.usage.clone(),
            size,
            thumbprint: key.thumbprint(),
            certificate_expires: key.certificate_expires,
            usable: key.usable,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn options(value: Value) -> Options {
        serde_json::from_value(value).expect("options")
    }

    #[test]
    fn each_member_says_where_it_comes_from_and_whether_the_provider_says_otherwise_now() {
        let options = options(json!({
            "issuer": "https://op.example",
            "jwks_uri": "https://override.example/keys",
            "oidc_metadata": {
                "issuer": "https://op.example", "jwks_uri": "https://op.example/keys", "scopes_supported": ["openid"], "x": { "y": 1 },
            },
        }));
        let Value::Object(live) = json!({ "issuer": "https://op.example", "jwks_uri": "https://op.example/keys", "scopes_supported": ["openid", "email"], "z": 1 })
        else {
            panic!("an object")
        };
        let members = members(&options, Some(&live));
        let member = |name: &str| members.iter().find(|member| member.name == name).expect("the member");
        let said = |name: &str| (member(name).origin, member(name).differs);
        assert_eq!(said("issuer"), (MemberOrigin::Discovered, false));
        assert_eq!(said("jwks_uri"), (MemberOrigin::Overridden, false));
        assert_eq!(said("scopes_supported"), (MemberOrigin::Discovered, true));
        assert_eq!(said("x"), (MemberOrigin::Discovered, false));
        assert_eq!(said("z"), (MemberOrigin::Absent, true));
        assert_eq!(said("token_endpoint"), (MemberOrigin::Absent, false));
        assert_eq!(said("grant_types_supported"), (MemberOrigin::Default, false));
        assert_eq!(member("grant_types_supported").value, Some(json!(["authorization_code", "implicit"])));
    }
}

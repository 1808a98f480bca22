//! The live check of what stands in the discovery URL field.

use std::sync::Arc;

use lintel_oidc::{
    discovery::{self, ChannelVerdict, Found, Report},
    metadata::ProviderSource,
    sign_in::{World, forget},
};
use serde_json::Value;

use super::last_check::Checked;
use crate::{
    Console,
    view::{ChannelCheck, FoundProvider, Problem, ProviderCheck, TriedUrl},
};

impl Console {
    /// Checks the provider that `input` names, whatever was pasted. Cancelled through its ticket.
    pub async fn check_provider(&self, ticket: &str, input: &str) -> Result<ProviderCheck, Problem> {
        let checked = self.common.tickets.run(ticket, self.check_afresh(input)).await?;
        Ok(ProviderCheck::from(&checked.report))
    }

    /// The check of `input`: the one just made where it found something, or a new one.
    pub(crate) async fn checked(&self, input: &str) -> ProviderCheck {
        let now = self.common.world.clock.now();
        let last = self.last_check(input).filter(|last| last.report.found.is_some() && last.is_fresh(now));
        let checked = match last {
            Some(last) => last,
            None => self.check_afresh(input).await,
        };
        ProviderCheck::from(&checked.report)
    }

    /// The newest check, if it was of `input`, however old: whoever shows it says when it was made.
    pub(crate) fn last_check(&self, input: &str) -> Option<Arc<Checked>> {
        self.common.last_check.of(input)
    }

    pub(crate) async fn check_afresh(&self, input: &str) -> Arc<Checked> {
        let world = &self.common.world;
        let report = read_afresh(input, world).await;
        self.common.last_check.keep(Checked { input: input.to_owned(), at: world.clock.now(), report })
    }
}

/// The provider as it answers now. The next login through it reads afresh as well.
pub(crate) async fn read_afresh(input: &str, world: &World) -> Report {
    let report = discovery::check_provider(input, &world.fetcher, world.clock.now()).await;
    if let Some(found) = &report.found {
        let jwks_uri = found.document.members().get("jwks_uri").and_then(Value::as_str).map(str::to_owned);
        let discovery_url = found.discovery_url.clone().map(String::from);
        forget(&ProviderSource { jwks_uri, discovery_url, ..ProviderSource::default() }, world);
    }
    report
}

impl From<&Report> for ProviderCheck {
    fn from(report: &Report) -> Self {
        ProviderCheck {
            found: report.found.as_ref().map(FoundProvider::from),
            tried: report
                .tried
                .iter()
                .map(|tried| TriedUrl { url: tried.url.to_string(), outcome: tried.outcome.clone() })
                .collect(),
            front_channel: ChannelCheck::from(&report.front_channel),
            back_channel: ChannelCheck::from(&report.back_channel),
            elapsed_ms: u32::try_from(report.elapsed.as_millis()).unwrap_or(u32::MAX),
        }
    }
}

impl From<&ChannelVerdict> for ChannelCheck {
    fn from(verdict: &ChannelVerdict) -> Self {
        ChannelCheck {
            usable: verdict.usable,
            refusal: verdict.refusal.clone(),
            missing: verdict.missing.clone(),
            invalid: verdict.invalid.clone(),
            findings: verdict.findings.clone(),
        }
    }
}

impl From<&Found> for FoundProvider {
    fn from(found: &Found) -> Self {
        let document = &found.document;
        let text = |member: &str| document.text(member).map(str::to_owned);
        let list = |member: &str| {
            document.list(member).unwrap_or_default().into_iter().map(str::to_owned).collect::<Vec<String>>()
        };
        let discovery_url = found.discovery_url.as_ref().map(ToString::to_string).unwrap_or_default();
        let mut signing_algorithms = list("id_token_signing_alg_values_supported");
        signing_algorithms.sort_by_key(|algorithm| rank(algorithm));
        let issuer = text("issuer");
        let base = discovery_url.split("/.well-known/").next().unwrap_or_default();
        FoundProvider {
            issuer_matches_url: issuer.as_deref().is_some_and(|issuer| issuer.trim_end_matches('/') == base),
            issuer,
            authorization_endpoint: text("authorization_endpoint"),
            token_endpoint: text("token_endpoint"),
            userinfo_endpoint: text("userinfo_endpoint"),
            jwks_uri: text("jwks_uri"),
            signing_algorithms,
            auth_methods: list("token_endpoint_auth_methods_supported"),
            auth_signing_algorithms: list("token_endpoint_auth_signing_alg_values_supported"),
            dpop_algorithms: list("dpop_signing_alg_values_supported"),
            usable_keys: found.key_set.as_ref().map(|keys| u32::try_from(keys.usable_keys()).unwrap_or(u32::MAX)),
            pkce_methods: list("code_challenge_methods_supported"),
            scopes: list("scopes_supported"),
            vendor: found.vendor,
            discovery_url,
        }
    }
}

/// What an ID token is likely signed with comes first: what every provider has (OpenID Connect Core 1.0, section 15.1). What no sign-in
/// accepts comes last.
fn rank(algorithm: &str) -> u8 {
    match algorithm {
        "RS256" => 0,
        "none" | "HS256" | "HS384" | "HS512" => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use lintel_tenant::KeySource;

    use super::*;

    #[test]
    fn what_a_sign_in_would_take_leads_the_algorithms() {
        let mut listed = ["HS256", "none", "ES256", "RS256", "PS256"];
        listed.sort_by_key(|algorithm| rank(algorithm));
        assert_eq!(listed, ["RS256", "ES256", "PS256", "HS256", "none"]);
    }

    use crate::{StartConfig, Tenants, trial::PATIENCE};

    #[tokio::test]
    async fn a_check_stands_for_the_provider_for_a_minute() {
        let config = StartConfig { folder: None, key: KeySource::random(), patience: PATIENCE };
        let tenants = Tenants::start(config).await.expect("the program starts");
        let console = tenants.console().expect("it is open");
        let found = console.check_afresh(&console.practice().expect("it answers").issuer).await;
        assert!(found.report.found.is_some());
        // Nobody answers there any more.
        const GONE: &str = "http://127.0.0.1:1";
        let checked = async |age: TimeDelta| {
            let at = console.common.world.clock.now() - age;
            let last = Checked { input: GONE.to_owned(), at, report: found.report.clone() };
            console.common.last_check.keep(last);
            console.checked(GONE).await.found.is_some()
        };
        assert!(checked(TimeDelta::zero()).await);
        assert!(checked(TimeDelta::seconds(50)).await);
        assert!(!checked(TimeDelta::seconds(61)).await, "it is read again");
        assert!(!checked(TimeDelta::seconds(-30)).await, "the clock was set back");
        tenants.stop().await;
    }
}

//! The live check of what stands in the discovery URL field.

use std::sync::{Mutex, PoisonError};

use lintel_oidc::discovery::{self, ChannelVerdict, Found, Report};

use crate::{
    Console,
    view::{ChannelCheck, FoundProvider, Problem, ProviderCheck, TriedUrl},
};

/// The newest check with what it was of, so that a save right after it asks nobody a second time.
#[derive(Debug, Default)]
pub(crate) struct LastCheck(Mutex<Option<(String, ProviderCheck)>>);

impl Console {
    /// Checks the provider that `input` names, whatever was pasted. Cancelled through its ticket.
    pub async fn check_provider(&self, ticket: &str, input: &str) -> Result<ProviderCheck, Problem> {
        self.common.tickets.run(ticket, self.check_afresh(input)).await
    }

    /// The check of `input`: the one just made, or a new one.
    pub(crate) async fn checked(&self, input: &str) -> ProviderCheck {
        let last = self.common.last_check.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match last {
            Some((checked, check)) if checked == input && check.found.is_some() => check,
            _ => self.check_afresh(input).await,
        }
    }

    async fn check_afresh(&self, input: &str) -> ProviderCheck {
        let check = ProviderCheck::from(discovery::check_provider(input, &self.common.world.fetcher).await);
        *self.common.last_check.0.lock().unwrap_or_else(PoisonError::into_inner) =
            Some((input.to_owned(), check.clone()));
        check
    }
}

impl From<Report> for ProviderCheck {
    fn from(report: Report) -> Self {
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
            findings: report.findings,
        }
    }
}

impl From<&ChannelVerdict> for ChannelCheck {
    fn from(verdict: &ChannelVerdict) -> Self {
        ChannelCheck {
            usable: verdict.usable,
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
        let issuer = text("issuer");
        let base = discovery_url.split("/.well-known/").next().unwrap_or_default();
        FoundProvider {
            issuer_matches_url: issuer.as_deref().is_some_and(|issuer| issuer.trim_end_matches('/') == base),
            issuer,
            authorization_endpoint: text("authorization_endpoint"),
            token_endpoint: text("token_endpoint"),
            userinfo_endpoint: text("userinfo_endpoint"),
            jwks_uri: text("jwks_uri"),
            signing_algorithms: list("id_token_signing_alg_values_supported"),
            auth_methods: list("token_endpoint_auth_methods_supported"),
            auth_signing_algorithms: list("token_endpoint_auth_signing_alg_values_supported"),
            dpop_algorithms: list("dpop_signing_alg_values_supported"),
            usable_keys: found.key_set.as_ref().map(|keys| u32::try_from(keys.usable_keys()).unwrap_or(u32::MAX)),
            pkce_methods: list("code_challenge_methods_supported"),
            scopes: list("scopes_supported"),
            vendor: found.vendor.map(str::to_owned),
            discovery_url,
        }
    }
}

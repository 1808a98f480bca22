use serde_json::{Map, Value};
use url::Url;

use crate::{
    Channel, Finding,
    discovery::{DiscoveryDocument, unfinished_endpoint},
    http::{is_loopback, may_lead},
    metadata::{ProviderMetadata, ProviderSource},
    sign_in::checks::provider::{ENDPOINT_LEADS_HERE, ENDPOINT_MISSING, ENDPOINT_UNUSABLE},
};

/// What was found, in the order in which it counts.
pub(super) struct Resolver<'a> {
    pub(super) source: &'a ProviderSource,
    pub(super) discovered: Option<&'a (DiscoveryDocument, Url)>,
}

/// Who named an address, which decides where it may lead.
enum NamedBy {
    /// Whoever set it on the connection.
    Person,
    /// Metadata from there; from nowhere that is known.
    Metadata(Option<Url>),
}

impl Resolver<'_> {
    pub(super) fn provider(&self, channel: Channel) -> Result<ProviderMetadata, Box<Finding>> {
        let on_back_channel = channel == Channel::BackChannel;
        Ok(ProviderMetadata {
            issuer: self.member("issuer").ok_or_else(|| self.nowhere("issuer"))?,
            authorization_endpoint: self.endpoint("authorization_endpoint")?,
            jwks_uri: self.endpoint("jwks_uri")?,
            token_endpoint: on_back_channel.then(|| self.endpoint("token_endpoint")).transpose()?,
            userinfo_endpoint: (on_back_channel && self.member("userinfo_endpoint").is_some())
                .then(|| self.endpoint("userinfo_endpoint"))
                .transpose(),
            code_challenge_methods_supported: self.texts("code_challenge_methods_supported"),
            dpop_signing_alg_values_supported: self.texts("dpop_signing_alg_values_supported"),
            authorization_response_iss_parameter_supported: self
                .metadata("authorization_response_iss_parameter_supported")
                .and_then(Value::as_bool)
                .unwrap_or(false),
        })
    }

    fn endpoint(&self, member: &'static str) -> Result<Url, Box<Finding>> {
        let value = self.member(member).ok_or_else(|| self.nowhere(member))?;
        if let Some(finding) = unfinished_endpoint(member, &value) {
            return Err(Box::new(finding));
        }
        let usable = Url::parse(&value)
            .ok()
            .filter(|url| url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url)));
        let Some(url) = usable else {
            return Err(Box::new(
                ENDPOINT_UNUSABLE
                    .finding(member, format!("{member} is “{value}”, which a sign-in cannot use."))
                    .expected("an https URL")
                    .got(value)
                    .remedy(format!("Correct {member} at the provider, or override it on the connection.")),
            ));
        };
        match self.named_by(member) {
            NamedBy::Metadata(home) if !home.as_ref().map_or(!is_loopback(&url), |home| may_lead(home, &url)) => {
                Err(points_here(member, &url, home.as_ref()))
            }
            _ => Ok(url),
        }
    }

    fn member(&self, member: &str) -> Option<String> {
        self.source.says(member).or_else(|| Some(self.discovered()?.get(member)?.as_str()?.to_owned()))
    }

    /// The tenant fills a connection's endpoints from its metadata: one that says the same was named there.
    fn named_by(&self, member: &str) -> NamedBy {
        let own = self.source.own(member);
        let stored = self.source.stored(member);
        if own.is_some() && own != stored {
            return NamedBy::Person;
        }
        if stored.is_none() {
            return NamedBy::Metadata(self.discovered.map(|(_, home)| home.clone()));
        }
        let home = self.source.discovery_url.as_deref().or_else(|| self.source.stored("issuer"));
        NamedBy::Metadata(home.and_then(|home| Url::parse(home).ok()))
    }

    fn discovered(&self) -> Option<&Map<String, Value>> {
        self.discovered.map(|(document, _)| document.members())
    }

    fn nowhere(&self, member: &str) -> Box<Finding> {
        Box::new(
            ENDPOINT_MISSING
                .finding(member, format!("Neither the connection nor the provider's discovery document says {member}."))
                .expected(member)
                .got("nothing")
                .remedy(format!("Enter {member} on the connection, or have the provider publish it.")),
        )
    }

    fn metadata(&self, member: &str) -> Option<&Value> {
        self.source.metadata.as_ref().and_then(|stored| stored.get(member)).or_else(|| self.discovered()?.get(member))
    }

    fn texts(&self, member: &str) -> Vec<String> {
        let values = self.metadata(member).and_then(Value::as_array);
        values.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }
}

fn points_here(member: &str, url: &Url, home: Option<&Url>) -> Box<Finding> {
    let from = home.map_or_else(|| "The stored metadata".to_owned(), |home| format!("The metadata of {home}"));
    Box::new(
        ENDPOINT_LEADS_HERE
            .finding(member, format!("{from} points at this computer: {member} is {url}."))
            .expected("an address that is not on this computer")
            .got(url.as_str())
            .remedy(format!(
                "Have the provider name the public address of its {member}. If the provider runs on this computer, give the \
                 connection its discovery URL here."
            )),
    )
}

//! What a sign-in needs of a provider, resolved from what a connection says: its own endpoints first, its stored metadata
//! second, the provider's discovery document third.

use serde::Serialize;
use serde_json::{Map, Value};
use url::Url;

use crate::{
    Channel, Finding,
    discovery::{Document, Fetcher, below_base},
    loopback::is_loopback,
    sign_in::checks,
};

/// What a connection says about its provider.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProviderSource {
    pub issuer: Option<String>,
    pub authorization_endpoint: Option<String>,
    pub token_endpoint: Option<String>,
    pub userinfo_endpoint: Option<String>,
    pub jwks_uri: Option<String>,
    /// The stored discovery document.
    pub metadata: Option<Map<String, Value>>,
    pub discovery_url: Option<String>,
}

/// Where a member's value came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Set on the connection itself.
    Connection,
    /// The metadata that the tenant stored.
    Stored,
    /// The provider's discovery document, read for this sign-in.
    Discovery,
}

/// A provider that can be signed in through on one channel: every member that the channel uses is there and a URL.
#[derive(Debug, Clone, PartialEq)]
pub struct ProviderMetadata {
    pub issuer: String,
    pub authorization_endpoint: Url,
    /// Present on the back channel.
    pub token_endpoint: Option<Url>,
    pub userinfo_endpoint: Option<Url>,
    pub jwks_uri: Url,
    /// Empty when the provider advertises none.
    pub code_challenge_methods_supported: Vec<String>,
    /// RFC 9449, section 5.1. Empty when the provider advertises none.
    pub dpop_signing_alg_values_supported: Vec<String>,
    /// RFC 9207, section 3.
    pub authorization_response_iss_parameter_supported: bool,
    pub origins: Vec<(&'static str, Origin)>,
}

/// Resolves every member that `channel` uses, reading the discovery document only where one is missing.
///
/// The findings are notes and warnings about how that went; the error names the first member that cannot be had, or the
/// first that is not a URL.
pub async fn resolve(
    source: &ProviderSource,
    channel: Channel,
    fetcher: &Fetcher,
) -> Result<(ProviderMetadata, Vec<Finding>), Box<Finding>> {
    let mut findings: Vec<Finding> = base_url(source).into_iter().collect();
    let absent: Vec<&str> =
        required(channel).iter().copied().filter(|member| from_connection(source, member).is_none()).collect();
    let discovered = if absent.is_empty() {
        None
    } else {
        let document = discover(source, &absent, fetcher).await?;
        findings.extend(compare_issuer(source, &document));
        findings.push(
            checks::ENDPOINTS_FROM_DISCOVERY
                .finding(absent[0], format!("The connection does not say {}.", list(&absent)))
                .expected(format!("{} on the connection or in its stored metadata", list(&absent)))
                .got("read from the provider's discovery document for this sign-in")
                .remedy(
                    "Save the connection with its discovery URL, so that the tenant stores the provider's metadata.",
                ),
        );
        Some(document)
    };
    let resolver = Resolver { source, discovered: discovered.as_ref().map(Document::members) };
    Ok((resolver.provider(channel)?, findings))
}

fn required(channel: Channel) -> &'static [&'static str] {
    match channel {
        Channel::FrontChannel => &["issuer", "authorization_endpoint", "jwks_uri"],
        Channel::BackChannel => &["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"],
    }
}

/// The discovery document, from the connection's discovery URL or from below its issuer (OpenID Connect Discovery 1.0, section 4).
async fn discover(source: &ProviderSource, absent: &[&str], fetcher: &Fetcher) -> Result<Document, Box<Finding>> {
    let missing = |cause: String| {
        Box::new(
            checks::ENDPOINT_MISSING
                .finding(absent[0], format!("The connection does not say {}, and {cause}.", list(absent)))
                .expected(list(absent))
                .got("nothing")
                .remedy("Give the connection a discovery URL that answers, or enter the endpoints by hand."),
        )
    };
    let issuer = from_connection(source, "issuer").map(|(issuer, _)| issuer);
    let address = match (&source.discovery_url, issuer) {
        (Some(url), Some(issuer)) if names(url, &issuer) => below_base(url).map_or_else(|| url.clone(), Url::into),
        (Some(url), _) => url.clone(),
        (None, Some(issuer)) => format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/')),
        (None, None) => {
            return Err(missing("it has neither a discovery URL nor an issuer to look it up at".to_owned()));
        }
    };
    let url = Url::parse(&address).map_err(|_| missing(format!("its discovery URL “{address}” is not a URL")))?;
    let fetched = fetcher.fetch(&url).await.map_err(|error| missing(format!("{address} gave no document: {error}")))?;
    if fetched.status != 200 {
        return Err(missing(format!("{address} answered {}", fetched.status)));
    }
    Document::parse(&fetched.body)
        .map_err(|finding| missing(format!("{address} is no discovery document: {}", finding.message)))
}

/// A connection whose discovery URL is its issuer.
fn base_url(source: &ProviderSource) -> Option<Finding> {
    let url = source.discovery_url.as_deref()?;
    let (issuer, _) = from_connection(source, "issuer")?;
    let full = below_base(url).filter(|_| names(url, &issuer))?;
    Some(
        checks::DISCOVERY_URL_IS_BASE
            .finding(
                "discovery_url",
                format!("The connection's discovery URL is a base URL; the document is at {full}."),
            )
            .expected(full.as_str())
            .got(url)
            .remedy(format!("Save the connection with {full}, which an Auth0 tenant takes as well.")),
    )
}

/// But for a slash at its end.
fn names(url: &str, issuer: &str) -> bool {
    url.trim_end_matches('/') == issuer.trim_end_matches('/')
}

fn compare_issuer(source: &ProviderSource, document: &Document) -> Option<Finding> {
    let (configured, _) = from_connection(source, "issuer")?;
    let announced = document.members().get("issuer")?.as_str()?;
    (announced != configured).then(|| {
        checks::DISCOVERY_ISSUER_DIFFERS
            .finding(
                "issuer",
                format!("The connection's issuer is {configured}; the provider calls itself {announced}."),
            )
            .expected(configured)
            .got(announced)
            .remedy(format!("Set the connection's issuer to {announced}, unless you know why they differ."))
    })
}

struct Resolver<'a> {
    source: &'a ProviderSource,
    discovered: Option<&'a Map<String, Value>>,
}

impl Resolver<'_> {
    fn provider(&self, channel: Channel) -> Result<ProviderMetadata, Box<Finding>> {
        let mut origins = Vec::new();
        let (issuer, origin) = self.member("issuer").ok_or_else(|| self.nowhere("issuer"))?;
        origins.push(("issuer", origin));
        let authorization_endpoint = self.endpoint("authorization_endpoint", &mut origins)?;
        let jwks_uri = self.endpoint("jwks_uri", &mut origins)?;
        let token_endpoint = match channel {
            Channel::FrontChannel => None,
            Channel::BackChannel => Some(self.endpoint("token_endpoint", &mut origins)?),
        };
        let userinfo_endpoint = match self.member("userinfo_endpoint") {
            Some(_) => Some(self.endpoint("userinfo_endpoint", &mut origins)?),
            None => None,
        };
        Ok(ProviderMetadata {
            issuer,
            authorization_endpoint,
            token_endpoint,
            userinfo_endpoint,
            jwks_uri,
            code_challenge_methods_supported: self.texts("code_challenge_methods_supported"),
            dpop_signing_alg_values_supported: self.texts("dpop_signing_alg_values_supported"),
            authorization_response_iss_parameter_supported: self
                .metadata("authorization_response_iss_parameter_supported")
                .and_then(Value::as_bool)
                .unwrap_or(false),
            origins,
        })
    }

    fn endpoint(&self, member: &'static str, origins: &mut Vec<(&'static str, Origin)>) -> Result<Url, Box<Finding>> {
        let (value, origin) = self.member(member).ok_or_else(|| self.nowhere(member))?;
        let usable = Url::parse(&value)
            .ok()
            .filter(|url| url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url)));
        let Some(url) = usable else {
            return Err(Box::new(
                checks::ENDPOINT_UNUSABLE
                    .finding(member, format!("{member} is “{value}”, which a sign-in cannot use."))
                    .expected("an https URL")
                    .got(value)
                    .remedy(format!("Correct {member} at the provider, or override it on the connection.")),
            ));
        };
        origins.push((member, origin));
        Ok(url)
    }

    fn member(&self, member: &str) -> Option<(String, Origin)> {
        from_connection(self.source, member)
            .or_else(|| Some((self.discovered?.get(member)?.as_str()?.to_owned(), Origin::Discovery)))
    }

    fn nowhere(&self, member: &str) -> Box<Finding> {
        Box::new(
            checks::ENDPOINT_MISSING
                .finding(member, format!("Neither the connection nor the provider's discovery document says {member}."))
                .expected(member)
                .got("nothing")
                .remedy(format!("Enter {member} on the connection, or have the provider publish it.")),
        )
    }

    fn metadata(&self, member: &str) -> Option<&Value> {
        self.source.metadata.as_ref().and_then(|stored| stored.get(member)).or_else(|| self.discovered?.get(member))
    }

    fn texts(&self, member: &str) -> Vec<String> {
        let values = self.metadata(member).and_then(Value::as_array);
        values.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }
}

fn from_connection(source: &ProviderSource, member: &str) -> Option<(String, Origin)> {
    let own = match member {
        "issuer" => &source.issuer,
        "authorization_endpoint" => &source.authorization_endpoint,
        "token_endpoint" => &source.token_endpoint,
        "userinfo_endpoint" => &source.userinfo_endpoint,
        "jwks_uri" => &source.jwks_uri,
        _ => &None,
    };
    if let Some(value) = own {
        return Some((value.clone(), Origin::Connection));
    }
    let stored = source.metadata.as_ref()?.get(member)?.as_str()?;
    (!stored.is_empty()).then(|| (stored.to_owned(), Origin::Stored))
}

fn list(members: &[&str]) -> String {
    match members {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

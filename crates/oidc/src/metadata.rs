//! What a connection says of its provider, and what a sign-in needs of one.

use serde_json::{Map, Value};
use url::Url;

use crate::Finding;

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

impl ProviderSource {
    /// `issuer` or an endpoint, as far as it is known without asking the provider: the connection's own, or the stored metadata's.
    pub fn says(&self, member: &str) -> Option<String> {
        self.own(member).or_else(|| self.stored(member)).map(str::to_owned)
    }

    /// What the connection itself says.
    pub(crate) fn own(&self, member: &str) -> Option<&str> {
        let own = match member {
            "issuer" => &self.issuer,
            "authorization_endpoint" => &self.authorization_endpoint,
            "token_endpoint" => &self.token_endpoint,
            "userinfo_endpoint" => &self.userinfo_endpoint,
            "jwks_uri" => &self.jwks_uri,
            _ => &None,
        };
        own.as_deref()
    }

    /// What the stored metadata says.
    pub(crate) fn stored(&self, member: &str) -> Option<&str> {
        self.metadata.as_ref()?.get(member)?.as_str().filter(|text| !text.is_empty())
    }
}

/// A provider that can be signed in through on one channel: every member that the channel uses is there and a URL.
#[derive(Debug, Clone, PartialEq)]
pub struct ProviderMetadata {
    pub issuer: String,
    pub authorization_endpoint: Url,
    /// Present on the back channel.
    pub token_endpoint: Option<Url>,
    /// Looked for on the back channel. One that cannot be called hinders no sign-in that does not read it.
    pub userinfo_endpoint: Result<Option<Url>, Box<Finding>>,
    pub jwks_uri: Url,
    /// Empty when the provider advertises none.
    pub code_challenge_methods_supported: Vec<String>,
    /// RFC 9449, section 5.1. Empty when the provider advertises none.
    pub dpop_signing_alg_values_supported: Vec<String>,
    /// RFC 9207, section 3.
    pub authorization_response_iss_parameter_supported: bool,
}

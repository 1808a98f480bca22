use serde::{Deserialize, Serialize};

use crate::metadata::ProviderMetadata;

/// `connection_settings.pkce` of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, specta::Type)]
pub enum Pkce {
    /// The strongest method that the provider advertises, or none.
    #[default]
    #[serde(rename = "auto")]
    Auto,
    S256,
    #[serde(rename = "plain")]
    Plain,
    #[serde(rename = "disabled")]
    Disabled,
}

impl Pkce {
    /// Reads the API's spelling; Auth0's documentation also prints `s256`. Unknown words mean auto.
    pub fn from_setting(setting: Option<&str>) -> Self {
        match setting {
            Some("S256" | "s256") => Pkce::S256,
            Some("plain") => Pkce::Plain,
            Some("disabled") => Pkce::Disabled,
            _ => Pkce::Auto,
        }
    }

    /// The API's spelling.
    pub fn setting(self) -> &'static str {
        match self {
            Pkce::Auto => "auto",
            Pkce::S256 => "S256",
            Pkce::Plain => "plain",
            Pkce::Disabled => "disabled",
        }
    }

    /// The `code_challenge_method` to send to this provider, if any (RFC 7636, section 4.2).
    pub fn method(self, provider: &ProviderMetadata) -> Option<&'static str> {
        let advertised = |method: &str| provider.code_challenge_methods_supported.iter().any(|other| other == method);
        match self {
            Pkce::S256 => Some("S256"),
            Pkce::Plain => Some("plain"),
            Pkce::Disabled => None,
            Pkce::Auto if advertised("S256") => Some("S256"),
            Pkce::Auto if advertised("plain") => Some("plain"),
            Pkce::Auto => None,
        }
    }
}

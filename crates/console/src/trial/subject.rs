//! What a test is of: the connection as it was read or typed.

use lintel_management::Connection;
use lintel_oidc::{
    discovery::{DiscoveryDocument, Vendor, vendor},
    sign_in::said::Asked,
};
use serde::{Deserialize, Serialize};
use url::Url;

use super::settings::Settings;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Subject {
    /// None of a connection that is not created yet.
    pub connection_id: Option<String>,
    pub connection_name: String,
    pub client_id: String,
    /// Issuer, or discovery URL where no issuer is known.
    pub provider: String,
    /// As it was typed, blanks between.
    pub scope: String,
    pub vendor: Option<Vendor>,
    /// The redirect URI.
    pub callback_url: Url,
    /// None where they are not visible.
    pub settings: Option<Settings>,
}

impl Subject {
    pub(super) fn of(connection: &Connection, callback_url: &Url) -> Self {
        let options = connection.options.as_ref();
        let stored = options.and_then(|options| options.oidc_metadata()?.get("issuer")?.as_str());
        let provider = options.and_then(|options| options.issuer().or(stored).or_else(|| options.discovery_url()));
        Subject {
            connection_id: (!connection.id.is_empty()).then(|| connection.id.clone()),
            connection_name: connection.name.clone(),
            client_id: options.and_then(|options| options.client_id()).unwrap_or_default().to_owned(),
            scope: options.and_then(|options| options.0.get("scope")?.as_str()).unwrap_or_default().to_owned(),
            vendor: options.and_then(|options| {
                let document = options.oidc_metadata().and_then(|members| serde_json::to_vec(members).ok());
                let document = document.and_then(|bytes| DiscoveryDocument::parse(&bytes).ok());
                let url = options.discovery_url().and_then(|url| Url::parse(url).ok());
                vendor(url.as_ref(), provider, document.as_ref())
            }),
            provider: provider.unwrap_or_default().to_owned(),
            callback_url: callback_url.clone(),
            settings: Settings::of(connection),
        }
    }

    /// What the provider is asked with.
    pub(super) fn asked(&self) -> Asked {
        Asked {
            vendor: self.vendor,
            client_id: self.client_id.clone(),
            callback: self.callback_url.to_string(),
            issuer: self.provider.clone(),
            scope: self.scope.clone(),
        }
    }
}

//! What a test is of: the connection as it was read or typed.

use lintel_management::Connection;
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
            provider: provider.unwrap_or_default().to_owned(),
            callback_url: callback_url.clone(),
            settings: Settings::of(connection),
        }
    }
}

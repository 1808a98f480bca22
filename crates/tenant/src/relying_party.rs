//! What a connection's options ask of a sign-in, read as Auth0 reads them.

use lintel_management::Connection;
use lintel_oidc::{
    Channel, Secret,
    metadata::ProviderSource,
    sign_in::{AttributeMap, ConnectionRef, Pkce, RelyingParty},
};
use url::Url;

/// The connection does not say enough to sign in with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RelyingPartyError {
    /// The token that read the connection lacks `read:connections_options`.
    #[error("The options of connection {connection} are not visible: the credentials lack read:connections_options.")]
    NoOptions { connection: String },
    #[error("Connection {connection} has no client ID.")]
    NoClientId { connection: String },
    #[error("Connection {connection} has the strategy {strategy}; only oidc can sign in here.")]
    OtherStrategy { connection: String, strategy: String },
}

/// The relying party that the connection describes, with `callback` as its redirect URI.
pub fn relying_party(connection: &Connection, callback: &Url) -> Result<RelyingParty, RelyingPartyError> {
    let name = || connection.name.clone();
    if connection.strategy != "oidc" {
        return Err(RelyingPartyError::OtherStrategy { connection: name(), strategy: connection.strategy.clone() });
    }
    let options = connection.options.as_ref().ok_or_else(|| RelyingPartyError::NoOptions { connection: name() })?;
    let client_id = options.client_id().ok_or_else(|| RelyingPartyError::NoClientId { connection: name() })?;
    let text = |member: &str| options.text(member).map(str::to_owned);
    Ok(RelyingParty {
        connection: ConnectionRef {
            id: connection.id.clone(),
            name: connection.name.clone(),
            strategy: connection.strategy.clone(),
        },
        provider: ProviderSource {
            issuer: text("issuer"),
            authorization_endpoint: text("authorization_endpoint"),
            token_endpoint: text("token_endpoint"),
            userinfo_endpoint: text("userinfo_endpoint"),
            jwks_uri: text("jwks_uri"),
            metadata: options.oidc_metadata().cloned(),
            discovery_url: text("discovery_url"),
        },
        channel: match options.channel_type() {
            "back_channel" => Channel::BackChannel,
            _ => Channel::FrontChannel,
        },
        client_id: client_id.to_owned(),
        client_secret: options.client_secret().map(Secret::new),
        redirect_uri: callback.clone(),
        scope: options.scope().to_owned(),
        pkce: Pkce::from_setting(options.pkce()),
        attribute_map: AttributeMap::from_json(options.attribute_map()),
    })
}

//! What a connection's options ask of a sign-in, read as Auth0 reads them.

use std::sync::Arc;

use lintel_management::Connection;
use lintel_oidc::{
    metadata::ProviderSource,
    sign_in::{AttributeMap, ClientAuthentication, ConnectionRef, RelyingParty, UpstreamParam},
    signing::SigningKey,
};
use url::Url;

use crate::{AuthMethod, OidcOptions};

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

/// The relying party that the connection describes, with `callback` as its redirect URI. `client_key` is the connection's
/// current key, which private_key_jwt signs with.
pub fn relying_party(
    connection: &Connection,
    callback: &Url,
    client_key: Option<Arc<SigningKey>>,
) -> Result<RelyingParty, RelyingPartyError> {
    let name = || connection.name.clone();
    if connection.strategy != "oidc" {
        return Err(RelyingPartyError::OtherStrategy { connection: name(), strategy: connection.strategy.clone() });
    }
    let options =
        OidcOptions::of_connection(connection).ok_or_else(|| RelyingPartyError::NoOptions { connection: name() })?;
    let client_id = options.client_id.ok_or_else(|| RelyingPartyError::NoClientId { connection: name() })?;
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Ok(RelyingParty {
        connection: ConnectionRef {
            id: connection.id.clone(),
            name: connection.name.clone(),
            strategy: connection.strategy.clone(),
        },
        provider: provider_source(&options),
        channel: options.channel,
        client_id: client_id.to_owned(),
        client_authentication: client_authentication(&options, client_key),
        redirect_uri: callback.clone().into(),
        scope: options.scope.to_owned(),
        pkce: options.pkce,
        send_back_channel_nonce: options.send_back_channel_nonce,
        upstream_params: UpstreamParam::all_from_json(options.upstream_params),
        dpop_signing_alg: owned(options.dpop_signing_alg),
        id_token_signed_response_algs: options
            .id_token_signed_response_algs
            .iter()
            .copied()
            .map(str::to_owned)
            .collect(),
        id_token_session_expiry_supported: options.id_token_session_expiry_supported,
        attribute_map: AttributeMap::from_json(options.attribute_map),
    })
}

/// What the options say of the provider.
pub fn provider_source(options: &OidcOptions<'_>) -> ProviderSource {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    ProviderSource {
        issuer: owned(options.issuer),
        authorization_endpoint: owned(options.authorization_endpoint),
        token_endpoint: owned(options.token_endpoint),
        userinfo_endpoint: owned(options.userinfo_endpoint),
        jwks_uri: owned(options.jwks_uri),
        metadata: options.oidc_metadata.cloned(),
        discovery_url: owned(options.discovery_url),
    }
}

fn client_authentication(options: &OidcOptions<'_>, key: Option<Arc<SigningKey>>) -> ClientAuthentication {
    match options.token_endpoint_auth_method {
        AuthMethod::PrivateKeyJwt => ClientAuthentication::PrivateKeyJwt {
            key,
            algorithm: options.assertion_algorithm(),
            audience: options.token_endpoint_jwtca_aud_format,
        },
        AuthMethod::ClientSecretPost => ClientAuthentication::ClientSecretPost(options.client_secret.clone()),
    }
}

//! What a connection's options ask of a sign-in, read as Auth0 reads them.

use std::sync::Arc;

use lintel_management::{Connection, Options};
use lintel_oidc::{
    Channel, Secret,
    metadata::ProviderSource,
    sign_in::{
        AssertionAudience, AttributeMap, ClientAuthentication, ConnectionRef, Pkce, RelyingParty, UpstreamParam,
    },
    signing::{SigningAlgorithm, SigningKey},
};
use serde_json::Value;
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
    let options = connection.options.as_ref().ok_or_else(|| RelyingPartyError::NoOptions { connection: name() })?;
    let client_id = options.client_id().ok_or_else(|| RelyingPartyError::NoClientId { connection: name() })?;
    let text = |member: &str| options.text(member).map(str::to_owned);
    let on = |member: &str| options.0.get(member).and_then(Value::as_bool).unwrap_or(false);
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
        client_authentication: client_authentication(options, client_key),
        redirect_uri: callback.clone().into(),
        scope: options.scope().to_owned(),
        pkce: Pkce::from_setting(options.pkce()),
        send_back_channel_nonce: on("send_back_channel_nonce"),
        upstream_params: UpstreamParam::all_from_json(options.0.get("upstream_params").and_then(Value::as_object)),
        dpop_signing_alg: text("dpop_signing_alg"),
        id_token_signed_response_algs: texts(options, "id_token_signed_response_algs"),
        id_token_session_expiry_supported: on("id_token_session_expiry_supported"),
        attribute_map: AttributeMap::from_json(options.attribute_map()),
    })
}

fn client_authentication(options: &Options, key: Option<Arc<SigningKey>>) -> ClientAuthentication {
    match options.text("token_endpoint_auth_method") {
        Some("private_key_jwt") => ClientAuthentication::PrivateKeyJwt {
            key,
            algorithm: assertion_algorithm(options),
            audience: AssertionAudience::from_setting(options.text("token_endpoint_jwtca_aud_format")),
        },
        _ => ClientAuthentication::ClientSecretPost(options.client_secret().map(Secret::new)),
    }
}

/// `token_endpoint_auth_signing_alg`; Auth0's default where it is absent or unknown.
pub(crate) fn assertion_algorithm(options: &Options) -> SigningAlgorithm {
    let named = options.text("token_endpoint_auth_signing_alg").and_then(|name| name.parse().ok());
    named.unwrap_or(SigningAlgorithm::RS256)
}

fn texts(options: &Options, member: &str) -> Vec<String> {
    let values = options.0.get(member).and_then(Value::as_array);
    values.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

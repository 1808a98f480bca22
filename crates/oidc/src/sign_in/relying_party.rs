use super::{
    client_authentication::ClientAuthentication, mapping::AttributeMap, pkce::Pkce, redirect_uri::RedirectUri,
    upstream_params::UpstreamParam,
};
use crate::{Channel, metadata::ProviderSource};

/// One side of a sign-in: what a connection is configured to be.
#[derive(Debug, Clone)]
pub struct RelyingParty {
    pub connection: ConnectionRef,
    pub provider: ProviderSource,
    pub channel: Channel,
    pub client_id: String,
    pub client_authentication: ClientAuthentication,
    pub redirect_uri: RedirectUri,
    /// As it goes on the wire: space separated.
    pub scope: String,
    pub pkce: Pkce,
    /// The front channel sends a nonce in any case.
    pub send_back_channel_nonce: bool,
    pub upstream_params: Vec<UpstreamParam>,
    /// As the connection says it: a value that is no algorithm for proofs is told in the trace.
    pub dpop_signing_alg: Option<String>,
    /// Empty for every algorithm of [`SigningAlgorithm::OF_ID_TOKENS`](crate::signing::SigningAlgorithm::OF_ID_TOKENS).
    pub id_token_signed_response_algs: Vec<String>,
    pub id_token_session_expiry_supported: bool,
    pub attribute_map: AttributeMap,
}

/// What templates can say about the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionRef {
    pub id: String,
    pub name: String,
    pub strategy: String,
}

//! The two requests of a sign-in, for whoever sends them without one.

use url::Url;

use super::{
    authorization::AuthorizationRequest,
    client_authentication::ClientAuthentication,
    redemption::Redemption,
    relying_party::RelyingParty,
    upstream_params::{UpstreamValue, reserved_parameters},
    world::World,
};
use crate::{
    Channel, Finding, Secret,
    http::{FetchError, Fetched},
    issuing,
    metadata::ProviderMetadata,
    signing::SigningKey,
};

/// Why a token request has no answer.
#[derive(Debug)]
pub(crate) enum NoTokenAnswer {
    /// It was not sent.
    NotSent(Box<Finding>),
    Failed(FetchError),
}

/// What a sign-in of this connection opens at the provider, with what the connection always sends on.
pub(crate) fn authorization_url(rp: &RelyingParty, provider: &ProviderMetadata) -> Result<Url, Finding> {
    let mut url = AuthorizationRequest::new(rp, provider)?.url;
    for param in &rp.upstream_params {
        if let UpstreamValue::Static(value) = &param.value
            && !reserved_parameters(rp.channel).contains(&param.name.as_str())
            && !url.query_pairs().any(|(name, _)| name == param.name.as_str())
        {
            url.query_pairs_mut().append_pair(&param.name, value);
        }
    }
    Ok(url)
}

/// The token request of this connection with a code that nobody issued.
pub(crate) async fn with_nobodys_code(
    rp: &RelyingParty,
    provider: &ProviderMetadata,
    world: &World,
) -> Result<Fetched, NoTokenAnswer> {
    let not_sent = |finding| NoTokenAnswer::NotSent(Box::new(finding));
    if let Some(finding) = rp.client_authentication.missing() {
        return Err(not_sent(finding));
    }
    let Some(endpoint) = &provider.token_endpoint else {
        let missing = super::checks::provider::ENDPOINT_MISSING;
        return Err(not_sent(missing.finding("token_endpoint", "The connection does not say token_endpoint.")));
    };
    let verifier = (rp.channel == Channel::BackChannel && rp.pkce.method(provider).is_some())
        .then(|| Secret::new(issuing::token(43)));
    let redemption =
        Redemption { rp, provider, world, code: Secret::new(issuing::token(43)), verifier: verifier.as_ref() };
    let credentials =
        rp.client_authentication.credentials(&rp.client_id, provider, world.clock.now()).map_err(not_sent)?;
    redemption.send(endpoint, &credentials, None).await.map_err(NoTokenAnswer::Failed)
}

/// The same client with a wrong credential: the secret and one character more, or a key that nobody registered. Nothing where it
/// has none.
pub(crate) fn with_another_credential(rp: &RelyingParty) -> Option<RelyingParty> {
    let more = |secret: &Secret| Secret::new(format!("{}x", secret.expose()));
    let wrong = match &rp.client_authentication {
        ClientAuthentication::ClientSecretPost(Some(secret)) => {
            ClientAuthentication::ClientSecretPost(Some(more(secret)))
        }
        ClientAuthentication::ClientSecretBasic(secret) => ClientAuthentication::ClientSecretBasic(more(secret)),
        ClientAuthentication::PrivateKeyJwt { key: Some(_), algorithm, audience } => {
            ClientAuthentication::PrivateKeyJwt {
                key: Some(SigningKey::generate(*algorithm).ok()?.into()),
                algorithm: *algorithm,
                audience: *audience,
            }
        }
        _ => return None,
    };
    Some(RelyingParty { client_authentication: wrong, ..rp.clone() })
}

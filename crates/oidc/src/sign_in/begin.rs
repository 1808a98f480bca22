//! Up to the authorization request.

use url::Url;

use super::{
    authorization::{AuthorizationRequest, own_query},
    checks::request,
    dpop::Dpop,
    keys,
    pkce::Pkce,
    provider,
    recorder::Recorder,
    relying_party::RelyingParty,
    upstream,
    world::World,
};
use crate::{
    Channel, Finding,
    keys::KnownKeys,
    metadata::ProviderMetadata,
    words::{ago, list_or_none},
};

/// The provider and its keys.
pub(super) async fn discover(
    rp: &RelyingParty,
    world: &World,
    recorder: &mut Recorder,
) -> Result<(ProviderMetadata, KnownKeys), Finding> {
    let (provider, findings) = provider::resolve(&rp.provider, rp.channel, world).await.map_err(|finding| *finding)?;
    for finding in findings {
        recorder.finding(finding);
    }
    for message in provider::read_from(&provider, &rp.provider) {
        recorder.message(message);
    }
    if rp.attribute_map.wants_userinfo()
        && let Err(finding) = &provider.userinfo_endpoint
    {
        return Err((**finding).clone());
    }
    let known = at_hand(&provider.jwks_uri, world, recorder).await?;
    let count = known.keys.each().count();
    let age = known.remembered.then(|| ago(world.clock.now() - known.read_at));
    let read = age.map_or_else(String::new, |ago| format!(", the keys as read {ago}"));
    recorder.pass(format!("Configuration and {count} {} loaded{read}", if count == 1 { "key" } else { "keys" }));
    Ok((provider, known))
}

/// The keys to begin with: remembered, where that is allowed and they are, else as they are read now.
async fn at_hand(jwks_uri: &Url, world: &World, recorder: &mut Recorder) -> Result<KnownKeys, Finding> {
    let World { fetcher, clock, key_readings, .. } = world;
    let now = clock.now();
    if let Some(known) = key_readings.remembered(jwks_uri, now).filter(|_| world.remembers) {
        recorder.message(keys::remembered(jwks_uri, &known, now));
        return Ok(known);
    }
    recorder.message(keys::request(jwks_uri));
    let read = key_readings.read(jwks_uri, fetcher, clock).await.map_err(|why| keys::unreadable(jwks_uri, &why))?;
    recorder.message(keys::answer(&read.keys));
    Ok(read)
}

/// What is sent to it.
pub(super) fn prepare(
    rp: &RelyingParty,
    provider: &ProviderMetadata,
    application: &[(String, String)],
    recorder: &mut Recorder,
) -> Result<(AuthorizationRequest, Option<Dpop>), Finding> {
    if !rp.scope.split_whitespace().any(|scope| scope == "openid") {
        return Err(request::OPENID_SCOPE_MISSING
            .finding("scope", format!("The scopes are “{}”, without openid.", rp.scope))
            .expected("openid among the scopes")
            .got(&rp.scope)
            .remedy("Add openid to the connection's scopes."));
    }
    if rp.channel == Channel::BackChannel
        && let Some(finding) = rp.client_authentication.missing()
    {
        return Err(finding);
    }
    let mut request = AuthorizationRequest::new(rp, provider)?;
    for name in own_query(rp.channel, &provider.authorization_endpoint).left_out {
        recorder.finding(
            request::ENDPOINT_PARAMETER
                .finding(
                    &name,
                    format!(
                        "The authorization_endpoint carries {name} of its own, and the sign-in writes {name} itself."
                    ),
                )
                .expected(format!("an address without {name}"))
                .got(provider.authorization_endpoint.as_str())
                .remedy(format!(
                    "Take {name} out of the connection's authorization_endpoint: no parameter may come twice."
                )),
        );
    }
    upstream::add(rp, application, &mut request.url, recorder);
    recorder.message(request.message(rp));
    let dpop = Dpop::prepare(rp, provider, recorder)?;
    if let Some(finding) = protection(rp, provider, &request) {
        recorder.finding(finding);
    }
    let flow = match (rp.channel, request.method) {
        (Channel::BackChannel, Some(method)) => format!("Code flow with PKCE {method}"),
        (Channel::BackChannel, None) => "Code flow without PKCE".to_owned(),
        (Channel::FrontChannel, _) => "ID token by form_post".to_owned(),
    };
    let nonce = if rp.channel == Channel::BackChannel && request.nonce.is_some() { ", with nonce" } else { "" };
    let proof = dpop.as_ref().map_or_else(String::new, |dpop| format!(", DPoP {}", dpop.algorithm()));
    recorder.pass(format!("{flow}{nonce}{proof}, scopes {}", rp.scope));
    Ok((request, dpop))
}

/// What there is to say of the protection of the code, if anything.
fn protection(rp: &RelyingParty, provider: &ProviderMetadata, request: &AuthorizationRequest) -> Option<Finding> {
    if rp.channel == Channel::FrontChannel || request.method.is_some() {
        return None;
    }
    let member = "code_challenge_method";
    let because = match rp.pkce {
        Pkce::Auto => "The provider advertises no PKCE method that PKCE auto could send",
        _ => "PKCE is disabled",
    };
    if request.nonce.is_none() {
        return Some(
            request::CODE_UNPROTECTED
                .finding(member, format!("Nothing protects this code. {because}, and no nonce is sent either."))
                .expected("PKCE or a nonce")
                .got("neither")
                .remedy(
                    "Set PKCE to S256 if the provider supports it; Microsoft Entra ID does without saying so. If it does not, switch \
                     Nonce on.",
                ),
        );
    }
    (rp.pkce == Pkce::Auto).then(|| {
        request::PKCE_NOT_ADVERTISED
            .finding(member, format!("{because}. The nonce protects the code."))
            .expected("S256 among code_challenge_methods_supported")
            .got(list_or_none(&provider.code_challenge_methods_supported))
            .remedy("If the provider supports S256 without saying so, as Microsoft Entra ID does, set PKCE to S256.")
    })
}

//! The authorization request.

use std::{borrow::Cow, collections::HashSet};

use oauth2::PkceCodeChallenge;
use openidconnect::{
    AuthUrl, AuthenticationFlow, ClientId, CsrfToken, Nonce, Scope,
    core::{CoreClient, CoreJsonWebKeySet, CoreResponseType},
};
use url::{
    Url,
    form_urlencoded::{self, Serializer},
};

use super::{issuer::issuer, relying_party::RelyingParty, upstream_params::reserved_parameters};
use crate::{
    Channel, Finding, Secret,
    metadata::ProviderMetadata,
    trace::{Direction, Field, Message},
};

/// What was sent and what has to come back.
#[derive(Debug)]
pub(super) struct AuthorizationRequest {
    pub url: Url,
    pub state: String,
    pub nonce: Option<String>,
    pub verifier: Option<Secret>,
    pub method: Option<&'static str>,
}

impl AuthorizationRequest {
    pub(super) fn new(rp: &RelyingParty, provider: &ProviderMetadata) -> Result<Self, Finding> {
        let client =
            CoreClient::new(ClientId::new(rp.client_id.clone()), issuer(provider)?, CoreJsonWebKeySet::new(Vec::new()))
                .set_auth_uri(AuthUrl::from_url(bare(&provider.authorization_endpoint)))
                .set_redirect_uri(rp.redirect_uri.0.clone());

        let flow = match rp.channel {
            Channel::BackChannel => AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
            Channel::FrontChannel => AuthenticationFlow::Implicit(false),
        };
        let mut request = client.authorize_url(flow, CsrfToken::new_random, Nonce::new_random);
        for scope in scopes(rp) {
            request = request.add_scope(Scope::new(scope));
        }
        if rp.channel == Channel::FrontChannel {
            request = request.add_extra_param("response_mode", "form_post");
        }
        let method = match rp.channel {
            Channel::BackChannel => rp.pkce.method(provider),
            Channel::FrontChannel => None,
        };
        let challenge = match method {
            Some("S256") => Some(PkceCodeChallenge::new_random_sha256()),
            Some(_) => Some(PkceCodeChallenge::new_random_plain()),
            None => None,
        };
        let verifier = challenge.map(|(challenge, verifier)| (challenge, Secret::new(verifier.into_secret())));
        let verifier = match verifier {
            Some((challenge, verifier)) => {
                request = request.set_pkce_challenge(challenge);
                Some(verifier)
            }
            None => None,
        };
        let (written, state, nonce) = request.url();
        // The library sends a nonce on either channel; a connection sends one on the back channel only when told to.
        let nonce = if rp.channel == Channel::FrontChannel || rp.send_back_channel_nonce {
            Some(nonce.secret().clone())
        } else {
            None
        };
        let sent = |name: &str| name != "nonce" || nonce.is_some();
        let ours = written.query_pairs().filter(|(name, _)| sent(name));
        let ours = Serializer::new(String::new()).extend_pairs(ours).finish();
        let own = own_query(rp.channel, &provider.authorization_endpoint).kept;
        let mut url = provider.authorization_endpoint.clone();
        url.set_query(Some(&own.into_iter().chain([ours.as_str()]).collect::<Vec<_>>().join("&")));
        Ok(AuthorizationRequest { url, state: state.secret().clone(), nonce, verifier, method })
    }

    pub(super) fn message(&self, rp: &RelyingParty) -> Message {
        let field = |(name, value): (Cow<'_, str>, Cow<'_, str>)| {
            // A plain challenge is the verifier (RFC 7636, section 4.2).
            let hidden = (name == "code_challenge" && self.method == Some("plain"))
                || rp.upstream_params.iter().any(|param| param.name == name && param.is_token());
            if hidden { Field::masked(name, &value) } else { Field::shown(name, value) }
        };
        Message {
            direction: Direction::Sent,
            method: Some("GET".to_owned()),
            url: Some(bare(&self.url).to_string()),
            status: None,
            fields: self.url.query_pairs().map(field).collect(),
        }
    }
}

/// The requested scopes less `openid`, which the library adds, with those that the mapping asks for.
fn scopes(rp: &RelyingParty) -> Vec<String> {
    let mut seen = HashSet::from(["openid"]);
    let wanted =
        rp.scope.split_whitespace().chain(rp.attribute_map.userinfo_scope().unwrap_or_default().split_whitespace());
    wanted.filter(|scope| seen.insert(*scope)).map(str::to_owned).collect()
}

fn bare(url: &Url) -> Url {
    let mut bare = url.clone();
    bare.set_query(None);
    bare
}

/// The query that an endpoint has of its own.
pub(super) struct OwnQuery<'a> {
    /// What stays, as it is written (RFC 6749, section 3.1).
    pub kept: Vec<&'a str>,
    /// The names of what a sign-in writes itself, and no parameter may come twice.
    pub left_out: Vec<String>,
}

pub(super) fn own_query(channel: Channel, endpoint: &Url) -> OwnQuery<'_> {
    let mut own = OwnQuery { kept: Vec::new(), left_out: Vec::new() };
    for pair in endpoint.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
        match form_urlencoded::parse(pair.as_bytes()).next() {
            Some((name, _)) if reserved_parameters(channel).contains(&name.as_ref()) => {
                own.left_out.push(name.into_owned());
            }
            _ => own.kept.push(pair),
        }
    }
    own
}

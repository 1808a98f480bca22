//! One sign-in as a relying party, used by the tenant for every login and by the test window: what a test shows is what
//! production does.

mod authorization;
pub(crate) mod checks;
mod claims;
mod client_authentication;
mod diagnosis;
mod dpop;
pub mod id_token;
mod key_readings;
mod keys;
pub mod mapping;
mod recorder;
mod redirect_uri;
mod response;
mod token;
mod upstream_params;
mod userinfo;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use url::Url;

use self::{
    authorization::AuthorizationRequest,
    dpop::Dpop,
    id_token::Expectation,
    key_readings::KeyReadings,
    mapping::MappingContext,
    token::{Redemption, Tokens},
    userinfo::AccessToken,
};
pub use self::{
    authorization::Pkce,
    checks::{APPLICATION_REFUSED, CONNECTION_CHANGED, NOT_PROVISIONED, USER_NOT_KEPT, catalogue},
    client_authentication::{AssertionAudience, ClientAuthentication},
    keys::Keys,
    mapping::AttributeMap,
    recorder::{Observer, Recorder},
    redirect_uri::RedirectUri,
    response::AuthorizationResponse,
    upstream_params::{UPSTREAM_ALIASES, UpstreamParam, UpstreamValue, reserved_parameters},
};
use crate::{
    Channel, Clock, Finding, Secret,
    discovery::Fetcher,
    metadata::{self, ProviderMetadata, ProviderSource},
    trace::{StepKind, Trace},
};

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
    /// Empty for every algorithm of [`id_token::ALLOWED_ALGORITHMS`].
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

/// What a sign-in needs of the world around it. One for the whole program: clones share what was read of keys.
#[derive(Debug, Clone)]
pub struct World {
    pub fetcher: Fetcher,
    pub clock: Clock,
    key_readings: KeyReadings,
}

impl World {
    pub fn new(fetcher: Fetcher, clock: Clock) -> World {
        World { fetcher, clock, key_readings: KeyReadings::default() }
    }
}

/// A sign-in that has begun and waits for the authorization response.
#[derive(Debug)]
pub struct SignIn {
    rp: RelyingParty,
    world: World,
    provider: ProviderMetadata,
    keys: Arc<Keys>,
    keys_read_at: DateTime<Utc>,
    request: AuthorizationRequest,
    dpop: Option<Dpop>,
    recorder: Recorder,
}

/// A sign-in that was verified and mapped. The trace stays open for what the caller does with it.
#[derive(Debug)]
pub struct Verified {
    pub subject: String,
    pub id_token_claims: Map<String, Value>,
    pub userinfo_claims: Option<Map<String, Value>>,
    /// The mapped attributes.
    pub profile: Map<String, Value>,
    pub recorder: Recorder,
}

/// A sign-in that was refused, with why, and its closed trace.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    pub finding: Finding,
    pub trace: Trace,
}

impl Refusal {
    /// How the refusal reaches an application (RFC 6749, section 4.1.2.1).
    pub fn oauth_error(&self) -> (&'static str, String) {
        let finding = &self.finding;
        let denied = match finding.code.as_str() {
            code if code == checks::PROVIDER_REFUSED.code => {
                finding.got.as_deref().is_some_and(|got| got.starts_with("access_denied"))
            }
            code => [NOT_PROVISIONED.code, CONNECTION_CHANGED.code].contains(&code),
        };
        let error = if denied { "access_denied" } else { "server_error" };
        (error, format!("{} ({})", self.finding.message, self.finding.code))
    }
}

impl SignIn {
    /// Resolves the provider, reads its keys and writes the authorization request. `application` is what an application sent
    /// under the names of [`UPSTREAM_ALIASES`]; empty where there is none.
    pub async fn begin(
        rp: RelyingParty,
        application: &[(String, String)],
        world: World,
        observer: Observer,
    ) -> Result<SignIn, Box<Refusal>> {
        let mut recorder = Recorder::new(rp.channel, &world.clock, observer);
        recorder.begin(StepKind::Discovery, "Reading the provider's configuration");
        let (provider, keys) = match discover(&rp, &world, &mut recorder).await {
            Ok(found) => found,
            Err(finding) => return Err(Box::new(recorder.refuse(finding))),
        };
        let keys_read_at = world.clock.now();
        recorder.begin(StepKind::AuthorizationRequest, "Writing the authorization request");
        let (request, dpop) = match prepare(&rp, &provider, application, &mut recorder) {
            Ok(prepared) => prepared,
            Err(finding) => return Err(Box::new(recorder.refuse(finding))),
        };
        recorder.begin(StepKind::SignIn, "Waiting for the person at the provider");
        Ok(SignIn { rp, world, provider, keys, keys_read_at, request, dpop, recorder })
    }

    pub fn authorization_url(&self) -> &Url {
        &self.request.url
    }

    /// The state that the response has to carry; bind it to the browser.
    pub fn state(&self) -> &str {
        &self.request.state
    }

    pub fn trace(&self) -> &Trace {
        self.recorder.trace()
    }

    /// Checks the response, redeems the code, verifies the ID token, reads userinfo if the mapping asks for it, and maps.
    pub async fn finish(mut self, response: AuthorizationResponse) -> Result<Verified, Box<Refusal>> {
        self.recorder.pass("The browser came back");
        match self.verify(&response).await {
            Ok(mapped) => Ok(Verified {
                subject: mapped.subject,
                id_token_claims: mapped.id_token_claims,
                userinfo_claims: mapped.userinfo_claims,
                profile: mapped.profile,
                recorder: self.recorder,
            }),
            Err(finding) => Err(Box::new(self.recorder.refuse(finding))),
        }
    }

    /// Ends the sign-in before a response was looked at; its trace stays open for the reason.
    pub fn into_recorder(self) -> Recorder {
        self.recorder
    }

    /// Ends the sign-in before the response came.
    pub fn abandon(self, reason: impl Into<String>) -> Trace {
        self.recorder.abandon(reason)
    }

    async fn verify(&mut self, response: &AuthorizationResponse) -> Result<Examined, Finding> {
        let carried = self.examine_response(response)?;
        let (id_token_claims, tokens) = match self.rp.channel {
            Channel::FrontChannel => (self.examine_id_token(&Secret::new(carried), None).await?, None),
            Channel::BackChannel => {
                let tokens = self.redeem(carried).await?;
                (self.examine_id_token(&tokens.id_token, Some(&tokens.access_token)).await?, Some(tokens))
            }
        };
        let subject = id_token_claims.get("sub").and_then(Value::as_str).unwrap_or_default().to_owned();
        let userinfo_claims = self.read_userinfo(tokens.as_ref(), &subject).await?;
        let profile = self.map(&id_token_claims, userinfo_claims.as_ref())?;
        Ok(Examined { subject, id_token_claims, userinfo_claims, profile })
    }

    fn examine_response(&mut self, response: &AuthorizationResponse) -> Result<String, Finding> {
        self.recorder.begin(StepKind::AuthorizationResponse, "Checking the authorization response");
        self.recorder.message(response.message());
        let carried =
            response::examine(response, self.rp.channel, &self.request.state, &self.provider, &mut self.recorder)?;
        self.recorder.pass(match self.rp.channel {
            Channel::BackChannel => "Code received, state matches",
            Channel::FrontChannel => "ID token received, state matches",
        });
        Ok(carried)
    }

    async fn redeem(&mut self, code: String) -> Result<Tokens, Finding> {
        self.recorder.begin(StepKind::TokenRequest, "Redeeming the code");
        let redemption = Redemption {
            rp: &self.rp,
            provider: &self.provider,
            world: &self.world,
            code: Secret::new(code),
            verifier: self.request.verifier.as_ref(),
        };
        let tokens = redemption.redeem(self.dpop.as_mut(), &mut self.recorder).await?;
        let bound = match &self.dpop {
            Some(dpop) if tokens.are_bound() => format!(", access token bound by DPoP ({})", dpop.algorithm()),
            _ => String::new(),
        };
        let method = self.rp.client_authentication.name();
        self.recorder.pass(format!("Code redeemed with {method}, ID token returned{bound}"));
        Ok(tokens)
    }

    async fn examine_id_token(
        &mut self,
        token: &Secret,
        access_token: Option<&Secret>,
    ) -> Result<Map<String, Value>, Finding> {
        self.recorder.begin(StepKind::IdToken, "Checking the ID token");
        let mut examined = id_token::examine(token.expose(), &self.expectation(access_token));
        self.recorder.message(id_token::message(&examined.header, token));
        if examined.wants_other_keys() {
            let World { fetcher, clock, key_readings } = &self.world;
            let again = key_readings.again(&self.provider.jwks_uri, fetcher, clock).await;
            for message in again.messages() {
                self.recorder.message(message);
            }
            if let Some(keys) = again.keys(self.keys_read_at) {
                self.keys = keys;
            }
            examined = id_token::examine(token.expose(), &self.expectation(access_token));
            self.recorder.finding(again.finding(!examined.wants_other_keys()));
        }
        let mut failed = examined.error().cloned();
        let passed = examined.checks.iter().filter(|check| check.state == crate::trace::CheckState::Passed).count();
        let ends_sessions = self.rp.id_token_session_expiry_supported;
        for claim in claims::with_notes(&examined.claims, &self.expectation(access_token), ends_sessions) {
            self.recorder.claim(claim);
        }
        for check in examined.checks {
            self.recorder.check(check);
        }
        for finding in examined.findings {
            self.recorder.finding(finding);
        }
        if failed.is_none() && ends_sessions {
            failed = claims::session_expiry(&examined.claims, &mut self.recorder);
        }
        match failed {
            Some(finding) => Err(finding),
            None => {
                self.recorder.pass(format!("Signature valid, {passed} checks passed"));
                Ok(examined.claims)
            }
        }
    }

    fn expectation<'a>(&'a self, access_token: Option<&'a Secret>) -> Expectation<'a> {
        Expectation {
            issuer: &self.provider.issuer,
            client_id: &self.rp.client_id,
            nonce: self.request.nonce.as_deref(),
            algorithms: &self.rp.id_token_signed_response_algs,
            keys: &self.keys,
            jwks_uri: self.provider.jwks_uri.as_str(),
            now: self.world.clock.now(),
            access_token: access_token.map(Secret::expose),
        }
    }

    async fn read_userinfo(
        &mut self,
        tokens: Option<&Tokens>,
        subject: &str,
    ) -> Result<Option<Map<String, Value>>, Finding> {
        if !self.rp.attribute_map.wants_userinfo() {
            return Ok(None);
        }
        let (Some(tokens), Ok(Some(endpoint))) = (tokens, &self.provider.userinfo_endpoint) else {
            return Ok(None);
        };
        self.recorder.begin(StepKind::Userinfo, "Reading userinfo, which the mapping asks for");
        if let Some(finding) = tokens.unusable(self.dpop.as_ref()) {
            self.recorder.check(checks::TOKEN_TYPE_UNKNOWN.failed(&finding));
            return Err(finding);
        }
        let dpop = self.dpop.as_mut().filter(|_| tokens.are_bound());
        let access = AccessToken { token: &tokens.access_token, dpop };
        let claims = userinfo::read(endpoint, access, subject, &self.world, &mut self.recorder).await?;
        self.recorder.pass(match &claims {
            Some(claims) => format!("{} claims from userinfo", claims.len()),
            None => "No claims from userinfo".to_owned(),
        });
        Ok(claims)
    }

    fn map(
        &mut self,
        id_token: &Map<String, Value>,
        userinfo: Option<&Map<String, Value>>,
    ) -> Result<Map<String, Value>, Finding> {
        self.recorder.begin(StepKind::ClaimsMapping, "Mapping claims to the profile");
        let context = MappingContext {
            connection_id: &self.rp.connection.id,
            connection_strategy: &self.rp.connection.strategy,
            id_token,
            userinfo,
        };
        let (mapped, findings) = self.rp.attribute_map.apply(context).map_err(|finding| *finding)?;
        for finding in findings {
            self.recorder.finding(finding);
        }
        if mapped.is_empty() {
            let endpoint = self.provider.userinfo_endpoint.as_ref().ok().and_then(Option::as_ref);
            let RelyingParty { attribute_map, scope, channel, .. } = &self.rp;
            self.recorder.finding(attribute_map.nothing_filled(id_token, scope, *channel, endpoint));
        }
        let mut profile = Map::new();
        for attribute in mapped {
            self.recorder.attribute(&attribute.name, attribute.value.clone(), attribute.from);
            profile.insert(attribute.name, attribute.value);
        }
        self.recorder.pass(match profile.len() {
            1 => "1 attribute filled".to_owned(),
            count => format!("{count} attributes filled"),
        });
        Ok(profile)
    }
}

struct Examined {
    subject: String,
    id_token_claims: Map<String, Value>,
    userinfo_claims: Option<Map<String, Value>>,
    profile: Map<String, Value>,
}

async fn discover(
    rp: &RelyingParty,
    world: &World,
    recorder: &mut Recorder,
) -> Result<(ProviderMetadata, Arc<Keys>), Finding> {
    let (provider, findings) =
        metadata::resolve(&rp.provider, rp.channel, &world.fetcher).await.map_err(|finding| *finding)?;
    for finding in findings {
        recorder.finding(finding);
    }
    if rp.attribute_map.wants_userinfo()
        && let Err(finding) = &provider.userinfo_endpoint
    {
        return Err((**finding).clone());
    }
    let keys = keys::read(&provider.jwks_uri, &world.fetcher).await?;
    let count = keys.each().count();
    recorder.pass(format!("Configuration and {count} {} loaded", if count == 1 { "key" } else { "keys" }));
    Ok((provider, Arc::new(keys)))
}

fn prepare(
    rp: &RelyingParty,
    provider: &ProviderMetadata,
    application: &[(String, String)],
    recorder: &mut Recorder,
) -> Result<(AuthorizationRequest, Option<Dpop>), Finding> {
    if !rp.scope.split_whitespace().any(|scope| scope == "openid") {
        return Err(checks::OPENID_SCOPE_MISSING
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
    upstream_params::add(rp, application, &mut request.url, recorder);
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
            checks::CODE_UNPROTECTED
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
        checks::PKCE_NOT_ADVERTISED
            .finding(member, format!("{because}. The nonce protects the code."))
            .expected("S256 among code_challenge_methods_supported")
            .got(list_or_none(&provider.code_challenge_methods_supported))
            .remedy("If the provider supports S256 without saying so, as Microsoft Entra ID does, set PKCE to S256.")
    })
}

fn list_or_none(values: &[String]) -> String {
    if values.is_empty() { "none".to_owned() } else { values.join(", ") }
}

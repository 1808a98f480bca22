use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};
use url::Url;

use super::{
    asked,
    authorization::AuthorizationRequest,
    begin::{discover, prepare},
    checks, claims,
    dpop::Dpop,
    id_token::{self, Examined, Expectation, LEEWAY},
    judging::{self, Circumstances},
    keys,
    mapping::MappingContext,
    recorder::{Observer, Recorder},
    redemption::Redemption,
    refusal::Refusal,
    relying_party::RelyingParty,
    response::{self, AuthorizationResponse},
    said::Asked,
    tokens::Tokens,
    userinfo::{self, AccessToken},
    world::World,
};
use crate::{
    Channel, Finding, Secret,
    http::{Clocks, ServerClock},
    keys::KnownKeys,
    metadata::ProviderMetadata,
    trace::{Evidence, JudgedBy, StepKind, Trace},
};

/// A sign-in that has begun and waits for the authorization response.
#[derive(Debug)]
pub struct SignIn {
    rp: RelyingParty,
    world: World,
    provider: ProviderMetadata,
    keys: KnownKeys,
    /// When the keys were had: later than they were read, where they were remembered.
    began: DateTime<Utc>,
    request: AuthorizationRequest,
    dpop: Option<Dpop>,
    /// What its answers say of the provider's clock.
    clocks: Clocks,
    /// By the host that hands out the ID token, once that came.
    server_clock: Option<ServerClock>,
    keeps_tokens: bool,
    recorder: Recorder,
}

/// A sign-in that was verified and mapped. The trace stays open for what the caller does with it.
#[derive(Debug)]
pub struct Verified {
    pub subject: String,
    pub userinfo_claims: Option<Map<String, Value>>,
    /// The mapped attributes.
    pub profile: Map<String, Value>,
    pub recorder: Recorder,
}

impl SignIn {
    /// Resolves the provider, reads its keys and writes the authorization request. `application` is what an application sent
    /// under the names of [`UPSTREAM_ALIASES`](super::UPSTREAM_ALIASES); empty where there is none.
    pub async fn begin(
        rp: RelyingParty,
        application: &[(String, String)],
        world: World,
        observer: Observer,
    ) -> Result<SignIn, Box<Refusal>> {
        let clocks = Clocks::default();
        let world = World { fetcher: world.fetcher.telling(&clocks, &world.clock), ..world };
        let mut recorder = Recorder::new(rp.channel, &world.clock, observer);
        recorder.begin(StepKind::Discovery, "Reading the provider's configuration");
        let (provider, keys) = match discover(&rp, &world, &mut recorder).await {
            Ok(found) => found,
            Err(finding) => return Err(Box::new(recorder.refuse(finding))),
        };
        let began = world.clock.now();
        recorder.begin(StepKind::AuthorizationRequest, "Writing the authorization request");
        let (request, dpop) = match prepare(&rp, &provider, application, &mut recorder) {
            Ok(prepared) => prepared,
            Err(finding) => return Err(Box::new(recorder.refuse(finding))),
        };
        recorder.begin(StepKind::SignIn, "Waiting for the person at the provider");
        Ok(SignIn {
            rp,
            world,
            provider,
            keys,
            began,
            request,
            dpop,
            clocks,
            server_clock: None,
            keeps_tokens: false,
            recorder,
        })
    }

    /// Its trace brings the tokens along, in memory.
    pub fn keeping_tokens(self, keeps_tokens: bool) -> Self {
        SignIn { keeps_tokens, ..self }
    }

    pub fn authorization_url(&self) -> &Url {
        &self.request.url
    }

    /// The state that the response has to carry; bind it to the browser.
    pub fn state(&self) -> &str {
        &self.request.state
    }

    /// What tells the meaning of a page that nobody comes back from: [`said::page`](super::said::page).
    pub fn asked(&self) -> Asked {
        Asked::by(&self.request, &self.provider)
    }

    /// Checks the response, redeems the code, verifies the ID token, reads userinfo if the mapping asks for it, and maps.
    pub async fn finish(mut self, response: AuthorizationResponse) -> Result<Verified, Box<Refusal>> {
        self.recorder.pass("The browser came back");
        match self.verify(&response).await {
            Ok(Accepted { subject, userinfo_claims, profile }) => {
                Ok(Verified { subject, userinfo_claims, profile, recorder: self.recorder })
            }
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

    async fn verify(&mut self, response: &AuthorizationResponse) -> Result<Accepted, Finding> {
        let carried = self.examine_response(response)?;
        let (id_token_claims, tokens) = match self.rp.channel {
            Channel::FrontChannel => (self.examine_id_token(&Secret::new(carried), None).await?, None),
            Channel::BackChannel => {
                let tokens = self.redeem(carried).await?;
                (self.examine_id_token(&tokens.id_token, tokens.access_token.as_ref()).await?, Some(tokens))
            }
        };
        let subject = id_token_claims.get("sub").and_then(Value::as_str).unwrap_or_default().to_owned();
        let userinfo_claims = self.read_userinfo(tokens.as_ref(), &subject).await?;
        let profile = self.map(&id_token_claims, userinfo_claims.as_ref())?;
        Ok(Accepted { subject, userinfo_claims, profile })
    }

    fn examine_response(&mut self, response: &AuthorizationResponse) -> Result<String, Finding> {
        self.recorder.begin(StepKind::AuthorizationResponse, "Checking the authorization response");
        self.recorder.message(response.message());
        let carried = response::examine(response, self.rp.channel, &self.request, &self.provider, &mut self.recorder)?;
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
        let tells = [self.provider.token_endpoint.as_ref(), Some(&self.provider.jwks_uri)];
        let heard = tells.into_iter().flatten().find_map(|url| self.clocks.of(url));
        self.server_clock = heard.or_else(|| self.keys.clock.clone());
        let mut examined = id_token::examine(token.expose(), &self.expectation(access_token));
        self.recorder.message(id_token::message(&examined.header, token));
        if examined.wants_other_keys() {
            let World { fetcher, clock, key_readings, .. } = &self.world;
            let remembered = self.remembered_for();
            // Who began with remembered keys has asked nobody yet: what was read before it began holds it back from nothing.
            let since = remembered.map(|_| self.began);
            let again = key_readings.again(&self.provider.jwks_uri, fetcher, clock, since).await;
            for message in keys::messages(&again) {
                self.recorder.message(message);
            }
            if let Some(keys) = again.keys(self.keys.read_at) {
                self.keys.keys = keys;
            }
            examined = id_token::examine(token.expose(), &self.expectation(access_token));
            self.recorder.finding(keys::read_again(&again, !examined.wants_other_keys(), remembered));
        }
        if let Some(evidence) = self.evidence(token, access_token, &examined) {
            self.recorder.evidence(evidence);
        }
        let ends_sessions = self.rp.id_token_session_expiry_supported;
        let noted = claims::with_notes(&examined.claims, &self.expectation(access_token), ends_sessions);
        let unmet = asked::unmet(&self.request.url, &examined.claims, self.world.clock.now());
        judging::id_token(examined, noted, unmet, ends_sessions, &mut self.recorder)
    }

    /// How old the keys were when the sign-in began, where they were not read for it.
    fn remembered_for(&self) -> Option<TimeDelta> {
        self.keys.remembered.then(|| self.began - self.keys.read_at)
    }

    /// By which it can be judged again; none of what is no token.
    fn evidence(&self, token: &Secret, access_token: Option<&Secret>, examined: &Examined) -> Option<Evidence> {
        let expect = self.expectation(access_token);
        let rp = &self.rp;
        let kept = |token: Option<&Secret>| token.filter(|_| self.keeps_tokens).cloned();
        Some(Evidence {
            channel: rp.channel,
            header: examined.header.clone(),
            claims: examined.claims.clone(),
            by_keys: id_token::by_keys(token.expose(), examined, &expect)?,
            keys: self.keys.keys.served().clone(),
            jwks_uri: expect.jwks_uri.to_owned(),
            now: expect.now,
            clock: self.server_clock.clone(),
            nonce: self.request.nonce.clone(),
            userinfo: None,
            userinfo_endpoint: self.userinfo_endpoint().map(Url::to_string),
            scope: rp.scope.clone(),
            connection_id: rp.connection.id.clone(),
            connection_strategy: rp.connection.strategy.clone(),
            ends_sessions: rp.id_token_session_expiry_supported,
            judged_by: JudgedBy {
                issuer: expect.issuer.to_owned(),
                client_id: rp.client_id.clone(),
                algorithms: rp.id_token_signed_response_algs.clone(),
                leeway_seconds: u32::try_from(expect.leeway.num_seconds()).unwrap_or_default(),
                nonce: expect.nonce.is_some(),
                attribute_map: rp.attribute_map.to_json(),
            },
            id_token: kept(Some(token)),
            access_token: kept(access_token),
        })
    }

    fn userinfo_endpoint(&self) -> Option<&Url> {
        self.provider.userinfo_endpoint.as_ref().ok().and_then(Option::as_ref)
    }

    fn expectation<'a>(&'a self, access_token: Option<&'a Secret>) -> Expectation<'a> {
        Expectation {
            issuer: &self.provider.issuer,
            client_id: &self.rp.client_id,
            nonce: self.request.nonce.as_deref(),
            algorithms: &self.rp.id_token_signed_response_algs,
            keys: &self.keys.keys,
            jwks_uri: self.provider.jwks_uri.as_str(),
            now: self.world.clock.now(),
            leeway: LEEWAY,
            clock: self.server_clock.as_ref(),
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
            self.recorder.check(checks::token::TOKEN_TYPE_UNKNOWN.failed(&finding));
            return Err(finding);
        }
        let dpop = self.dpop.as_mut().filter(|_| tokens.are_bound());
        let claims = match &tokens.access_token {
            Some(token) => {
                let access = AccessToken { token, dpop };
                userinfo::read(endpoint, access, subject, (&self.rp, &self.provider), &self.world, &mut self.recorder)
                    .await?
            }
            None => {
                self.recorder.finding(userinfo::without_access_token(endpoint));
                None
            }
        };
        if let Some(claims) = &claims {
            self.recorder.userinfo(claims);
        }
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
        let endpoint = self.userinfo_endpoint().cloned();
        let RelyingParty { attribute_map, scope, channel, .. } = &self.rp;
        let given = Circumstances { channel: *channel, scope, userinfo_endpoint: endpoint.as_ref() };
        judging::mapping(attribute_map, context, &given, &mut self.recorder)
    }
}

struct Accepted {
    subject: String,
    userinfo_claims: Option<Map<String, Value>>,
    profile: Map<String, Value>,
}

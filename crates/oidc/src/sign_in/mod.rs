//! One sign-in as a relying party, used by the tenant for every login and by the test window: what a test shows is what
//! production does.

mod authorization;
pub(crate) mod checks;
mod diagnosis;
pub mod id_token;
pub mod mapping;
mod recorder;
mod response;
mod token;
mod userinfo;

use openidconnect::core::CoreJsonWebKeySet;
use serde_json::{Map, Value};
use url::Url;

use self::{authorization::AuthorizationRequest, id_token::Expectation, mapping::MappingContext, token::Tokens};
pub use self::{
    authorization::Pkce,
    checks::{APPLICATION_REFUSED, NOT_PROVISIONED, USER_NOT_KEPT, catalogue},
    mapping::AttributeMap,
    recorder::{Observer, Recorder},
    response::AuthorizationResponse,
};
use crate::{
    Channel, Clock, Finding, Secret,
    discovery::Fetcher,
    metadata::{self, ProviderMetadata, ProviderSource},
    trace::{Claim, StepKind, Trace},
};

/// One side of a sign-in: what a connection is configured to be.
#[derive(Debug, Clone)]
pub struct RelyingParty {
    pub connection: ConnectionRef,
    pub provider: ProviderSource,
    pub channel: Channel,
    pub client_id: String,
    pub client_secret: Option<Secret>,
    pub redirect_uri: Url,
    /// As it goes on the wire: space separated.
    pub scope: String,
    pub pkce: Pkce,
    pub attribute_map: AttributeMap,
}

/// What templates can say about the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionRef {
    pub id: String,
    pub name: String,
    pub strategy: String,
}

/// What a sign-in needs of the world around it.
#[derive(Debug, Clone)]
pub struct World {
    pub fetcher: Fetcher,
    pub clock: Clock,
}

/// A sign-in that has begun and waits for the authorization response.
#[derive(Debug)]
pub struct SignIn {
    rp: RelyingParty,
    world: World,
    provider: ProviderMetadata,
    keys: CoreJsonWebKeySet,
    request: AuthorizationRequest,
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
        let provider_denied = self.finding.code == checks::PROVIDER_REFUSED.code
            && self.finding.got.as_deref().is_some_and(|got| got.starts_with("access_denied"));
        let error = if provider_denied { "access_denied" } else { "server_error" };
        (error, format!("{} ({})", self.finding.message, self.finding.code))
    }
}

impl SignIn {
    /// Resolves the provider, reads its keys and writes the authorization request.
    pub async fn begin(rp: RelyingParty, world: World, observer: Observer) -> Result<SignIn, Box<Refusal>> {
        let mut recorder = Recorder::new(rp.channel, &world.clock, observer);
        recorder.begin(StepKind::Discovery, "Reading the provider's configuration");
        let (provider, keys) = match discover(&rp, &world, &mut recorder).await {
            Ok(found) => found,
            Err(finding) => return Err(Box::new(recorder.refuse(finding))),
        };
        recorder.begin(StepKind::AuthorizationRequest, "Writing the authorization request");
        let request = match prepare(&rp, &provider, &mut recorder) {
            Ok(request) => request,
            Err(finding) => return Err(Box::new(recorder.refuse(finding))),
        };
        recorder.begin(StepKind::SignIn, "Waiting for the person at the provider");
        Ok(SignIn { rp, world, provider, keys, request, recorder })
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

    /// Ends the sign-in before the response came.
    pub fn abandon(self, reason: impl Into<String>) -> Trace {
        self.recorder.abandon(reason)
    }

    async fn verify(&mut self, response: &AuthorizationResponse) -> Result<Mapped, Finding> {
        let carried = self.examine_response(response)?;
        let (id_token, access_token) = match self.rp.channel {
            Channel::FrontChannel => (Secret::new(carried), None),
            Channel::BackChannel => {
                let tokens = self.redeem(carried).await?;
                (tokens.id_token, Some(tokens.access_token))
            }
        };
        let id_token_claims = self.examine_id_token(&id_token, access_token.as_ref())?;
        let subject = id_token_claims.get("sub").and_then(Value::as_str).unwrap_or_default().to_owned();
        let userinfo_claims = self.read_userinfo(access_token.as_ref(), &subject).await?;
        let profile = self.map(&id_token_claims, userinfo_claims.as_ref());
        Ok(Mapped { subject, id_token_claims, userinfo_claims, profile })
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
        let verifier = self.request.verifier.as_ref();
        let tokens =
            token::redeem(&self.rp, &self.provider, &self.world.fetcher, code, verifier, &mut self.recorder).await?;
        self.recorder.pass("Code redeemed with client_secret_post, ID token returned");
        Ok(tokens)
    }

    fn examine_id_token(
        &mut self,
        token: &Secret,
        access_token: Option<&Secret>,
    ) -> Result<Map<String, Value>, Finding> {
        self.recorder.begin(StepKind::IdToken, "Checking the ID token");
        let expect = Expectation {
            issuer: &self.provider.issuer,
            client_id: &self.rp.client_id,
            nonce: self.request.nonce.as_deref(),
            keys: &self.keys,
            jwks_uri: self.provider.jwks_uri.as_str(),
            now: self.world.clock.now(),
            access_token: access_token.map(Secret::expose),
        };
        let examined = id_token::examine(token.expose(), &expect);
        let failed = examined.error().cloned();
        let passed = examined.checks.iter().filter(|check| check.state == crate::trace::CheckState::Passed).count();
        self.recorder.message(id_token::message(&examined.header, token));
        for claim in claims_with_notes(&examined.claims, &expect) {
            self.recorder.claim(claim);
        }
        for check in examined.checks {
            self.recorder.check(check);
        }
        for finding in examined.findings {
            self.recorder.finding(finding);
        }
        match failed {
            Some(finding) => Err(finding),
            None => {
                self.recorder.pass(format!("Signature valid, {passed} checks passed"));
                Ok(examined.claims)
            }
        }
    }

    async fn read_userinfo(
        &mut self,
        access_token: Option<&Secret>,
        subject: &str,
    ) -> Result<Option<Map<String, Value>>, Finding> {
        if !self.rp.attribute_map.wants_userinfo() {
            return Ok(None);
        }
        let (Some(access_token), Some(endpoint)) = (access_token, self.provider.userinfo_endpoint.clone()) else {
            return Ok(None);
        };
        self.recorder.begin(StepKind::Userinfo, "Reading userinfo, which the mapping asks for");
        let claims = userinfo::read(&endpoint, access_token, subject, &self.world.fetcher, &mut self.recorder).await?;
        self.recorder.pass(match &claims {
            Some(claims) => format!("{} claims from userinfo", claims.len()),
            None => "No claims from userinfo".to_owned(),
        });
        Ok(claims)
    }

    fn map(&mut self, id_token: &Map<String, Value>, userinfo: Option<&Map<String, Value>>) -> Map<String, Value> {
        self.recorder.begin(StepKind::ClaimsMapping, "Mapping claims to the profile");
        let context = MappingContext {
            connection_id: &self.rp.connection.id,
            connection_strategy: &self.rp.connection.strategy,
            id_token,
            userinfo,
        };
        let (mapped, findings) = self.rp.attribute_map.apply(context);
        for finding in findings {
            self.recorder.finding(finding);
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
        profile
    }
}

struct Mapped {
    subject: String,
    id_token_claims: Map<String, Value>,
    userinfo_claims: Option<Map<String, Value>>,
    profile: Map<String, Value>,
}

async fn discover(
    rp: &RelyingParty,
    world: &World,
    recorder: &mut Recorder,
) -> Result<(ProviderMetadata, CoreJsonWebKeySet), Finding> {
    let (provider, findings) =
        metadata::resolve(&rp.provider, rp.channel, &world.fetcher).await.map_err(|finding| *finding)?;
    for finding in findings {
        recorder.finding(finding);
    }
    let keys = read_keys(&provider.jwks_uri, &world.fetcher).await?;
    let count = keys.keys().len();
    recorder.pass(format!("Configuration and {count} {} loaded", if count == 1 { "key" } else { "keys" }));
    Ok((provider, keys))
}

async fn read_keys(jwks_uri: &Url, fetcher: &Fetcher) -> Result<CoreJsonWebKeySet, Finding> {
    let unreadable = |got: String| {
        checks::KEY_SET_UNREADABLE
            .finding("jwks_uri", format!("The keys at {jwks_uri} cannot be read: {got}"))
            .expected("a JSON Web Key Set with a key that verifies signatures")
            .got(got)
            .remedy("Check jwks_uri, and whether this computer, and Auth0's servers, can reach it.")
    };
    let fetched = fetcher.fetch(jwks_uri).await.map_err(|error| unreadable(error.to_string()))?;
    if fetched.status != 200 {
        return Err(unreadable(format!("it answered {}.", fetched.status)));
    }
    // The library leaves out keys that it does not know, which is right for signing in.
    let keys: CoreJsonWebKeySet =
        serde_json::from_slice(&fetched.body).map_err(|error| unreadable(format!("it is no key set ({error}).")))?;
    if openidconnect::JsonWebKeySet::keys(&keys).is_empty() {
        return Err(unreadable("it holds no key of a known type.".to_owned()));
    }
    Ok(keys)
}

fn prepare(
    rp: &RelyingParty,
    provider: &ProviderMetadata,
    recorder: &mut Recorder,
) -> Result<AuthorizationRequest, Finding> {
    if !rp.scope.split_whitespace().any(|scope| scope == "openid") {
        return Err(checks::OPENID_SCOPE_MISSING
            .finding("scope", format!("The scopes are “{}”, without openid.", rp.scope))
            .expected("openid among the scopes")
            .got(&rp.scope)
            .remedy("Add openid to the connection's scopes."));
    }
    if rp.channel == Channel::BackChannel && rp.client_secret.is_none() {
        return Err(checks::SECRET_MISSING
            .finding("client_secret", "The connection has no client secret, and Back Channel needs one.")
            .expected("a client secret")
            .got("none")
            .remedy("Create a client secret at the provider and paste its value."));
    }
    let request = AuthorizationRequest::new(rp, provider)?;
    recorder.message(request.message());
    if rp.channel == Channel::BackChannel && rp.pkce == Pkce::Auto && request.method.is_none() {
        recorder.finding(
            checks::PKCE_NOT_ADVERTISED
                .finding("code_challenge_method", "The provider advertises no PKCE method, so PKCE auto sends none.")
                .expected("S256 among code_challenge_methods_supported")
                .got(list_or_none(&provider.code_challenge_methods_supported))
                .remedy(
                    "If the provider supports S256 without saying so, as Microsoft Entra ID does, set PKCE to S256.",
                ),
        );
    }
    let flow = match (rp.channel, request.method) {
        (Channel::BackChannel, Some(method)) => format!("Code flow with PKCE {method}"),
        (Channel::BackChannel, None) => "Code flow without PKCE".to_owned(),
        (Channel::FrontChannel, _) => "ID token by form_post".to_owned(),
    };
    recorder.pass(format!("{flow}, scopes {}", rp.scope));
    Ok(request)
}

fn list_or_none(values: &[String]) -> String {
    if values.is_empty() { "none".to_owned() } else { values.join(", ") }
}

fn claims_with_notes(claims: &Map<String, Value>, expect: &Expectation<'_>) -> Vec<Claim> {
    claims
        .iter()
        .map(|(name, value)| Claim { name: name.clone(), value: value.clone(), note: note(name, value, expect) })
        .collect()
}

fn note(name: &str, value: &Value, expect: &Expectation<'_>) -> Option<String> {
    let text = value.as_str();
    match name {
        "iss" if text == Some(expect.issuer) => Some("Equals the issuer".to_owned()),
        "aud" if text == Some(expect.client_id) => Some("Equals the client ID".to_owned()),
        "nonce" if text == expect.nonce && text.is_some() => Some("Equals the one sent".to_owned()),
        "sub" => Some("Becomes the user ID".to_owned()),
        "iat" | "exp" | "nbf" | "auth_time" => {
            let instant = chrono::DateTime::from_timestamp(value.as_i64()?, 0)?;
            Some(instant.format("%Y-%m-%d %H:%M:%S UTC").to_string())
        }
        _ => None,
    }
}

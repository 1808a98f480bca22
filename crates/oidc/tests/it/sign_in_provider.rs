//! A provider that answers sign-ins as a test says, and remembers what it was sent.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use lintel_oidc::{
    Channel, Clock, Secret,
    http::Fetcher,
    metadata::ProviderSource,
    sign_in::{
        AttributeMap, AuthorizationResponse, ClientAuthentication, ConnectionRef, Pkce, Refusal, RelyingParty, SignIn,
        Verified, World,
    },
    signing::{SigningAlgorithm, SigningKey},
    trace::{Message, Step, StepKind, Trace},
};
use serde_json::{Map, Value, json};
use tokio::{net::TcpListener, sync::watch};
use url::{Url, form_urlencoded};

pub(crate) const CLIENT_ID: &str = "client-1";
pub(crate) const ACCESS_TOKEN: &str = "access-1";

/// What makes one provider unlike another.
pub(crate) struct Manner {
    pub(crate) signs_with: SigningAlgorithm,
    /// The kid of a key, in its key set and in the tokens that it signs.
    pub(crate) kid: fn(&SigningKey) -> Option<String>,
    pub(crate) token_type: &'static str,
    /// Refuses proofs without its nonce, another one at each endpoint.
    pub(crate) wants_dpop_nonce: bool,
    /// Answers every token request with this error.
    pub(crate) token_error: Option<&'static str>,
    /// Members over the sound claims of the ID token; null leaves one out.
    pub(crate) claims: Value,
    pub(crate) dpop_signing_alg_values_supported: Value,
}

impl Default for Manner {
    fn default() -> Self {
        Manner {
            signs_with: SigningAlgorithm::ES256,
            kid: |key| Some(key.kid().to_owned()),
            token_type: "Bearer",
            wants_dpop_nonce: false,
            token_error: None,
            claims: json!({}),
            dpop_signing_alg_values_supported: json!(["ES256", "ES384", "ES512", "Ed25519"]),
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) path: &'static str,
    pub(crate) form: HashMap<String, String>,
    pub(crate) authorization: Option<String>,
    pub(crate) dpop: Option<String>,
}

#[derive(Debug, Clone)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

pub(crate) struct Provider {
    pub(crate) url: String,
    manner: Manner,
    key: Mutex<SigningKey>,
    /// What the address of the keys answers.
    keys: Mutex<(StatusCode, Value)>,
    /// Whether whoever asks for the keys waits.
    held: watch::Sender<bool>,
    nonce: Mutex<Option<String>>,
    seen: Mutex<Vec<Seen>>,
    /// In place of sound answers.
    answers: Mutex<HashMap<&'static str, Answer>>,
}

impl Provider {
    pub(crate) async fn start(manner: Manner) -> Arc<Provider> {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let provider = Arc::new(Provider {
            url: format!("http://{}", listener.local_addr().expect("an address")),
            key: Mutex::new(SigningKey::generate(manner.signs_with).expect("a key")),
            keys: Mutex::default(),
            held: watch::Sender::new(false),
            manner,
            nonce: Mutex::default(),
            seen: Mutex::default(),
            answers: Mutex::default(),
        });
        provider.publish();
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/jwks", get(keys))
            .route("/token", post(token))
            .route("/userinfo", get(userinfo))
            .with_state(Arc::clone(&provider));
        tokio::spawn(async move { axum::serve(listener, router).await });
        provider
    }

    /// A back channel connection to this provider, with a secret.
    pub(crate) fn relying_party(&self) -> RelyingParty {
        let endpoint = |path: &str| Some(format!("{}/{path}", self.url));
        RelyingParty {
            connection: ConnectionRef { id: "con_1".to_owned(), name: "acme".to_owned(), strategy: "oidc".to_owned() },
            provider: ProviderSource {
                issuer: Some(self.url.clone()),
                authorization_endpoint: endpoint("authorize"),
                token_endpoint: endpoint("token"),
                userinfo_endpoint: endpoint("userinfo"),
                jwks_uri: endpoint("jwks"),
                metadata: Some(Map::from_iter([(
                    "dpop_signing_alg_values_supported".to_owned(),
                    self.manner.dpop_signing_alg_values_supported.clone(),
                )])),
                discovery_url: None,
            },
            channel: Channel::BackChannel,
            client_id: CLIENT_ID.to_owned(),
            client_authentication: ClientAuthentication::ClientSecretPost(Some(Secret::new("secret-1"))),
            redirect_uri: "http://localhost:4400/login/callback".parse().expect("a URL"),
            scope: "openid email".to_owned(),
            pkce: Pkce::S256,
            send_back_channel_nonce: false,
            upstream_params: Vec::new(),
            dpop_signing_alg: None,
            id_token_signed_response_algs: Vec::new(),
            id_token_session_expiry_supported: false,
            attribute_map: AttributeMap::BindAll,
        }
    }

    /// Begins, and answers as the browser would.
    pub(crate) async fn sign_in(&self, rp: RelyingParty) -> Result<Verified, Refusal> {
        let sign_in = begin(rp, &[]).await?;
        self.finish(sign_in).await
    }

    /// Answers a sign-in as the browser would.
    pub(crate) async fn finish(&self, sign_in: SignIn) -> Result<Verified, Refusal> {
        let response = self.response(&sign_in);
        sign_in.finish(response).await.map_err(|refusal| *refusal)
    }

    pub(crate) fn response(&self, sign_in: &SignIn) -> AuthorizationResponse {
        let mut sent = query(sign_in.authorization_url());
        *self.nonce.lock().expect("no panic") = sent.remove("nonce");
        let state = sign_in.state();
        match sent["response_type"].as_str() {
            "code" => AuthorizationResponse::from_query(&format!("code=code-1&state={state}")),
            _ => AuthorizationResponse::from_form(format!("id_token={}&state={state}", self.id_token()).as_bytes()),
        }
    }

    /// Signs with another key from now on, which is not in the key set yet.
    pub(crate) fn change_key(&self) {
        *self.key.lock().expect("no panic") = SigningKey::generate(self.manner.signs_with).expect("a key");
    }

    /// Puts the key that signs into the key set, alone.
    pub(crate) fn publish(&self) {
        self.answer_keys(StatusCode::OK, self.key_set());
    }

    /// The key that signs, alone.
    pub(crate) fn key_set(&self) -> Value {
        let key = self.key.lock().expect("no panic");
        let mut jwk = key.public_jwk();
        jwk["kid"] = (self.manner.kid)(&key).into();
        json!({ "keys": [jwk] })
    }

    /// Lets whoever asks for the keys wait, until it is taken back.
    pub(crate) fn hold_keys(&self, held: bool) {
        self.held.send_replace(held);
    }

    /// Answers this where the keys are.
    pub(crate) fn answer_keys(&self, status: StatusCode, body: Value) {
        *self.keys.lock().expect("no panic") = (status, body);
    }

    pub(crate) fn seen(&self, path: &str) -> Vec<Seen> {
        self.seen.lock().expect("no panic").iter().filter(|seen| seen.path == path).cloned().collect()
    }

    fn remember(&self, path: &'static str, headers: &HeaderMap, body: &[u8]) -> Seen {
        let text = |name: &str| headers.get(name).map(|value| value.to_str().expect("text").to_owned());
        let seen = Seen {
            path,
            form: form_urlencoded::parse(body).into_owned().collect(),
            authorization: text("authorization"),
            dpop: text("dpop"),
        };
        self.seen.lock().expect("no panic").push(seen.clone());
        seen
    }

    /// Answers at this place with this body from now on.
    pub(crate) fn serve(&self, place: &'static str, body: &[u8]) {
        self.answer(place, 200, &[("content-type", "application/json")], body);
    }

    /// Answers like this at this place from now on.
    pub(crate) fn answer(&self, place: &'static str, status: u16, headers: &[(&str, &str)], body: &[u8]) {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.answers.lock().expect("no panic").insert(place, Answer { status, headers, body: body.to_vec() });
    }

    fn body(&self, place: &str) -> Option<Response> {
        let answer = self.answers.lock().expect("no panic").get(place)?.clone();
        let mut response = Response::builder().status(answer.status);
        for (name, value) in &answer.headers {
            response = response.header(name, value);
        }
        Some(response.body(answer.body.into()).expect("an answer"))
    }

    fn lacks_nonce(&self, seen: &Seen, nonce: &str) -> bool {
        let sent = seen.dpop.as_deref().and_then(|proof| part(proof, 1).get("nonce").cloned());
        self.manner.wants_dpop_nonce && sent != Some(nonce.into())
    }

    pub(crate) fn id_token(&self) -> String {
        let now = Clock::system().now().timestamp();
        let mut claims = json!({
            "iss": self.url, "aud": CLIENT_ID, "sub": "ada", "iat": now, "exp": now + 300,
            "nonce": *self.nonce.lock().expect("no panic"),
        });
        let claims = claims.as_object_mut().expect("an object");
        claims.extend(self.manner.claims.as_object().expect("an object").clone());
        claims.retain(|_, value| !value.is_null());
        let key = self.key.lock().expect("no panic");
        let kid = (self.manner.kid)(&key).map(Value::from);
        let token = match kid {
            Some(kid) => key.sign_with([("typ", "JWT".into()), ("kid", kid)], claims),
            None => key.sign_with([("typ", "JWT".into())], claims),
        };
        token.expect("a token")
    }
}

/// A world of its own.
pub(crate) fn world() -> World {
    World::new(Fetcher::new().expect("a fetcher"), Clock::system())
}

/// Begins a sign-in with the parameters of an application.
pub(crate) async fn begin(rp: RelyingParty, application: &[(&str, &str)]) -> Result<SignIn, Refusal> {
    let application: Vec<(String, String)> =
        application.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    begin_in(&world(), rp, &application).await
}

/// Begins a sign-in beside others of the same world.
pub(crate) async fn begin_in(
    world: &World,
    rp: RelyingParty,
    application: &[(String, String)],
) -> Result<SignIn, Refusal> {
    SignIn::begin(rp, application, world.clone(), Arc::new(|_| {})).await.map_err(|refusal| *refusal)
}

pub(crate) fn query(url: &Url) -> HashMap<String, String> {
    url.query_pairs().into_owned().collect()
}

/// The header (0) or the claims (1) of a JWT.
pub(crate) fn part(token: &str, index: usize) -> Value {
    let part = token.split('.').nth(index).expect("a part");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64url")).expect("JSON")
}

pub(crate) fn step(trace: &Trace, kind: StepKind) -> &Step {
    trace.steps.iter().find(|step| step.kind == kind).expect("the step")
}

/// The value of a field in the messages of a step, the first that has it.
pub(crate) fn field<'a>(messages: &'a [Message], name: &str) -> Option<&'a str> {
    messages
        .iter()
        .flat_map(|message| &message.fields)
        .find(|field| field.name == name)
        .map(|field| field.value.as_str())
}

async fn discovery(State(provider): State<Arc<Provider>>, headers: HeaderMap) -> Response {
    provider.remember("discovery", &headers, &[]);
    provider.body("discovery").unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
}

async fn keys(State(provider): State<Arc<Provider>>, headers: HeaderMap) -> Response {
    provider.remember("jwks", &headers, &[]);
    // A provider that is gone answers nobody.
    let _ = provider.held.subscribe().wait_for(|held| !held).await;
    let (status, body) = provider.keys.lock().expect("no panic").clone();
    provider.body("jwks").unwrap_or_else(|| (status, axum::Json(body)).into_response())
}

async fn token(State(provider): State<Arc<Provider>>, headers: HeaderMap, body: Bytes) -> Response {
    let seen = provider.remember("token", &headers, &body);
    if provider.lacks_nonce(&seen, "token-nonce") {
        let body = axum::Json(json!({ "error": "use_dpop_nonce" }));
        return (StatusCode::BAD_REQUEST, [("dpop-nonce", "token-nonce")], body).into_response();
    }
    if let Some(error) = provider.manner.token_error {
        return (StatusCode::BAD_REQUEST, axum::Json(json!({ "error": error }))).into_response();
    }
    if let Some(body) = provider.body("token") {
        return body;
    }
    axum::Json(json!({
        "access_token": ACCESS_TOKEN, "token_type": provider.manner.token_type, "id_token": provider.id_token(),
    }))
    .into_response()
}

async fn userinfo(State(provider): State<Arc<Provider>>, headers: HeaderMap) -> Response {
    let seen = provider.remember("userinfo", &headers, &[]);
    if provider.lacks_nonce(&seen, "userinfo-nonce") {
        let headers = [("dpop-nonce", "userinfo-nonce"), ("www-authenticate", r#"DPoP error="use_dpop_nonce""#)];
        return (StatusCode::UNAUTHORIZED, headers).into_response();
    }
    let sound = || axum::Json(json!({ "sub": "ada", "email": "ada@example.com" })).into_response();
    provider.body("userinfo").unwrap_or_else(sound)
}

//! A provider that answers a preflight as a test says, and remembers what it was sent.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use lintel_oidc::{
    Channel, Clock, Secret,
    http::Fetcher,
    metadata::ProviderSource,
    preflight::{Callback, Course, Pace, Preflight, Subject},
    sign_in::{AttributeMap, ClientAuthentication, ConnectionRef, Pkce, RelyingParty, World},
};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use url::form_urlencoded;

pub(crate) const CLIENT_ID: &str = "client-1";
pub(crate) const SECRET: &str = "s3cret-of-the-test";
pub(crate) const CALLBACK: &str = "https://tenant.example/login/callback";

pub(crate) type Sent = HashMap<String, String>;

pub(crate) struct Provider {
    pub(crate) url: String,
    /// Before its endpoints, as `/realms/acme`.
    path: &'static str,
    authorize: fn(&Sent) -> Response,
    token: fn(&Sent) -> Response,
    /// What came to which endpoint, in order; a wait between two as `wait`.
    pub(crate) seen: Mutex<Vec<(&'static str, Sent)>>,
}

impl Provider {
    pub(crate) async fn start(authorize: fn(&Sent) -> Response, token: fn(&Sent) -> Response) -> Arc<Provider> {
        Provider::start_at("", authorize, token).await
    }

    pub(crate) async fn start_at(
        path: &'static str,
        authorize: fn(&Sent) -> Response,
        token: fn(&Sent) -> Response,
    ) -> Arc<Provider> {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let provider = Arc::new(Provider { url, path, authorize, token, seen: Mutex::default() });
        let router = Router::new()
            .route(&format!("{path}/authorize/"), get(authorized))
            .route(&format!("{path}/token"), post(redeemed))
            .route("/jwks", get(async || axum::Json(json!({ "keys": [] }))))
            .fallback(async || (StatusCode::IM_A_TEAPOT, "nobody follows"))
            .with_state(Arc::clone(&provider));
        tokio::spawn(async move { axum::serve(listener, router).await });
        provider
    }

    pub(crate) fn relying_party(&self) -> RelyingParty {
        RelyingParty {
            connection: ConnectionRef { id: "con_1".to_owned(), name: "acme".to_owned(), strategy: "oidc".to_owned() },
            provider: ProviderSource {
                metadata: self.metadata().as_object().cloned(),
                discovery_url: Some(format!("{}{}/.well-known/openid-configuration", self.url, self.path)),
                ..ProviderSource::default()
            },
            channel: Channel::BackChannel,
            client_id: CLIENT_ID.to_owned(),
            client_authentication: ClientAuthentication::ClientSecretPost(Some(Secret::new(SECRET))),
            redirect_uri: CALLBACK.parse().expect("a URL"),
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

    fn metadata(&self) -> Value {
        let Provider { url, path, .. } = self;
        json!({
            "issuer": format!("{url}{path}"),
            "authorization_endpoint": format!("{url}{path}/authorize/?keep=1"),
            "token_endpoint": format!("{url}{path}/token"),
            "jwks_uri": format!("{url}/jwks"),
            "response_types_supported": ["code", "id_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        })
    }

    /// With one callback, and every request.
    pub(crate) async fn preflight(self: &Arc<Self>) -> Preflight {
        self.preflight_of(self.relying_party(), &[CALLBACK], &[]).await
    }

    pub(crate) async fn preflight_of(
        self: &Arc<Self>,
        rp: RelyingParty,
        callbacks: &[&str],
        without: &[&str],
    ) -> Preflight {
        let without: Vec<String> = without.iter().map(|id| (*id).to_owned()).collect();
        let (course, world) = (self.course(rp, callbacks).await, world());
        let waiting = Arc::clone(self);
        let pace = Pace::by(move || {
            waiting.saw("wait", Sent::new());
            std::future::ready(())
        });
        course.run(&world, &without, &pace, &|_| {}).await
    }

    pub(crate) async fn course(&self, rp: RelyingParty, callbacks: &[&str]) -> Course {
        let callbacks =
            callbacks.iter().map(|uri| Callback { title: format!("Callback {uri}"), uri: uri.parse().expect("a URL") });
        let subject = Subject { rp, callbacks: callbacks.collect(), left_out: Vec::new() };
        Course::prepare(subject, &world()).await.expect("a preflight that can begin")
    }

    pub(crate) fn saw(&self, what: &'static str, sent: Sent) {
        self.seen.lock().expect("no test panicked").push((what, sent));
    }

    pub(crate) fn seen(&self, what: &str) -> Vec<Sent> {
        let seen = self.seen.lock().expect("no test panicked");
        seen.iter().filter(|(which, _)| *which == what).map(|(_, sent)| sent.clone()).collect()
    }
}

pub(crate) fn world() -> World {
    World::new(Fetcher::new().expect("a fetcher"), Clock::system())
}

/// Back at the callback that was asked for.
pub(crate) fn back(sent: &Sent, error: &str) -> Response {
    let to = format!("{}?error={error}&state={}", sent["redirect_uri"], sent["state"]);
    (StatusCode::FOUND, [(header::LOCATION, to)]).into_response()
}

pub(crate) fn to(location: &str) -> Response {
    (StatusCode::FOUND, [(header::LOCATION, location.to_owned())]).into_response()
}

pub(crate) fn page(status: u16, title: &str) -> Response {
    let status = StatusCode::from_u16(status).expect("a status");
    (status, Html(format!("<!doctype html><title>{title}</title><p>{title}"))).into_response()
}

pub(crate) fn error(status: u16, error: &str) -> Response {
    let status = StatusCode::from_u16(status).expect("a status");
    (status, axum::Json(json!({ "error": error }))).into_response()
}

/// As the specifications have it, with words of their own for each refusal.
pub(crate) fn sound(sent: &Sent) -> Response {
    match sent {
        sent if sent["client_id"] != CLIENT_ID => page(400, "Client not found"),
        sent if sent["redirect_uri"] != CALLBACK => page(400, "Invalid parameter: redirect_uri"),
        sent if sent["response_type"] != "code" => back(sent, "unsupported_response_type"),
        sent if sent.get("code_challenge_method").is_none_or(|method| method != "S256") => {
            back(sent, "invalid_request&error_description=Missing+parameter:+code_challenge_method")
        }
        sent => back(sent, "login_required"),
    }
}

pub(crate) fn sound_token(sent: &Sent) -> Response {
    match sent.get("client_secret").is_some_and(|secret| secret == SECRET) {
        true => error(400, "invalid_grant"),
        false => error(401, "invalid_client"),
    }
}

async fn authorized(State(provider): State<Arc<Provider>>, RawQuery(query): RawQuery) -> Response {
    let sent: Sent = form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect();
    provider.saw("authorize", sent.clone());
    (provider.authorize)(&sent)
}

async fn redeemed(State(provider): State<Arc<Provider>>, _: HeaderMap, body: Bytes) -> Response {
    let sent: Sent = form_urlencoded::parse(&body).into_owned().collect();
    provider.saw("token", sent.clone());
    (provider.token)(&sent)
}

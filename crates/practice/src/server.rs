use std::{io, sync::Arc};

use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Request, State},
    http::StatusCode,
    middleware::{self, Next},
    response::Response,
    routing::{get, post},
};
use lintel_local_server::{Authority, BindError, Bound, Program, Serving, named, program_at};
use lintel_oidc::{
    issuing::OneTime,
    signing::{KeyError, SigningAlgorithm, SigningKey},
};
use tokio::{sync::Mutex, task::JoinError};

use crate::{
    access_tokens::MOST,
    authorize,
    config::{Port, PracticeClient, PracticeConfig},
    dials::{Dial, Dials, path, spoiled},
    discovery, page,
    provider::{CODE_LIFETIME, Provider},
    token, userinfo,
};

/// A running practice provider. It stops when this is dropped, and in good order with [`Practice::shutdown`].
#[derive(Debug)]
pub struct Practice {
    provider: Arc<Provider>,
    /// Taken when it is shut down.
    serving: Mutex<Option<Serving>>,
}

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(
        "port {port} is taken by {}: end that program, or choose another port for the practice provider and change the discovery URL \
         of the connections that use it",
        named(by)
    )]
    PortTaken { port: u16, by: Option<Program> },
    #[error("no port from {from} up is free for the practice provider")]
    NoFreePort { from: u16 },
    #[error("the practice provider may not listen on port {port} of this computer")]
    Listen { port: u16, source: io::Error },
    #[error("the practice provider has no signing key")]
    Key(#[from] KeyError),
    #[error("the practice provider was stopped while it started")]
    Interrupted(#[from] JoinError),
}

impl Practice {
    /// Listens on 127.0.0.1 and, where the computer has it, ::1.
    pub async fn start(config: PracticeConfig) -> Result<Self, StartError> {
        let bound = match config.port {
            Port::Exactly(port) => Bound::at(port),
            Port::FirstFreeFrom(from) => Bound::first_free(from..=u16::MAX),
        };
        let bound = bound.map_err(|error| match error {
            BindError::Taken { port } => StartError::PortTaken { port, by: program_at(port) },
            BindError::NoneFree { first, .. } => StartError::NoFreePort { from: first },
            BindError::Failed { port, source } => StartError::Listen { port, source },
        })?;
        Practice::start_on(bound, config).await
    }

    /// Answers on a port that is bound already; the config's own port is not looked at. Between choosing a port and binding it again,
    /// another program could take it.
    pub async fn start_on(bound: Bound, config: PracticeConfig) -> Result<Self, StartError> {
        let PracticeConfig { host, signing_key, redirect_uris, clock, .. } = config;
        let keys = tokio::task::spawn_blocking(move || {
            let key = match signing_key {
                Some(pem) => SigningKey::from_pkcs8_pem(&pem, SigningAlgorithm::RS256)?,
                None => SigningKey::generate(SigningAlgorithm::RS256)?,
            };
            Ok::<_, KeyError>((key, SigningKey::generate(SigningAlgorithm::ES256)?))
        });
        let port = bound.port;
        let (key, second_key) = keys.await??;
        let provider = Arc::new(Provider {
            issuer: format!("http://{host}:{port}"),
            port,
            key,
            second_key,
            redirect_uris,
            clock,
            dials: Dials::default(),
            codes: OneTime::new(CODE_LIFETIME, MOST),
            access_tokens: Default::default(),
        });
        let serving = lintel_local_server::serve(bound, routes(&provider))
            .map_err(|source| StartError::Listen { port, source })?;
        tracing::info!(issuer = provider.issuer, "the practice provider is running");
        Ok(Practice { provider, serving: Mutex::new(Some(serving)) })
    }

    /// `http://localhost:PORT`, as it stands in the discovery document and in every ID token.
    pub fn issuer(&self) -> &str {
        &self.provider.issuer
    }

    pub fn discovery_url(&self) -> String {
        self.provider.url(path::DISCOVERY)
    }

    pub fn port(&self) -> u16 {
        self.provider.port
    }

    /// What to enter in a connection. The same for every practice provider.
    pub fn client(&self) -> PracticeClient {
        PracticeClient::well_known()
    }

    /// The dials that are on.
    pub fn dials(&self) -> Vec<Dial> {
        self.provider.dials.on()
    }

    /// Turns a dial, from the next request on.
    pub fn set(&self, dial: Dial, on: bool) {
        self.provider.dials.set(dial, on);
        tracing::info!(dial = dial.name(), on, "dial turned");
    }

    /// Answers what is under way, then closes the port.
    pub async fn shutdown(&self) {
        if let Some(serving) = self.serving.lock().await.take() {
            serving.shutdown().await;
        }
        tracing::info!(issuer = self.provider.issuer, "the practice provider has stopped");
    }
}

fn routes(provider: &Arc<Provider>) -> Router {
    Router::new()
        .route(
            "/",
            get(|State(provider): State<Arc<Provider>>| async move {
                page::front(&provider.issuer, &provider.url(path::DISCOVERY))
            }),
        )
        .route(path::DISCOVERY, get(discovery::discovery))
        .route(path::KEYS, get(discovery::keys))
        .route("/authorize", get(authorize::by_query).post(authorize::by_form))
        .route("/sign-in", post(authorize::sign_in))
        .route(path::TOKEN, post(token::token))
        .route(path::USERINFO, get(userinfo::userinfo).post(userinfo::userinfo))
        .fallback(async || {
            page::problem(StatusCode::NOT_FOUND, "Nothing here", "The practice provider has no such page.")
        })
        .layer(DefaultBodyLimit::max(64 * 1024))
        .layer(middleware::from_fn_with_state(provider.clone(), spoiled))
        .layer(middleware::from_fn_with_state(provider.clone(), only_this_computer))
        .with_state(provider.clone())
}

/// A page elsewhere can make its own name resolve to 127.0.0.1. What gives it away is the `Host` that the browser sends.
async fn only_this_computer(
    State(provider): State<Arc<Provider>>,
    Extension(authority): Extension<Authority>,
    request: Request,
    next: Next,
) -> Response {
    if authority.is_own(provider.port) {
        return next.run(request).await;
    }
    tracing::warn!("a request for another host was refused");
    let text = format!("The practice provider answers to {} only.", provider.issuer);
    page::problem(StatusCode::MISDIRECTED_REQUEST, "Wrong host", &text)
}

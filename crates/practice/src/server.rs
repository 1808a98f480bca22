use std::{
    collections::BTreeSet,
    io,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::Response,
    routing::{get, post},
};
use lintel_oidc::{
    issuing::OneTime,
    signing::{KeyError, SigningAlgorithm, SigningKey},
};
use tokio::{
    net::TcpListener,
    sync::watch,
    task::{JoinError, JoinSet},
};

use crate::{
    authorize,
    config::{Port, PracticeClient, PracticeConfig},
    dials::{Dial, Dials},
    discovery, page,
    provider::{CODE_LIFETIME, Provider},
    token, userinfo,
};

/// A running practice provider. It stops when this is dropped, and in good order with [`Practice::shutdown`].
#[derive(Debug)]
pub struct Practice {
    provider: Arc<Provider>,
    stop: watch::Sender<bool>,
    serving: JoinSet<io::Result<()>>,
}

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(
        "port {port} is taken by another program: end that program, or choose another port for the practice provider and change the \
         discovery URL of the connections that use it"
    )]
    PortTaken { port: u16 },
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
        let (port, listeners) = match config.port {
            Port::Exactly(port) => listen(port).await?,
            Port::FirstFreeFrom(from) => listen_from(from).await?,
        };
        Practice::serve(port, listeners, config).await
    }

    /// Answers on listeners that are bound already, all to `port`; the config's own port is not looked at. Between choosing a
    /// port and binding it again, another program could take it.
    pub async fn start_on(
        port: u16,
        listeners: Vec<std::net::TcpListener>,
        config: PracticeConfig,
    ) -> Result<Self, StartError> {
        let listeners = listeners.into_iter().map(TcpListener::from_std).collect::<io::Result<_>>();
        Practice::serve(port, listeners.map_err(|source| StartError::Listen { port, source })?, config).await
    }

    async fn serve(port: u16, listeners: Vec<TcpListener>, config: PracticeConfig) -> Result<Self, StartError> {
        let PracticeConfig { host, signing_key, redirect_uris, clock, .. } = config;
        let key = tokio::task::spawn_blocking(move || match signing_key {
            Some(pem) => SigningKey::from_pkcs8_pem(&pem, SigningAlgorithm::RS256),
            None => SigningKey::generate(SigningAlgorithm::RS256),
        });
        let provider = Arc::new(Provider {
            issuer: format!("http://{host}:{port}"),
            port,
            key: key.await??,
            redirect_uris,
            clock,
            dials: Dials::default(),
            codes: OneTime::new(CODE_LIFETIME),
            access_tokens: Default::default(),
        });
        let (stop, _) = watch::channel(false);
        let mut serving = JoinSet::new();
        for listener in listeners {
            let mut stopping = stop.subscribe();
            let server = axum::serve(listener, routes(&provider)).with_graceful_shutdown(async move {
                // An error means that the sender is gone, and the provider with it.
                let _ = stopping.wait_for(|stop| *stop).await;
            });
            serving.spawn(server.into_future());
        }
        tracing::info!(issuer = provider.issuer, "the practice provider is running");
        Ok(Practice { provider, stop, serving })
    }

    /// `http://localhost:PORT`, as it stands in the discovery document and in every ID token.
    pub fn issuer(&self) -> &str {
        &self.provider.issuer
    }

    pub fn discovery_url(&self) -> String {
        self.provider.url("/.well-known/openid-configuration")
    }

    pub fn port(&self) -> u16 {
        self.provider.port
    }

    /// What to enter in a connection. The same for every practice provider.
    pub fn client(&self) -> PracticeClient {
        PracticeClient::well_known()
    }

    /// The dials that are on.
    pub fn dials(&self) -> BTreeSet<Dial> {
        self.provider.dials.on()
    }

    /// Turns a dial, from the next request on.
    pub fn set(&self, dial: Dial, on: bool) {
        self.provider.dials.set(dial, on);
        tracing::info!(dial = dial.name(), on, "dial turned");
    }

    /// Answers what is under way, then closes the port.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        // A browser may hold a connection open without a request on it, and nobody would wait for that.
        let in_order = async { while self.serving.join_next().await.is_some() {} };
        if tokio::time::timeout(Duration::from_secs(2), in_order).await.is_err() {
            self.serving.shutdown().await;
        }
        tracing::info!(issuer = self.provider.issuer, "the practice provider has stopped");
    }
}

async fn listen_from(from: u16) -> Result<(u16, Vec<TcpListener>), StartError> {
    for port in from..=u16::MAX {
        match listen(port).await {
            Err(StartError::PortTaken { .. }) => {}
            // Windows reserves ranges of ports and denies each.
            Err(StartError::Listen { source, .. }) if source.kind() == io::ErrorKind::PermissionDenied => {}
            listening => return listening,
        }
    }
    Err(StartError::NoFreePort { from })
}

async fn listen(port: u16) -> Result<(u16, Vec<TcpListener>), StartError> {
    let refused = |source: io::Error| match source.kind() {
        io::ErrorKind::AddrInUse => StartError::PortTaken { port },
        _ => StartError::Listen { port, source },
    };
    let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(refused)?;
    let port = v4.local_addr().map_err(refused)?.port();
    match TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).await {
        Ok(v6) => Ok((port, vec![v4, v6])),
        // Browsers try ::1 first: another program there would get our sign-ins.
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => Err(StartError::PortTaken { port }),
        Err(error) => {
            tracing::debug!(%error, "listening on 127.0.0.1 only");
            Ok((port, vec![v4]))
        }
    }
}

fn routes(provider: &Arc<Provider>) -> Router {
    Router::new()
        .route("/", get(|State(provider): State<Arc<Provider>>| async move { page::front(&provider) }))
        .route("/.well-known/openid-configuration", get(discovery::discovery))
        .route("/jwks.json", get(discovery::keys))
        .route("/authorize", get(authorize::by_query).post(authorize::by_form))
        .route("/sign-in", post(authorize::sign_in))
        .route("/token", post(token::token))
        .route("/userinfo", get(userinfo::userinfo).post(userinfo::userinfo))
        .fallback(async || {
            page::problem(StatusCode::NOT_FOUND, "Nothing here", "The practice provider has no such page.")
        })
        .layer(DefaultBodyLimit::max(64 * 1024))
        .layer(middleware::from_fn_with_state(provider.clone(), only_this_computer))
        .with_state(provider.clone())
}

/// A page elsewhere can make its own name resolve to 127.0.0.1. What gives it away is the `Host` that the browser sends.
async fn only_this_computer(State(provider): State<Arc<Provider>>, request: Request, next: Next) -> Response {
    // A request target in absolute form overrules the header (RFC 9112, section 3.2.2).
    let host = match request.uri().authority() {
        Some(authority) => Some(authority.as_str()),
        None => request.headers().get(header::HOST).and_then(|host| host.to_str().ok()),
    };
    let mut response = if host.is_some_and(|host| provider.is_own_authority(host)) {
        next.run(request).await
    } else {
        tracing::warn!("a request for another host was refused");
        let text = format!("The practice provider answers to {} only.", provider.issuer);
        page::problem(StatusCode::MISDIRECTED_REQUEST, "Wrong host", &text)
    };
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

impl Provider {
    /// Whether an `Origin` is one of our own pages'.
    pub(crate) fn is_own_origin(&self, origin: &HeaderValue) -> bool {
        let authority = origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://"));
        authority.is_some_and(|authority| self.is_own_authority(authority))
    }

    fn is_own_authority(&self, authority: &str) -> bool {
        let names = ["localhost", "127.0.0.1", "[::1]"];
        names.into_iter().any(|name| match authority.to_ascii_lowercase().strip_prefix(name) {
            Some("") => self.port == 80,
            Some(port) => port.strip_prefix(':').is_some_and(|port| port.parse() == Ok(self.port)),
            None => false,
        })
    }
}

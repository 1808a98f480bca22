//! The router, and the listeners it answers on.

use std::time::Duration;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use tokio::{sync::watch, task::JoinSet};

use crate::{TenantState, api, folder::Bound, login, state::Address, store::StoreError};

/// Larger than any connection that the API takes, discovery document included.
const MAX_REQUEST: usize = 1024 * 1024;
/// How long requests under way may take to end. A browser can hold a connection open with half a request on it for ever.
const FAREWELL: Duration = Duration::from_secs(2);

/// The tenant, answering. Dropping it stops it at once; [`Serving::shutdown`] lets what is under way end first.
#[derive(Debug)]
pub struct Serving {
    stop: watch::Sender<bool>,
    listeners: JoinSet<std::io::Result<()>>,
}

impl Serving {
    /// Takes no new requests and waits a moment for those under way.
    pub async fn shutdown(mut self) {
        // Nobody left to tell means that every listener has ended.
        let _ = self.stop.send(true);
        let in_order = async {
            while let Some(ended) = self.listeners.join_next().await {
                match ended {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => tracing::warn!(%error, "a listener of the local tenant failed"),
                    Err(error) => tracing::warn!(%error, "a listener of the local tenant was cut off"),
                }
            }
        };
        if tokio::time::timeout(FAREWELL, in_order).await.is_err() {
            self.listeners.shutdown().await;
        }
    }
}

pub(crate) fn serve(state: TenantState, bound: Bound) -> std::io::Result<Serving> {
    let router = router(state);
    let (stop, stopped) = watch::channel(false);
    let mut listeners = JoinSet::new();
    for listener in bound.listeners {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let mut stopped = stopped.clone();
        let stopping = async move {
            // An error means that the sender is gone, which stops the tenant as well.
            let _ = stopped.wait_for(|stop| *stop).await;
        };
        let router = router.clone();
        listeners.spawn(async move { axum::serve(listener, router).with_graceful_shutdown(stopping).await });
    }
    Ok(Serving { stop, listeners })
}

fn router(state: TenantState) -> Router {
    Router::new()
        .merge(api::router())
        .merge(login::router())
        .layer(DefaultBodyLimit::max(MAX_REQUEST))
        .layer(middleware::from_fn_with_state(state.clone(), only_this_host))
        .with_state(state)
}

/// A name that someone points at this computer must not open the tenant to their page (DNS rebinding). Handlers find the
/// [`Address`] that the request came to in its extensions.
async fn only_this_host(State(state): State<TenantState>, mut request: Request, next: Next) -> Response {
    let host = host(request.headers(), &request).unwrap_or_default().to_ascii_lowercase();
    match address(&state, &host).await {
        Ok(Some(address)) => {
            request.extensions_mut().insert(address);
            next.run(request).await
        }
        Ok(None) => {
            tracing::warn!(host, "request for another host refused");
            let sentence = format!(
                "This is the local tenant at {}. It answers to no other name but its custom domains.\n",
                state.address.url()
            );
            (StatusCode::MISDIRECTED_REQUEST, sentence).into_response()
        }
        Err(error) => {
            tracing::error!("the custom domains could not be read: {error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// The tenant's address under the host of a request: its own, or a custom domain's.
async fn address(state: &TenantState, host: &str) -> Result<Option<Address>, StoreError> {
    let port = state.address.port;
    let Some(name) = host.strip_suffix(&format!(":{port}")) else { return Ok(None) };
    if ["localhost", "127.0.0.1", "[::1]"].contains(&name) {
        return Ok(Some(state.address.clone()));
    }
    // No other name can have been registered.
    let custom = name.ends_with(".localhost") && state.store.is_custom_domain(name).await?;
    Ok(custom.then(|| Address::new(name, port).ok()).flatten())
}

fn host(headers: &HeaderMap, request: &Request) -> Option<String> {
    match headers.get(header::HOST) {
        Some(host) => host.to_str().ok().map(str::to_owned),
        None => request.uri().authority().map(ToString::to_string),
    }
}

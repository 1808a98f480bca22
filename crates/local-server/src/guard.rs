//! What every request passes, whatever the router behind it.

use std::{any::Any, time::Duration};

use axum::{
    Router,
    extract::{Request, State},
    http::{
        HeaderValue, StatusCode,
        header::{CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS},
    },
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use tower_http::{catch_panic::CatchPanicLayer, timeout::RequestBodyTimeoutLayer};

use crate::Authority;

/// The router, with every request's [`Authority`] in its extensions, and an answer to a request whose handler panics. The body is given
/// up where its next piece does not come in time. No answer is read as another type than it says. `default_port` is the scheme's.
pub(crate) fn guarded(router: Router, body_within: Duration, default_port: u16) -> Router {
    router
        .layer(RequestBodyTimeoutLayer::new(body_within))
        .layer(middleware::from_fn_with_state(default_port, addressed))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(no_sniffing))
}

async fn addressed(State(default_port): State<u16>, mut request: Request, next: Next) -> Response {
    let Some(authority) = Authority::of(request.uri(), request.headers(), default_port) else {
        tracing::warn!("a request without one clear Host was refused");
        return (StatusCode::BAD_REQUEST, "A request has to say in one Host header where it goes.\n").into_response();
    };
    request.extensions_mut().insert(authority);
    next.run(request).await
}

async fn no_sniffing(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// What the panic says stays out of the log: it may hold values of the request.
fn panicked(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("a request was not answered: its handler panicked");
    let sentence = "A fault of Lintel stopped the answer to this request. Others are answered as before. Please report what you did.\n";
    let plain = [(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"))];
    (StatusCode::INTERNAL_SERVER_ERROR, plain, sentence).into_response()
}

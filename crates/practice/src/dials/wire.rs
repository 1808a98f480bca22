//! What the dials do to an answer as it goes over the wire.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use chrono::TimeDelta;

use super::fault::{Answer, Wire};
use crate::provider::Provider;

pub(crate) async fn spoiled(State(provider): State<Arc<Provider>>, request: Request, next: Next) -> Response {
    let wires = provider.dials.wire(request.uri().path());
    let instead = wires.iter().find_map(|wire| if let Wire::Instead(answer) = wire { Some(answer) } else { None });
    let mut response = match instead {
        Some(answer) => answer.into_response(),
        None => next.run(request).await,
    };
    for wire in wires {
        match wire {
            Wire::Instead(_) => {}
            Wire::CallsItself(media) => {
                response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
            }
            Wire::Late(wait) => tokio::time::sleep(*wait).await,
        }
    }
    if provider.dials.clock() != TimeDelta::zero() {
        let date = provider.now().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        response.headers_mut().extend(HeaderValue::from_str(&date).map(|date| (header::DATE, date)));
    }
    response
}

impl IntoResponse for &Answer {
    fn into_response(self) -> Response {
        let Answer { status, media, header: more, body } = *self;
        let mut response = (StatusCode::from_u16(status).unwrap_or_default(), body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
        headers.extend(more.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))));
        response
    }
}

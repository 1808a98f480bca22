use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header::RETRY_AFTER},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::error::ApiError;
use crate::{TenantState, state::Standing};

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// Says with every answer where its request stands in the second, and refuses one too many.
pub(super) async fn limited(State(state): State<TenantState>, request: Request, next: Next) -> Response {
    let Standing { limit, remaining, reset, exceeded } = state.api_rate.count(state.world.clock.now());
    let mut response = if exceeded { ApiError::too_many_requests().into_response() } else { next.run(request).await };
    let headers = response.headers_mut();
    headers.insert(LIMIT, limit.into());
    headers.insert(REMAINING, remaining.into());
    headers.insert(RESET, reset.into());
    if exceeded {
        headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

use axum::{
    Extension,
    extract::Request,
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::error::ApiError;
use crate::state::Address;

/// Refuses calls that a page of another origin makes.
pub(super) async fn only_own(Extension(address): Extension<Address>, request: Request, next: Next) -> Response {
    let Address { scheme, port, .. } = address;
    let own = [
        address.url().to_owned(),
        format!("{scheme}://localhost:{port}"),
        format!("{scheme}://127.0.0.1:{port}"),
        format!("{scheme}://[::1]:{port}"),
    ];
    match request.headers().get(header::ORIGIN) {
        Some(origin) if !own.iter().any(|own| own.as_bytes() == origin.as_bytes()) => {
            ApiError::forbidden("Calls from pages of another origin are refused").into_response()
        }
        _ => next.run(request).await,
    }
}

//! The router, and which requests it answers.

use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Request, State},
    http::StatusCode,
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use lintel_local_server::Authority;

use crate::{TenantState, api, login, oauth, scim, state::Address, store::StoreError};

/// Larger than any connection that the API takes, discovery document included.
const MAX_REQUEST: usize = 1024 * 1024;

/// The tenant's router, to be served at one or more of its addresses by [`at`].
pub(crate) fn router(state: TenantState) -> Router {
    Router::new()
        .merge(api::router(state.clone()).merge(oauth::router()).merge(scim::router()).with_state(state.clone()))
        .merge(login::router(state))
        .layer(DefaultBodyLimit::max(MAX_REQUEST))
}

/// The router where it listens for `own`.
pub(crate) fn at(router: Router, state: TenantState, own: Address) -> Router {
    router.layer(middleware::from_fn_with_state((state, own), only_this_host))
}

/// A name that someone points at this computer must not open the tenant to their page (DNS rebinding). Handlers find the
/// [`Address`] that the request came to in its extensions.
async fn only_this_host(
    State((state, own)): State<(TenantState, Address)>,
    Extension(authority): Extension<Authority>,
    mut request: Request,
    next: Next,
) -> Response {
    match address(&state, &own, &authority).await {
        Ok(Some(address)) => {
            request.extensions_mut().insert(address);
            next.run(request).await
        }
        Ok(None) => {
            tracing::warn!(host = %authority, "request for another host refused");
            let sentence = format!(
                "This is the local tenant at {}. It answers to no other name but its custom domains.\n",
                own.url()
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
async fn address(state: &TenantState, own: &Address, authority: &Authority) -> Result<Option<Address>, StoreError> {
    let port = own.port;
    if authority.is_own(port) {
        return Ok(Some(own.clone()));
    }
    let name = authority.host();
    // No other name can have been registered.
    let custom = authority.port() == port && name.ends_with(".localhost") && state.store.is_custom_domain(name).await?;
    Ok(custom.then(|| Address::new(own.scheme, name, port).ok()).flatten())
}

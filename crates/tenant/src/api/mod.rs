//! The Management API v2 as far as OpenID Connect enterprise connections need it, and the token endpoint.

mod body;
mod caller;
pub(crate) mod clients;
mod connections;
mod error;
mod fields;
mod id;
mod origin;
mod paging;
mod query;
pub(crate) mod scopes;
mod token;
mod users;
mod validation;

use axum::{
    Router, middleware,
    routing::{any, get, post},
};

use crate::TenantState;
use error::ApiError;

pub(crate) fn router(state: &TenantState) -> Router<TenantState> {
    let management = Router::new()
        .route("/connections", get(connections::list).post(connections::create))
        .route("/connections/{id}", get(connections::get).patch(connections::update).delete(connections::delete))
        .route("/connections/{id}/clients", get(connections::enabled_clients).patch(connections::set_enabled_clients))
        .route("/clients", get(clients::list).post(clients::create))
        .route("/clients/{id}", get(clients::get))
        .route("/clients/{id}/connections", get(clients::enabled_connections))
        .route("/users", get(users::list))
        .route("/users/{id}", get(users::get).delete(users::delete))
        .fallback(unknown_path)
        .method_not_allowed_fallback(unknown_path)
        .layer(middleware::from_fn_with_state(state.clone(), origin::only_own));
    // `nest` leaves its own root with a slash to the router around it.
    let root = any(unknown_path).layer(middleware::from_fn_with_state(state.clone(), origin::only_own));
    Router::new().nest("/api/v2", management).route("/api/v2/", root).route("/oauth/token", post(token::token))
}

async fn unknown_path() -> ApiError {
    ApiError::not_found("Not Found", None)
}

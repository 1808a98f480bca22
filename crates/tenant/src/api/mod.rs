//! The Management API v2 as far as OpenID Connect enterprise connections need it.

mod body;
mod caller;
pub(crate) mod clients;
mod connections;
mod custom_domains;
mod error;
mod fields;
mod groups;
mod id;
mod logs;
mod metadata;
mod organizations;
mod origin;
mod paging;
mod query;
mod rate;
pub(crate) mod scopes;
mod search;
mod tenant_settings;
mod unreadable;
mod users;
mod validation;

use axum::{
    Router, middleware,
    routing::{any, delete, get, post},
};

use crate::TenantState;
use connections::scim;
use error::ApiError;
pub use validation::client::REFUSED_CALLBACK_SCHEMES;

pub(crate) fn router(state: TenantState) -> Router<TenantState> {
    let management = Router::new()
        .route("/connections", get(connections::list).post(connections::create))
        .route("/connections/{id}", get(connections::get).patch(connections::update).delete(connections::delete))
        .route("/connections/{id}/clients", get(connections::enabled_clients).patch(connections::set_enabled_clients))
        .route("/connections/{id}/status", get(connections::status))
        .route("/connections/{id}/keys", get(connections::keys).post(connections::create_keys))
        .route("/connections/{id}/keys/rotate", post(connections::rotate_keys))
        .route(
            "/connections/{id}/scim-configuration",
            get(scim::get).post(scim::create).patch(scim::update).delete(scim::delete),
        )
        .route("/connections/{id}/scim-configuration/default-mapping", get(scim::default_mapping))
        .route("/connections/{id}/scim-configuration/tokens", get(scim::tokens).post(scim::create_token))
        .route("/connections/{id}/scim-configuration/tokens/{token_id}", delete(scim::revoke_token))
        .route("/connections-scim-configurations", get(scim::list))
        .route("/connections-directory-provisionings", get(scim::directory_provisionings))
        .route("/clients", get(clients::list).post(clients::create))
        .route("/clients/{id}", get(clients::get).patch(clients::update).delete(clients::delete))
        .route("/clients/{id}/connections", get(clients::enabled_connections))
        .route("/custom-domains", get(custom_domains::list).post(custom_domains::create))
        .route("/custom-domains/{id}", get(custom_domains::get).delete(custom_domains::delete))
        .route("/users", get(users::list))
        .route("/users/{id}", get(users::get).delete(users::delete))
        .route("/users/{id}/groups", get(groups::of_user))
        .route("/groups", get(groups::list))
        .route("/groups/{id}", get(groups::get).delete(groups::delete))
        .route("/groups/{id}/members", get(groups::members))
        .route("/users/{id}/organizations", get(organizations::of_user))
        .route("/organizations", get(organizations::list).post(organizations::create))
        .route("/organizations/name/{name}", get(organizations::named))
        .route(
            "/organizations/{id}",
            get(organizations::get).patch(organizations::update).delete(organizations::delete),
        )
        .route("/organizations/{id}/enabled_connections", get(organizations::connections).post(organizations::enable))
        .route(
            "/organizations/{id}/enabled_connections/{connection_id}",
            get(organizations::connection).patch(organizations::switch).delete(organizations::disable),
        )
        .route(
            "/organizations/{id}/members",
            get(organizations::members).post(organizations::add_members).delete(organizations::remove_members),
        )
        .route("/tenants/settings", get(tenant_settings::get))
        .route("/logs", get(logs::list))
        .route("/logs/{id}", get(logs::get))
        .fallback(unknown_path)
        .method_not_allowed_fallback(unknown_path)
        .layer(middleware::from_fn(origin::only_own))
        .layer(middleware::from_fn_with_state(state.clone(), rate::limited));
    // `nest` leaves its own root with a slash to the router around it.
    let root = any(unknown_path)
        .layer(middleware::from_fn(origin::only_own))
        .layer(middleware::from_fn_with_state(state, rate::limited));
    Router::new()
        .nest("/api/v2", management)
        .route("/api/v2/", root)
        .route("/oauth/connection/{id}/.well-known/jwks.json", get(connections::public_keys))
}

async fn unknown_path() -> ApiError {
    ApiError::not_found("Not Found", None)
}

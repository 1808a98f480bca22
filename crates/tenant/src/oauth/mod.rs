//! The tenant as an authorization server towards its applications: tokens at `/oauth/token`, claims at `/userinfo`, and what it
//! says of itself. Codes are issued by the login, and redeemed here.

mod access_token;
mod authorization_code;
mod claims;
mod client;
mod client_credentials;
mod error;
mod journal;
mod token;
mod token_request;
mod userinfo;
mod well_known;

use axum::{
    Router,
    routing::{get, post},
};

use crate::TenantState;

pub(crate) use self::{
    access_token::{bearer, verified},
    claims::SCOPES,
    client::may_use,
    error::OAuthError,
};

pub(crate) fn router() -> Router<TenantState> {
    Router::new()
        .route("/oauth/token", post(token::token))
        .route("/userinfo", get(userinfo::claims).post(userinfo::claims))
        .route("/.well-known/openid-configuration", get(well_known::metadata))
        .route("/.well-known/jwks.json", get(well_known::keys))
}

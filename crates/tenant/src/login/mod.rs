//! The sign-in half of the tenant: an application comes to `/authorize`, the person signs in at the connection's provider,
//! the provider answers at `/login/callback`, and the application redeems a code at `/oauth/token`.
//!
//! There is no single sign-on session here: every sign-in reaches the provider again.

mod answer;
mod authorize;
mod callback;
mod claims;
mod codes;
mod identifier;
mod page;
mod request;
mod standing;
pub(crate) mod token;
mod transaction;
mod upstream;
mod userinfo;
mod well_known;

use std::time::Duration;

use axum::{Router, extract::DefaultBodyLimit, routing::get};
use lintel_oidc::{issuing::OneTime, sign_in::AuthorizationResponse};

use crate::TenantState;

pub use self::{
    identifier::login_page_preview,
    page::{Theme, preview_style_sources},
};

use self::{
    codes::Codes,
    transaction::{Transaction, Transactions},
};

/// How long a posted answer waits for the browser to follow the redirect, and how many do.
const PARKED_LIFETIME: Duration = Duration::from_secs(60);
const MOST_PARKED: usize = 64;
/// Bytes of a form that a browser brings, ID token included.
const MAX_FORM: usize = 256 * 1024;

/// What is under way: kept in memory and bounded, so that a restart ends every sign-in that was not finished and no page can fill it.
#[derive(Debug)]
pub(crate) struct LoginState {
    transactions: Transactions<Transaction>,
    parked: OneTime<AuthorizationResponse>,
    codes: Codes,
}

impl LoginState {
    pub(crate) fn new() -> Self {
        LoginState {
            transactions: Transactions::new(),
            parked: OneTime::new(PARKED_LIFETIME, MOST_PARKED),
            codes: Codes::new(),
        }
    }
}

pub(crate) fn router() -> Router<TenantState> {
    Router::new()
        .route("/authorize", get(authorize::by_query).post(authorize::by_form))
        .route("/login/callback", get(callback::by_query).post(callback::by_form))
        .route("/userinfo", get(userinfo::claims).post(userinfo::claims))
        .route("/.well-known/openid-configuration", get(well_known::metadata))
        .route("/.well-known/jwks.json", get(well_known::keys))
        .layer(DefaultBodyLimit::max(MAX_FORM))
}

//! The sign-in half of the tenant: an application comes to `/authorize`, the person signs in at the connection's provider,
//! the provider answers at `/login/callback`, and the application redeems a code at `/oauth/token`.
//!
//! There is no single sign-on session here: every sign-in reaches the provider again.

mod answer;
mod authorize;
mod callback;
mod claims;
mod identifier;
mod page;
mod request;
pub(crate) mod token;
mod transaction;
mod upstream;
mod userinfo;
mod well_known;

use std::time::Duration;

use axum::{Router, routing::get};
use lintel_oidc::{issuing::OneTime, sign_in::AuthorizationResponse};

use crate::TenantState;

pub use self::{
    identifier::login_page_preview,
    page::{Theme, preview_style_sources},
};

use self::{
    token::Grant,
    transaction::{Transaction, Transactions},
};

/// How long a code can be redeemed.
const CODE_LIFETIME: Duration = Duration::from_secs(60);
/// How long a posted answer waits for the browser to follow the redirect.
const PARKED_LIFETIME: Duration = Duration::from_secs(60);

/// What is under way: kept in memory, so that a restart ends every sign-in that was not finished.
#[derive(Debug)]
pub(crate) struct LoginState {
    transactions: Transactions<Transaction>,
    parked: OneTime<AuthorizationResponse>,
    codes: OneTime<Grant>,
}

impl LoginState {
    pub(crate) fn new() -> Self {
        LoginState {
            transactions: Transactions::new(),
            parked: OneTime::new(PARKED_LIFETIME),
            codes: OneTime::new(CODE_LIFETIME),
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
}

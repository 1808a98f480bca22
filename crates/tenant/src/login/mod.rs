//! The sign-in half of the tenant: an application comes to `/authorize`, the person signs in at the connection's provider,
//! the provider answers at `/login/callback`, and the application redeems a code at `/oauth/token`.
//!
//! There is no single sign-on session here: every sign-in reaches the provider again.

mod answer;
mod authorize;
mod callback;
mod callback_pages;
mod ending;
mod error_page;
mod identifier;
mod not_provisioned;
mod page;
mod request;
mod standing;
mod transaction;
mod upstream;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef},
    routing::get,
};
use lintel_oidc::{issuing::OneTime, sign_in::AuthorizationResponse};

use self::transaction::{Transaction, Transactions};
use crate::TenantState;

pub use self::{
    identifier::login_page_preview,
    page::{Theme, preview_style_sources},
};

/// How long a posted answer waits for the browser to follow the redirect, and how many do.
const PARKED_LIFETIME: Duration = Duration::from_secs(60);
const MOST_PARKED: usize = 64;
/// Bytes of a form that a browser brings, ID token included.
const MAX_FORM: usize = 256 * 1024;

/// The sign-ins under way: kept in memory and bounded, so that a restart ends every one that was not finished and no page can fill it.
#[derive(Debug)]
struct UnderWay {
    transactions: Transactions<Transaction>,
    parked: OneTime<AuthorizationResponse>,
}

/// What the handlers here share.
#[derive(Debug, Clone)]
struct LoginState {
    tenant: TenantState,
    under_way: Arc<UnderWay>,
}

impl FromRef<LoginState> for TenantState {
    fn from_ref(state: &LoginState) -> Self {
        state.tenant.clone()
    }
}

impl FromRef<LoginState> for Arc<UnderWay> {
    fn from_ref(state: &LoginState) -> Self {
        Arc::clone(&state.under_way)
    }
}

pub(crate) fn router(tenant: TenantState) -> Router {
    let parked = OneTime::new(PARKED_LIFETIME, MOST_PARKED);
    let under_way = Arc::new(UnderWay { transactions: Transactions::new(), parked });
    Router::new()
        .route("/authorize", get(authorize::by_query).post(authorize::by_form))
        .route("/login/callback", get(callback::by_query).post(callback::by_form))
        .layer(DefaultBodyLimit::max(MAX_FORM))
        .with_state(LoginState { tenant, under_way })
}

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
mod journal;
mod not_provisioned;
mod page;
mod params;
mod request;
mod standing;
mod transaction;
mod under_way;
mod upstream;

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef},
    routing::get,
};

use self::under_way::{MAX_FORM, UnderWay};
use crate::TenantState;

pub use self::{
    identifier::login_page_preview,
    page::{Theme, preview_style_sources},
};

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
    Router::new()
        .route("/authorize", get(authorize::by_query).post(authorize::by_form))
        .route("/login/callback", get(callback::by_query).post(callback::by_form))
        .layer(DefaultBodyLimit::max(MAX_FORM))
        .with_state(LoginState { tenant, under_way: Arc::new(UnderWay::new()) })
}

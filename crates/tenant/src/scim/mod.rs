//! The SCIM 2.0 server (RFC 7644) that a provider's provisioning writes to, at `/scim/v2/connections/{connection_id}`.
//!
//! A request is let in (`access`), read (`call`), sent to what it is for (`dispatch`), and written down with what came of it
//! (`journal`).

mod access;
mod answer;
mod call;
mod discovery;
mod dispatch;
mod groups;
mod journal;
mod problem;
mod search;
mod serve;
mod service;
mod users;

use axum::{Router, routing::any};

use crate::TenantState;

pub(crate) fn router() -> Router<TenantState> {
    Router::new().route("/scim", any(serve::serve)).route("/scim/{*path}", any(serve::serve))
}

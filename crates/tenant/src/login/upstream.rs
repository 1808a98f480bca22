//! The sign-in at the connection's provider: begun here, and every trace of it reported here.

use std::sync::Arc;

use axum::{
    http::{StatusCode, header::SET_COOKIE},
    response::Response,
};
use lintel_management::Connection;
use lintel_oidc::{
    sign_in::{Observer, Refusal, SignIn},
    trace::Trace,
};

use super::{
    answer::redirect,
    journal,
    request::ApplicationRequest,
    transaction::{Binding, Transaction},
    under_way::UnderWay,
};
use crate::{TenantSignIn, TenantState, oauth::OAuthError, relying_party::relying_party};

/// Sends the browser to the provider, or the application an error when the sign-in cannot begin.
pub(super) async fn begin(
    state: &TenantState,
    under_way: &UnderWay,
    connection: Connection,
    request: ApplicationRequest,
) -> Response {
    let client_key = match state.store.client_key(&connection.id).await {
        Ok(client_key) => client_key,
        Err(error) => {
            tracing::error!(connection = connection.name, "the connection's key could not be read: {error}");
            let error = OAuthError::new("server_error", format!("The sign-in cannot begin: {error}."));
            journal::refused(state, request.party, Some(connection), &error.description, Some(&error)).await;
            return request.way_back.error(&error, &request.address.issuer());
        }
    };
    let rp = match relying_party(&connection, request.address.callback_url(), client_key) {
        Ok(rp) => rp,
        Err(error) => {
            tracing::warn!(
                connection = connection.name,
                client_id = request.client_id,
                "connection cannot sign in: {error}"
            );
            let error = OAuthError::invalid_request(error.to_string());
            journal::refused(state, request.party, Some(connection), &error.description, Some(&error)).await;
            return request.way_back.error(&error, &request.address.issuer());
        }
    };
    let (world, observer) = (state.world.clone().remembering(), observer(state, &connection, &request));
    match SignIn::begin(rp, &request.passed_on, world, observer).await {
        Ok(sign_in) => send(state, under_way, connection, request, sign_in),
        Err(refusal) => refuse(state, &connection, &request, &refusal).await,
    }
}

/// Ends a sign-in with the provider's or our own refusal: the trace is kept, the application is told.
pub(super) async fn refuse(
    state: &TenantState,
    connection: &Connection,
    request: &ApplicationRequest,
    refusal: &Refusal,
) -> Response {
    let finding = refusal.finding.code.as_str();
    tracing::info!(connection = connection.name, client_id = request.client_id, finding, "sign-in refused");
    record(state, connection, request, &refusal.trace).await;
    let (error, description) = refusal.oauth_error();
    let error = OAuthError::new(error, description);
    journal::ended(state, connection, request, &refusal.trace, None, Some(&error)).await;
    request.way_back.error(&error, &request.address.issuer())
}

/// Keeps a closed trace and shows it to whoever watches.
pub(super) async fn record(state: &TenantState, connection: &Connection, request: &ApplicationRequest, trace: &Trace) {
    keep(state, connection, request, trace).await;
    announce(state, &connection.id, request, trace);
}

/// A trace that cannot be kept does not stop the sign-in.
pub(super) async fn keep(state: &TenantState, connection: &Connection, request: &ApplicationRequest, trace: &Trace) {
    if let Err(error) = state.store.insert_trace(&connection.id, &request.client_id, trace).await {
        tracing::error!(connection = connection.name, "a trace was not kept: {error}");
    }
}

/// Shows a trace as it is now to whoever watches.
pub(super) fn announce(state: &TenantState, connection_id: &str, request: &ApplicationRequest, trace: &Trace) {
    if state.sign_ins.receiver_count() == 0 {
        return;
    }
    let sign_in = TenantSignIn {
        connection_id: connection_id.to_owned(),
        client_id: request.client_id.clone(),
        application_state: request.way_back.state.clone(),
        trace: trace.clone(),
    };
    // Nobody watching is no error.
    let _ = state.sign_ins.send(sign_in);
}

fn send(
    state: &TenantState,
    under_way: &UnderWay,
    connection: Connection,
    request: ApplicationRequest,
    sign_in: SignIn,
) -> Response {
    let binding = Binding::new(&state.tenant_id, &request.address);
    let mut response = redirect(StatusCode::SEE_OTHER, sign_in.authorization_url().as_str());
    if let Some(cookie) = binding.set() {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    let upstream_state = sign_in.state().to_owned();
    let transaction = Transaction { binding, connection, request, sign_in };
    under_way.transactions.begin(upstream_state, transaction, state.world.clock.now());
    response
}

/// Shows each change of a trace under way. The closed trace is announced once it is kept, by [`record`].
fn observer(state: &TenantState, connection: &Connection, request: &ApplicationRequest) -> Observer {
    let (state, connection_id, request) = (state.clone(), connection.id.clone(), request.clone());
    Arc::new(move |trace| {
        if trace.outcome.is_none() {
            announce(&state, &connection_id, &request, trace);
        }
    })
}

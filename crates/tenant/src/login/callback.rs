//! `/login/callback`: the provider's answer, brought by the browser.

use std::sync::Arc;

use axum::{
    Extension,
    body::Bytes,
    extract::{RawQuery, State, rejection::BytesRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use lintel_oidc::{
    sign_in::{AuthorizationResponse, COOKIE_LOST, SignIn},
    trace::{StepKind, Trace},
};
use tokio::sync::oneshot;

use super::{
    answer::redirect,
    callback_pages::{
        displaced, reloaded, test_ended, too_large, too_late, unknown_state, used_before, without_cookie, without_state,
    },
    ending::{end, stop},
    error_page, page,
    transaction::{Ended, Taken, Transaction},
    under_way::UnderWay,
};
use crate::{TenantState, state::Address};

pub(super) async fn by_query(
    State(state): State<TenantState>,
    State(under_way): State<Arc<UnderWay>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let response = AuthorizationResponse::from_query(&query.unwrap_or_default());
    if let Some(handle) = response.param("continue") {
        return match under_way.parked.redeem(handle, state.world.clock.now()) {
            Some(posted) => answer(&state, &under_way, &headers, posted).await,
            None => reloaded().into_response(),
        };
    }
    answer(&state, &under_way, &headers, response).await
}

/// A cross-site post comes without the cookie. Its parameters wait under a handle while the browser comes back by itself,
/// same-site, with the cookie: where a sign-in waits for them. Any page may post here, and nothing else is kept.
pub(super) async fn by_form(
    State(state): State<TenantState>,
    State(under_way): State<Arc<UnderWay>>,
    Extension(address): Extension<Address>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let body = match body {
        Ok(body) => body,
        Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => return too_large(&headers).into_response(),
        Err(error) => return error.into_response(),
    };
    let posted = AuthorizationResponse::from_form(&body);
    let now = state.world.clock.now();
    if !posted.param("state").is_some_and(|upstream_state| under_way.transactions.waits(upstream_state, now)) {
        return answer(&state, &under_way, &headers, posted).await;
    }
    let handle = under_way.parked.issue(posted, now);
    redirect(StatusCode::SEE_OTHER, &format!("{}/login/callback?continue={handle}", address.url()))
}

async fn answer(
    state: &TenantState,
    under_way: &UnderWay,
    headers: &HeaderMap,
    response: AuthorizationResponse,
) -> Response {
    let Some(upstream_state) = response.param("state").filter(|value| !value.is_empty()).map(str::to_owned) else {
        state.awaited.stray(&response);
        return error_page::without_state(&without_state(&response));
    };
    if let Some(trial) = state.awaited.take(&upstream_state) {
        return hand_over(trial, response);
    }
    match under_way.transactions.take(&upstream_state, state.world.clock.now()) {
        Taken::Waiting(transaction) => answer_once(state, headers, transaction, response).await,
        Taken::Overdue(transaction) => {
            let problem = too_late().fact("Connection", &transaction.connection.name);
            stop(state, transaction, |sign_in| sign_in.abandon("The answer came too late."), problem).await
        }
        Taken::Ended(Ended::Overdue) => too_late().into_response(),
        Taken::Ended(Ended::Answered) => used_before().into_response(),
        Taken::Ended(Ended::Displaced) => displaced().into_response(),
        Taken::Unknown => {
            state.awaited.stray(&response);
            unknown_state().into_response()
        }
    }
}

async fn answer_once(
    state: &TenantState,
    headers: &HeaderMap,
    transaction: Transaction,
    response: AuthorizationResponse,
) -> Response {
    if transaction.binding.holds(headers) {
        return end(state, transaction, response).await;
    }
    let problem = without_cookie(&transaction);
    let address = transaction.request.address.url().to_string();
    stop(state, transaction, |sign_in| cookie_lost(sign_in, &address), problem).await
}

/// The answer came, and its browser is not known.
fn cookie_lost(sign_in: SignIn, address: &str) -> Trace {
    let mut recorder = sign_in.into_recorder();
    recorder.pass("A browser came back");
    recorder.begin(StepKind::AuthorizationResponse, "Asking the browser for its cookie");
    let finding = COOKIE_LOST
        .finding("", "The provider answered, and the browser did not return the tenant’s cookie, which ties the answer to the sign-in.")
        .expected("the cookie that /authorize set in this browser")
        .got("no such cookie")
        .remedy(format!(
            "Sign in once more in one browser, which must allow cookies at {address}. Have applications and provider use that address \
             alone: to a browser, localhost and 127.0.0.1 are two."
        ));
    recorder.refuse(finding).trace
}

/// A test sign-in: the answer is the test's, and nobody is signed in.
fn hand_over(trial: oneshot::Sender<AuthorizationResponse>, response: AuthorizationResponse) -> Response {
    match trial.send(response) {
        Ok(()) => page::received(),
        Err(_) => test_ended().into_response(),
    }
}

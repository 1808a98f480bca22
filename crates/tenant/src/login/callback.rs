//! `/login/callback`: the provider's answer, brought by the browser.

use axum::{
    Extension,
    body::Bytes,
    extract::{RawQuery, State, rejection::BytesRejection},
    http::{
        HeaderMap, StatusCode,
        header::{CONTENT_LENGTH, SET_COOKIE},
    },
    response::{IntoResponse, Response},
};
use lintel_management::Connection;
use lintel_oidc::{
    sign_in::{AuthorizationResponse, NOT_PROVISIONED, Recorder, Refusal, SignIn, USER_NOT_KEPT, Verified},
    trace::{StepKind, Trace},
};
use serde_json::{Map, Value};
use tokio::sync::oneshot;

use super::{
    MAX_FORM,
    answer::redirect,
    page::{self, Problem},
    request::ApplicationRequest,
    standing::{self, Fallen},
    token::Grant,
    transaction::{Ended, LIFETIME, MOST, Taken, Transaction},
    upstream,
};
use crate::{
    OidcOptions, TenantState,
    state::Address,
    store::{ApplicationRecord, LoginOfUser, LoginOutcome, RecordLoginError},
};

pub(super) async fn by_query(
    State(state): State<TenantState>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let response = AuthorizationResponse::from_query(&query.unwrap_or_default());
    if let Some(handle) = response.param("continue") {
        return match state.login.parked.redeem(handle, state.world.clock.now()) {
            Some(posted) => answer(&state, &headers, posted).await,
            None => reloaded().into_response(),
        };
    }
    answer(&state, &headers, response).await
}

/// A cross-site post comes without the cookie. Its parameters wait under a handle while the browser comes back by itself,
/// same-site, with the cookie: where a sign-in waits for them. Any page may post here, and nothing else is kept.
pub(super) async fn by_form(
    State(state): State<TenantState>,
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
    if !posted.param("state").is_some_and(|upstream_state| state.login.transactions.waits(upstream_state, now)) {
        return answer(&state, &headers, posted).await;
    }
    let handle = state.login.parked.issue(posted, now);
    redirect(StatusCode::SEE_OTHER, &format!("{}/login/callback?continue={handle}", address.url()))
}

async fn answer(state: &TenantState, headers: &HeaderMap, response: AuthorizationResponse) -> Response {
    let Some(upstream_state) = response.param("state").filter(|value| !value.is_empty()).map(str::to_owned) else {
        state.trials.stray(&response);
        return page::without_state(&without_state(&response));
    };
    if let Some(trial) = state.trials.take(&upstream_state) {
        return hand_over(trial, response);
    }
    match state.login.transactions.take(&upstream_state, state.world.clock.now()) {
        Taken::Waiting(transaction) => answer_once(state, headers, transaction, response).await,
        Taken::Overdue(transaction) => {
            let problem = too_late().fact("Connection", &transaction.connection.name);
            stop(state, transaction, "The answer came too late.", problem).await
        }
        Taken::Ended(Ended::Overdue) => too_late().into_response(),
        Taken::Ended(Ended::Answered) => used_before().into_response(),
        Taken::Ended(Ended::Displaced) => displaced().into_response(),
        Taken::Unknown => {
            state.trials.stray(&response);
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
    stop(state, transaction, "The browser did not bring back the cookie of this sign-in.", problem).await
}

/// A test sign-in: the answer is the test's, and nobody is signed in.
fn hand_over(trial: oneshot::Sender<AuthorizationResponse>, response: AuthorizationResponse) -> Response {
    match trial.send(response) {
        Ok(()) => page::received(),
        Err(_) => Problem::new(
            "The test has ended",
            "The test sign-in that this answer belongs to was closed before the answer came.",
            "Start the test again in Lintel.",
        )
        .into_response(),
    }
}

/// Ends a transaction whose browser is the one that began it.
async fn end(state: &TenantState, transaction: Transaction, response: AuthorizationResponse) -> Response {
    let Transaction { binding, connection, request, sign_in } = transaction;
    let mut answer = match signed_in(state, &connection, &request, sign_in, response).await {
        Ok((trace, user_id)) => {
            upstream::record(state, &connection, &request, &trace).await;
            tracing::info!(connection = connection.name, client_id = request.client_id, "signed in");
            let now = state.world.clock.now();
            let code = state.login.codes.issue(Grant::new(&request, &connection.id, user_id, now), now);
            request.way_back.code(&code, &request.address.issuer())
        }
        Err(Stopped::Refused(refusal)) => upstream::refuse(state, &connection, &request, &refusal).await,
        Err(Stopped::NoWayBack(ended)) => {
            let (trace, problem) = *ended;
            tracing::info!(connection = connection.name, client_id = request.client_id, problem.title, "sign-in ended");
            upstream::record(state, &connection, &request, &trace).await;
            problem.into_response()
        }
    };
    if let Some(cookie) = binding.clear() {
        answer.headers_mut().append(SET_COOKIE, cookie);
    }
    answer
}

/// Why a sign-in got no code. Its trace is closed.
enum Stopped {
    /// The application is told.
    Refused(Box<Refusal>),
    /// Nobody is left to be told but the person.
    NoWayBack(Box<(Trace, Problem)>),
}

/// The state of the tenant is looked at before anything is sent to the provider, and once more after that took its time.
async fn signed_in(
    state: &TenantState,
    connection: &Connection,
    request: &ApplicationRequest,
    sign_in: SignIn,
    response: AuthorizationResponse,
) -> Result<(Trace, String), Stopped> {
    if let Err(fallen) = standing::stands(state, connection, request).await {
        return Err(Stopped::by(fallen, sign_in.into_recorder(), request));
    }
    let mut verified = sign_in.finish(response).await.map_err(Stopped::Refused)?;
    verified.recorder.begin(StepKind::Profile, "Writing the user");
    match standing::stands(state, connection, request).await {
        Ok(connection) => keep_user(state, &connection, verified).await.map_err(Stopped::Refused),
        Err(fallen) => Err(Stopped::by(fallen, verified.recorder, request)),
    }
}

impl Stopped {
    fn by(fallen: Fallen, recorder: Recorder, request: &ApplicationRequest) -> Self {
        let (reason, problem) = match fallen {
            Fallen::Connection(finding) => return Stopped::Refused(Box::new(recorder.refuse(finding))),
            Fallen::ApplicationGone => {
                ("The application was deleted while the person signed in.", application_gone(request))
            }
            Fallen::CallbackRemoved(application) => (
                "The application's callback URL was removed while the person signed in.",
                callback_removed(request, &application),
            ),
            Fallen::Unreadable(error) => {
                tracing::error!("a sign-in could not end: {error}");
                let happened = format!("The sign-in cannot end: {error}.");
                ("The tenant's database could not be read.", page::unreadable(happened))
            }
        };
        Stopped::NoWayBack(Box::new((recorder.abandon(reason), problem)))
    }
}

/// The last step: the profile becomes a user.
async fn keep_user(
    state: &TenantState,
    connection: &Connection,
    verified: Verified,
) -> Result<(Trace, String), Box<Refusal>> {
    let Verified { subject, profile, mut recorder, .. } = verified;
    let sync =
        OidcOptions::of_connection(connection).map(|options| options.set_user_root_attributes).unwrap_or_default();
    let login = LoginOfUser { connection, subject: &subject, profile: &profile, sync };
    let finding = match state.store.record_login(login, state.world.clock.now()).await {
        Ok(recorded) => {
            let user_id = recorded.user.get("user_id").and_then(Value::as_str).unwrap_or_default().to_owned();
            describe(&mut recorder, &recorded.user, &profile);
            recorder.pass(match recorded.outcome {
                LoginOutcome::Created => "User created",
                LoginOutcome::Updated => "Existing user updated",
                LoginOutcome::Unchanged => "Existing user, nothing changed",
            });
            return Ok((recorder.accept(profile), user_id));
        }
        Err(RecordLoginError::NotProvisioned { user_id }) => NOT_PROVISIONED
            .finding(
                "set_user_root_attributes",
                format!("{user_id} does not exist, and this connection creates no users at login."),
            )
            .expected("a user who was provisioned before")
            .got("no such user")
            .remedy(
                "Provision the user, or let the connection create users: sync user profile attributes at each login.",
            ),
        Err(RecordLoginError::ConnectionGone { .. }) => standing::gone(connection),
        Err(RecordLoginError::Store(error)) => {
            tracing::error!(connection = connection.name, "a user was not written: {error}");
            USER_NOT_KEPT
                .finding("", format!("The sign-in was verified, but {error}."))
                .expected("the user to be written")
                .got(error.to_string())
                .remedy("Restart Lintel. If it stays, look at the log in the tenant's data folder.")
        }
    };
    Err(Box::new(recorder.refuse(finding)))
}

/// The user ID, and the root attributes that do not come from the mapping as they are.
fn describe(recorder: &mut Recorder, user: &Map<String, Value>, profile: &Map<String, Value>) {
    if let Some(user_id) = user.get("user_id") {
        recorder.attribute("user_id", user_id.clone(), "oidc, the connection's name and sub");
    }
    for name in ["name", "nickname", "given_name", "family_name", "picture"] {
        match user.get(name) {
            Some(value) if profile.get(name) == Some(value) => recorder.attribute(name, value.clone(), name),
            Some(value) => recorder.attribute(name, value.clone(), "set by the tenant"),
            None => {}
        }
    }
}

/// Ends a transaction that cannot be answered to the application: the trace says why, the person sees it.
async fn stop(state: &TenantState, transaction: Transaction, reason: &str, problem: Problem) -> Response {
    let Transaction { connection, request, sign_in, .. } = transaction;
    tracing::info!(connection = connection.name, client_id = request.client_id, "sign-in ended: {reason}");
    let trace = sign_in.abandon(reason);
    upstream::record(state, &connection, &request, &trace).await;
    problem.into_response()
}

const AGAIN: &str = "Go back to the application and sign in again";

fn without_state(response: &AuthorizationResponse) -> Problem {
    let names: Vec<&str> = response.params.iter().map(|(name, _)| name.as_str()).collect();
    let got = if names.is_empty() { "no parameters".to_owned() } else { names.join(", ") };
    Problem::new(
        "The answer does not say which sign-in it belongs to",
        "The provider sent the browser back without “state”.",
        format!(
            "{AGAIN}. If it stays: a provider that answers in the URL fragment (response_mode=fragment) has to be set to query or \
             form_post, and this tenant has no sign-in that starts at the provider."
        ),
    )
    .fact("Expected", "state, and a code or an ID token")
    .fact("Received", got)
}

fn without_cookie(transaction: &Transaction) -> Problem {
    Problem::new(
        "This browser did not begin the sign-in",
        "The provider answered, but the browser did not return the cookie that ties the answer to the sign-in.",
        format!(
            "{AGAIN}, in one window and at {}. Cookies must be allowed there. A sign-in that was begun in another browser, \
             or a link to this page that somebody else sent, ends here on purpose.",
            transaction.request.address.url()
        ),
    )
    .fact("Connection", &transaction.connection.name)
    .fact("Expected", "the cookie that /authorize set in this browser")
    .fact("Received", "no such cookie")
}

fn too_late() -> Problem {
    Problem::new(
        "The sign-in took too long",
        format!("The provider's answer came more than {} minutes after the sign-in began.", LIFETIME.as_secs() / 60),
        format!("{AGAIN}."),
    )
}

fn displaced() -> Problem {
    Problem::new(
        "Too many sign-ins were begun",
        format!(
            "More than {MOST} others were begun after this one and before its answer came, and the tenant keeps no more."
        ),
        format!(
            "{AGAIN}. If nobody tests with so many at once, look for an application that begins sign-ins in a loop."
        ),
    )
}

fn application_gone(request: &ApplicationRequest) -> Problem {
    Problem::new(
        "The application is gone",
        "The application that asked for this sign-in was deleted while you signed in. Nobody was signed in.",
        "Create the application again, and have it use its new client ID.",
    )
    .fact("Client ID", &request.client_id)
}

fn callback_removed(request: &ApplicationRequest, application: &ApplicationRecord) -> Problem {
    let allowed = if application.callbacks.is_empty() { "none".to_owned() } else { application.callbacks.join("  ") };
    Problem::new(
        "The callback URL is not allowed any more",
        "The address to go back to was removed from the application's callback URLs while you signed in. Nobody was signed in.",
        "Add the address to the application's callback URLs again, or have the application send one of them.",
    )
    .fact("Application", application.name())
    .fact("redirect_uri of the request", &request.way_back.redirect_uri)
    .fact("Callback URLs", allowed)
}

fn too_large(headers: &HeaderMap) -> Problem {
    let received = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    Problem::new(
        "The answer is too large",
        "More was posted here than an answer of a provider holds.",
        "Have the provider put fewer claims into the ID token, groups above all, or use Back Channel.",
    )
    .status(StatusCode::PAYLOAD_TOO_LARGE)
    .fact("Expected", format!("at most {MAX_FORM} bytes"))
    .fact("Received", received.map_or_else(|| "more".to_owned(), |length| format!("{length} bytes")))
}

fn used_before() -> Problem {
    Problem::new(
        "This answer has been used",
        "Each answer of a provider is good for one sign-in, and this one was taken before.",
        format!("{AGAIN}. Reloading this page, or going back to it, repeats the old answer."),
    )
}

fn unknown_state() -> Problem {
    Problem::new(
        "Unknown sign-in",
        "The answer carries a “state” that this tenant did not give out, or gave out before it was last started.",
        format!("{AGAIN}. If it stays, the provider or a proxy changes “state”, or the answer is for another tenant."),
    )
}

fn reloaded() -> Problem {
    Problem::new(
        "This answer has been used or is too old",
        "The provider's answer was posted here, and it can be taken once, within a minute.",
        format!("{AGAIN}. Reloading this page repeats the old answer."),
    )
}

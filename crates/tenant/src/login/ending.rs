//! The end of a sign-in: the provider's answer is verified, the person becomes a user, and the application gets a code.

use axum::{
    http::header::SET_COOKIE,
    response::{IntoResponse, Response},
};
use lintel_management::Connection;
use lintel_oidc::{
    Finding, issuing,
    sign_in::{AuthorizationResponse, Recorder, Refusal, SignIn, USER_NOT_KEPT, Verified},
    trace::{StepKind, Trace},
};
use serde_json::{Map, Value};

use super::{
    callback_pages::{application_gone, callback_removed},
    error_page::{self, ErrorPage},
    journal, not_provisioned, organization,
    request::ApplicationRequest,
    standing::{self, Fallen},
    transaction::Transaction,
    upstream,
};
use crate::{
    OidcOptions, TenantState,
    state::Grant,
    store::{LoginOfUser, LoginOutcome, Membership, RecordLoginError, RecordedUser, StoreError},
};

/// Ends a transaction whose browser is the one that began it.
pub(super) async fn end(state: &TenantState, transaction: Transaction, response: AuthorizationResponse) -> Response {
    let Transaction { binding, connection, request, sign_in } = transaction;
    let mut answer = match signed_in(state, &connection, &request, sign_in, response).await {
        Ok((trace, user)) => {
            let user_id = user.get("user_id").and_then(Value::as_str).unwrap_or_default().to_owned();
            upstream::announce(state, &connection.id, &request, &trace);
            journal::ended(state, &connection, &request, &trace, Some(user), None).await;
            tracing::info!(connection = connection.name, client_id = request.client_id, "signed in");
            let now = state.world.clock.now();
            let grant = Grant {
                token_id: issuing::token(22),
                client_id: request.client_id,
                address: request.address.clone(),
                connection_id: connection.id,
                redirect_uri: request.way_back.redirect_uri.clone(),
                challenge: request.challenge,
                nonce: request.nonce,
                scope: request.scope,
                user_id,
                organization: request.party.organization,
                signed_in_at: now,
            };
            let code = state.codes.issue(grant, now);
            request.way_back.code(&code, &request.address.issuer())
        }
        Err(Stopped::Refused(refusal)) => upstream::refuse(state, &connection, &request, &refusal).await,
        Err(Stopped::NoWayBack(ended)) => {
            let (trace, problem) = *ended;
            tracing::info!(connection = connection.name, client_id = request.client_id, problem.title, "sign-in ended");
            upstream::record(state, &connection, &request, &trace).await;
            journal::ended(state, &connection, &request, &trace, None, None).await;
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
    NoWayBack(Box<(Trace, ErrorPage)>),
}

/// The state of the tenant is looked at before anything is sent to the provider, and once more after that took its time.
async fn signed_in(
    state: &TenantState,
    connection: &Connection,
    request: &ApplicationRequest,
    sign_in: SignIn,
    response: AuthorizationResponse,
) -> Result<(Trace, Map<String, Value>), Stopped> {
    if let Err(fallen) = standing::stands(state, connection, request).await {
        return Err(Stopped::by(fallen, sign_in.into_recorder(), request));
    }
    let mut verified = sign_in.finish(response).await.map_err(Stopped::Refused)?;
    verified.recorder.begin(StepKind::Profile, "Writing the user");
    match standing::stands(state, connection, request).await {
        Ok(connection) => keep_user(state, &connection, request, verified).await.map_err(Stopped::Refused),
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
                ("The tenant's database could not be read.", error_page::unreadable(happened))
            }
        };
        Stopped::NoWayBack(Box::new((recorder.abandon(reason), problem)))
    }
}

/// The last step: the profile becomes a user. The trace is kept with it.
async fn keep_user(
    state: &TenantState,
    connection: &Connection,
    request: &ApplicationRequest,
    verified: Verified,
) -> Result<(Trace, Map<String, Value>), Box<Refusal>> {
    let Verified { subject, profile, recorder, .. } = verified;
    let sync =
        OidcOptions::of_connection(connection).map(|options| options.set_user_root_attributes).unwrap_or_default();
    let login = LoginOfUser { connection, subject: &subject, profile: &profile, sync };
    let now = state.world.clock.now();
    let Some(organization) = &request.party.organization else {
        let (unwritten, profile) = (recorder.clone(), profile.clone());
        let close = |recorded: &RecordedUser| {
            let mut recorder = recorder;
            describe(&mut recorder, &recorded.user, &profile);
            recorder.pass(kept(recorded.outcome));
            recorder.accept(profile)
        };
        return match state.store.record_login_and_trace(login, &request.client_id, now, close).await {
            Ok((recorded, trace)) => Ok((trace, recorded.user)),
            Err(error) => Err(Box::new(unwritten.refuse(not_recorded(connection, &subject, error)))),
        };
    };
    let mut recorder = recorder;
    let recorded = match state.store.record_login(login, now).await {
        Ok(recorded) => recorded,
        Err(error) => return Err(Box::new(recorder.refuse(not_recorded(connection, &subject, error)))),
    };
    describe(&mut recorder, &recorded.user, &profile);
    let user_id = recorded.user.get("user_id").and_then(Value::as_str).unwrap_or_default();
    let finding = match organization::entered(state, organization, connection, user_id).await {
        Ok(Ok(membership)) => {
            let joined = if membership == Membership::Joined { "has become a member" } else { "is a member" };
            recorder.pass(format!("{}, who {joined} of {}", kept(recorded.outcome), organization.name));
            let trace = recorder.accept(profile);
            upstream::keep(state, connection, request, &trace).await;
            return Ok((trace, recorded.user));
        }
        Ok(Err(finding)) => finding,
        Err(error) => not_kept(connection, &error),
    };
    Err(Box::new(recorder.refuse(finding)))
}

fn kept(outcome: LoginOutcome) -> &'static str {
    match outcome {
        LoginOutcome::Created => "User created",
        LoginOutcome::Updated => "Existing user updated",
        LoginOutcome::Unchanged => "Existing user, nothing changed",
    }
}

fn not_recorded(connection: &Connection, subject: &str, error: RecordLoginError) -> Finding {
    match error {
        RecordLoginError::NotProvisioned { user_id, scim, nearest } => {
            not_provisioned::finding(&user_id, subject, scim, nearest)
        }
        RecordLoginError::Blocked { user_id } => standing::blocked(&user_id),
        RecordLoginError::ConnectionGone { .. } => standing::gone(connection),
        RecordLoginError::Store(error) => not_kept(connection, &error),
    }
}

fn not_kept(connection: &Connection, error: &StoreError) -> Finding {
    tracing::error!(connection = connection.name, "a user was not written: {error}");
    USER_NOT_KEPT
        .finding("", format!("The sign-in was verified, but {error}."))
        .expected("the user to be written")
        .got(error.to_string())
        .remedy("Restart Lintel. If it stays, look at the log in the tenant's data folder.")
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

/// Ends a transaction that cannot be answered to the application: the trace that `close` makes says why, the person sees it.
pub(super) async fn stop(
    state: &TenantState,
    transaction: Transaction,
    close: impl FnOnce(SignIn) -> Trace,
    problem: ErrorPage,
) -> Response {
    let Transaction { connection, request, sign_in, .. } = transaction;
    tracing::info!(connection = connection.name, client_id = request.client_id, problem.title, "sign-in ended");
    let trace = close(sign_in);
    upstream::record(state, &connection, &request, &trace).await;
    journal::ended(state, &connection, &request, &trace, None, None).await;
    problem.into_response()
}

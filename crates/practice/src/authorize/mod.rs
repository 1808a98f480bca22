mod redirect_uri;
mod reply;
mod request;

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use url::Position;

use self::{
    reply::Refusal,
    request::{AuthorizationRequest, ResponseType},
};
use crate::{
    page,
    parameters::Parameters,
    people::{self, Email, Person},
    provider::{Grant, Provider},
};

pub(crate) use self::request::SCOPES;

/// `GET /authorize`
pub(crate) async fn by_query(State(provider): State<Arc<Provider>>, RawQuery(query): RawQuery) -> Response {
    ask_who_it_is(&provider, &query.unwrap_or_default())
}

/// `POST /authorize`: both methods are asked for (OpenID Connect Core 1.0, section 3.1.2.1).
pub(crate) async fn by_form(State(provider): State<Arc<Provider>>, body: Bytes) -> Response {
    ask_who_it_is(&provider, &String::from_utf8_lossy(&body))
}

/// `POST /sign-in`: what a person chose on the sign-in page. The page carries the authorization request, and it is read again
/// here: nothing waits on the server meanwhile, so the back button and a second window do no harm.
pub(crate) async fn sign_in(State(provider): State<Arc<Provider>>, headers: HeaderMap, body: Bytes) -> Response {
    if headers.get(header::ORIGIN).is_some_and(|origin| !provider.is_own_origin(origin)) {
        return page::problem(
            StatusCode::FORBIDDEN,
            "This sign-in came from another site",
            "Start again in your application.",
        );
    }
    let chosen = Parameters::parse(&body);
    let encoded = chosen.get("request").unwrap_or_default();
    let request = match AuthorizationRequest::read(&provider, &Parameters::parse(encoded.as_bytes())) {
        Ok(request) => request,
        Err(refusal) => return refusal.answer(&provider),
    };
    if chosen.get("cancel").is_some() {
        return Refusal::to(&request.reply, ("access_denied", "The sign-in was cancelled.")).answer(&provider);
    }
    match person(&chosen) {
        Ok(person) => grant(&provider, request, person),
        Err(complaint) => sign_in_page(&request, encoded, Some(complaint)),
    }
}

fn ask_who_it_is(provider: &Provider, encoded: &str) -> Response {
    match AuthorizationRequest::read(provider, &Parameters::parse(encoded.as_bytes())) {
        Ok(request) => sign_in_page(&request, encoded, None),
        Err(refusal) => refusal.answer(provider),
    }
}

fn sign_in_page(request: &AuthorizationRequest, encoded: &str, complaint: Option<&str>) -> Response {
    let destination = &request.reply.redirect_uri[..Position::BeforePath];
    page::sign_in(destination, request.login_hint.as_deref().unwrap_or_default(), encoded, complaint)
}

fn person(chosen: &Parameters) -> Result<Person, &'static str> {
    if let Some(sub) = chosen.get("sub") {
        return people::find(sub).ok_or("That person is not here. Choose another one.");
    }
    let address = chosen.get("email").ok_or("Choose a person, or enter an e-mail address.")?;
    let email = Email::parse(address, chosen.get("email_verified").is_some())
        .ok_or("Enter an e-mail address such as name@acme.example.")?;
    Ok(Person::guest(chosen.get("name"), email))
}

fn grant(provider: &Provider, request: AuthorizationRequest, person: Person) -> Response {
    if let Some(refused) = provider.dials.person() {
        return Refusal::to(&request.reply, refused).answer(provider);
    }
    let now = provider.now();
    let AuthorizationRequest { reply, response_type, scopes, nonce, pkce, .. } = request;
    let grant = Grant { person, scopes, nonce, auth_time: now, redirect_uri: reply.as_sent.clone(), pkce };
    let parameter = match response_type {
        ResponseType::Code => Ok(("code", provider.codes.issue(grant, now))),
        ResponseType::IdToken => provider.id_token(&grant, None).map(|id_token| ("id_token", id_token)),
    };
    match parameter {
        Ok(parameter) => {
            tracing::info!(answer = parameter.0, "signed in");
            reply.send(provider, vec![parameter])
        }
        Err(error) => {
            tracing::error!(%error, "an ID token could not be signed");
            Refusal::to(&reply, ("server_error", "Signing failed.")).answer(provider)
        }
    }
}

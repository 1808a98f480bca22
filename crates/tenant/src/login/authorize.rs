//! `/authorize`: an application sends a person here to sign in.

use std::sync::Arc;

use axum::{
    Extension,
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use lintel_local_server::Authority;
use lintel_management::Connection;

use super::{
    answer::{WayBack, redirect},
    error_page::{self, ErrorPage},
    identifier::{self, LoginPage},
    journal, organization,
    params::{EMAIL, Params},
    request::{self, ApplicationRequest, Untrusted},
    under_way::UnderWay,
    upstream,
};
use crate::{
    TenantState,
    oauth::OAuthError,
    realm::{self, Route},
    sign_in_log::Party,
    state::{Address, Organization},
    store::{ApplicationRecord, OrganizationRecord, StoreError, readable},
};

pub(super) async fn by_query(
    State(state): State<TenantState>,
    State(under_way): State<Arc<UnderWay>>,
    Extension(address): Extension<Address>,
    Extension(authority): Extension<Authority>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    // Cookies of one name of this computer are not sent to another, and the callback is on the one of the address.
    if address.url() != format!("{}://{authority}", address.scheme) {
        return redirect(StatusCode::TEMPORARY_REDIRECT, &format!("{}/authorize?{query}", address.url()));
    }
    authorize(&state, &under_way, &headers, address, Params::parse(query.as_bytes())).await
}

pub(super) async fn by_form(
    State(state): State<TenantState>,
    State(under_way): State<Arc<UnderWay>>,
    Extension(address): Extension<Address>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    authorize(&state, &under_way, &headers, address, Params::parse(&body)).await
}

async fn authorize(
    state: &TenantState,
    under_way: &UnderWay,
    headers: &HeaderMap,
    address: Address,
    params: Params,
) -> Response {
    let application = match known(state, &params).await {
        Ok(application) => application,
        Err(error) => return unreadable(&error),
    };
    let client_id = params.get("client_id").unwrap_or_default();
    let mut party = Party::new(client_id, application.as_ref(), headers, &address);
    let way_back = match (request::way_back(&params, application.as_ref()), application.as_ref()) {
        (Ok(way_back), _) => way_back,
        (Err(untrusted), application) => {
            let page = explain(&untrusted, application);
            journal::refused(state, party, None, &untrusted.to_string(), None).await;
            return page.into_response();
        }
    };
    let Some(application) = application else {
        return explain(&Untrusted::ClientIdMissing, None).into_response();
    };
    let issuer = address.issuer();
    let mut request = match request::read(&params, &application, party.clone(), way_back.clone(), address) {
        Ok(request) => request,
        Err(error) => return refuse(state, party, &way_back, &issuer, &error).await,
    };
    let organization = match organization::asked(state, &application, params.get("organization")).await {
        Ok(organization) => organization,
        Err(error) => return refuse(state, party, &way_back, &issuer, &error).await,
    };
    let enabled = match state.store.enabled_connections(&application.client_id).await {
        Ok(enabled) => enabled,
        Err(error) => return unreadable(&error),
    };
    let damaged = enabled.iter().find_map(|row| row.as_ref().err()).cloned();
    let mut enabled = readable(enabled);
    if let Some(organization) = &organization {
        enabled = match organization::connections(state, organization, enabled).await {
            Ok(enabled) => enabled,
            Err(error) => return unreadable(&error),
        };
        let (id, name) = (organization.id.clone(), organization.name.clone());
        party.organization = Some(Organization { id, name });
        request.party = party.clone();
    }
    match choose(&request, enabled) {
        Choice::Connection(connection) => upstream::begin(state, under_way, *connection, request).await,
        Choice::NotEnabled(name) => {
            let error = not_enabled(state, &name, &application, organization.as_ref()).await;
            refuse(state, party, &way_back, &issuer, &error).await
        }
        Choice::NoneEnabled => {
            let error = damaged.map_or_else(
                || none_enabled(&application, organization.as_ref()),
                |damaged| cannot_begin(&damaged.into()),
            );
            refuse(state, party, &way_back, &issuer, &error).await
        }
        Choice::Ask(enabled) => ask(&params, &application, organization.as_ref(), &request, &enabled),
    }
}

async fn known(state: &TenantState, params: &Params) -> Result<Option<ApplicationRecord>, StoreError> {
    let Some(client_id) = params.get("client_id") else { return Ok(None) };
    Ok(state.store.client(client_id).await?.filter(|application| !application.is_global()))
}

/// What the request leads to.
enum Choice {
    Connection(Box<Connection>),
    NotEnabled(String),
    NoneEnabled,
    /// The login page, with the application's connections.
    Ask(Vec<Connection>),
}

fn choose(request: &ApplicationRequest, enabled: Vec<Connection>) -> Choice {
    if let Some(name) = &request.connection {
        return match enabled.into_iter().find(|connection| connection.name == *name) {
            Some(connection) => Choice::Connection(Box::new(connection)),
            None => Choice::NotEnabled(name.clone()),
        };
    }
    if enabled.is_empty() {
        return Choice::NoneEnabled;
    }
    match realm::route(&enabled, &[], request.login_hint.as_deref().unwrap_or_default()) {
        Route::Matched { connection, .. } => Choice::Connection(Box::new(connection.clone())),
        _ => Choice::Ask(enabled),
    }
}

async fn not_enabled(
    state: &TenantState,
    name: &str,
    application: &ApplicationRecord,
    organization: Option<&OrganizationRecord>,
) -> OAuthError {
    let found = match state.store.connection_by_name(name).await {
        Ok(found) => found,
        Err(error) => return cannot_begin(&error),
    };
    let for_application = match &found {
        Some(connection) => state.store.is_enabled(&connection.id, &application.client_id).await,
        None => Ok(false),
    };
    let for_application = match for_application {
        Ok(for_application) => for_application,
        Err(error) => return cannot_begin(&error),
    };
    OAuthError::invalid_request(if let (true, Some(organization)) = (for_application, organization) {
        let organization = &organization.name;
        format!(
            "The connection '{name}' is not enabled for the organization '{organization}'. Enable it under the connection's organizations."
        )
    } else if found.is_some() {
        let application = application.name();
        format!(
            "The connection '{name}' is not enabled for the application '{application}'. Enable it under the connection's applications."
        )
    } else {
        format!("There is no connection '{name}'. Check the parameter connection: it takes the connection's name.")
    })
}

fn cannot_begin(error: &StoreError) -> OAuthError {
    OAuthError::new("server_error", format!("The sign-in cannot begin: {error}."))
}

fn none_enabled(application: &ApplicationRecord, organization: Option<&OrganizationRecord>) -> OAuthError {
    if let Some(organization) = organization {
        return OAuthError::invalid_request(format!(
            "no connections enabled for the organization: enable a connection for '{}' that is enabled for the application '{}' as well.",
            organization.name,
            application.name()
        ));
    }
    OAuthError::invalid_request(format!(
        "no connections enabled for the client: enable a connection for the application '{}'.",
        application.name()
    ))
}

fn ask(
    params: &Params,
    application: &ApplicationRecord,
    organization: Option<&OrganizationRecord>,
    request: &ApplicationRequest,
    enabled: &[Connection],
) -> Response {
    LoginPage {
        application: application.name(),
        organization: organization.map(OrganizationRecord::title),
        connections: enabled,
        request: params,
        email: request.login_hint.as_deref().unwrap_or_default(),
        error: params.get(EMAIL).and_then(|typed| identifier::no_way(&realm::route(enabled, &[], typed))),
    }
    .respond()
}

async fn refuse(state: &TenantState, party: Party, way_back: &WayBack, issuer: &str, error: &OAuthError) -> Response {
    tracing::info!(client_id = party.client_id, error = error.error, "authorization request refused");
    journal::refused(state, party, None, &error.description, Some(error)).await;
    way_back.error(error, issuer)
}

fn unreadable(error: &StoreError) -> Response {
    tracing::error!("an authorization request was not answered: {error}");
    error_page::unreadable(format!("The sign-in cannot begin: {error}.")).into_response()
}

/// What the person is told when the sender of a request cannot be trusted with an answer.
fn explain(untrusted: &Untrusted, application: Option<&ApplicationRecord>) -> ErrorPage {
    let page = match untrusted {
        Untrusted::ClientIdMissing => ErrorPage::new(
            "The application did not say who it is",
            "The request to sign in has no client_id.",
            "Have the application send client_id, with the client ID that Lintel shows for it.",
        ),
        Untrusted::ClientUnknown { client_id } => ErrorPage::new(
            "Unknown application",
            "No application of this tenant has the client ID of this request.",
            "Compare the application's client ID with the ones that Lintel shows. Applications belong to one tenant: another \
             tenant's are not known here.",
        )
        .fact("Client ID", client_id),
        Untrusted::RedirectUriMissing => ErrorPage::new(
            "The application did not say where to go back to",
            "The request to sign in has no redirect_uri.",
            "Have the application send redirect_uri, with one of the callback URLs that it is registered with.",
        ),
        Untrusted::RedirectUriNotAllowed { given, allowed } => ErrorPage::new(
            "The callback URL is not allowed",
            "The request asks to go back to an address that is not among the application's callback URLs. They are compared \
             character by character.",
            "Add the address to the application's callback URLs, or have the application send one of them.",
        )
        .fact("redirect_uri of the request", given)
        .fact("Callback URLs", if allowed.is_empty() { "none".to_owned() } else { allowed.join("  ") }),
        Untrusted::StateTooLong { bytes, most } => ErrorPage::new(
            "The application's state is too long",
            "The request to sign in carries a state that the tenant does not keep.",
            "Have the application send a short state, and keep what it stands for itself.",
        )
        .fact("Expected", format!("at most {most} bytes"))
        .fact("Received", format!("{bytes} bytes")),
    };
    match application {
        Some(application) => page.fact("Application", application.name()),
        None => page,
    }
}

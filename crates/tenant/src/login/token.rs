//! `grant_type=authorization_code` at `/oauth/token`: an application redeems the code of a sign-in (RFC 6749, section 4.1.3).

use std::{collections::HashMap, time::Duration};

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use chrono::{DateTime, Utc};
use lintel_oidc::{Secret, issuing, signing::KeyError};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{
    answer::{OAuthError, no_store},
    claims,
    codes::Redeemed,
    request::{ApplicationRequest, Challenge, is_global},
    standing,
};
use crate::{
    TenantState,
    state::Address,
    store::{ApplicationRecord, StoreError},
};

pub(super) const ACCESS_TOKEN_LIFETIME: Duration = Duration::from_secs(86_400);
const ID_TOKEN_LIFETIME: Duration = Duration::from_secs(36_000);

/// What a code stands for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grant {
    /// `jti` of the access token that it is for.
    pub(super) token_id: String,
    pub(super) client_id: String,
    address: Address,
    /// The ID of the connection that the user signed in through.
    connection_id: String,
    redirect_uri: String,
    challenge: Option<Challenge>,
    nonce: Option<String>,
    scope: Vec<&'static str>,
    user_id: String,
    signed_in_at: DateTime<Utc>,
}

impl Grant {
    pub(super) fn new(
        request: &ApplicationRequest,
        connection_id: &str,
        user_id: String,
        signed_in_at: DateTime<Utc>,
    ) -> Self {
        Grant {
            token_id: issuing::token(22),
            client_id: request.client_id.clone(),
            address: request.address.clone(),
            connection_id: connection_id.to_owned(),
            redirect_uri: request.way_back.redirect_uri.clone(),
            challenge: request.challenge.clone(),
            nonce: request.nonce.clone(),
            scope: request.scope.clone(),
            user_id,
            signed_in_at,
        }
    }
}

pub(crate) async fn authorization_code(
    state: &TenantState,
    params: &HashMap<String, String>,
    basic: Option<(String, Secret)>,
) -> Response {
    match redeem(state, params, basic.as_ref()).await {
        Ok(tokens) => no_store(Json(tokens)),
        Err(error) => {
            tracing::info!(error = error.error, "code not redeemed");
            refused(&error, basic.is_some())
        }
    }
}

/// The audience of access tokens: the tenant's own userinfo endpoint, and nothing else.
pub(super) fn userinfo_url(address: &Address) -> String {
    format!("{}/userinfo", address.url())
}

async fn redeem(
    state: &TenantState,
    params: &HashMap<String, String>,
    basic: Option<&(String, Secret)>,
) -> Result<Value, OAuthError> {
    let application = authenticate(state, params, basic).await?;
    if let Some(description) = grant_refused(&application, "authorization_code") {
        return Err(OAuthError::new("unauthorized_client", description));
    }
    let code = param(params, "code").ok_or_else(|| OAuthError::invalid_request("The parameter code is missing."))?;
    let invalid = |description: &str| OAuthError::new("invalid_grant", description);
    let grant = match state.login.codes.redeem(code, &application.client_id, state.world.clock.now()) {
        Redeemed::Grant(grant) => grant,
        Redeemed::AnotherApplications => return Err(invalid("The code was issued to another application.")),
        Redeemed::Spent => {
            return Err(invalid(
                "The code is unknown, was used before, or is older than 60 seconds. An access token that it was used for has ended.",
            ));
        }
    };
    examine(&grant, &application, params)?;
    let enabled = standing::is_enabled(state, &grant.connection_id, &grant.client_id);
    if !enabled.await.map_err(|error| store_failed(&error))? {
        return Err(invalid(
            "The connection that the user signed in through is gone, or is not enabled for the application any more.",
        ));
    }
    let user = state.store.user(&grant.user_id).await.map_err(|error| store_failed(&error))?;
    let user = user.ok_or_else(|| invalid("The user of this code does not exist any more."))?;
    tokens(state, &grant, &user).map_err(|error| {
        tracing::error!("tokens were not signed: {error}");
        OAuthError::new("server_error", "The tokens could not be signed.")
    })
}

/// The application, known by the one way that it is registered with (RFC 6749, section 2.3.1).
async fn authenticate(
    state: &TenantState,
    params: &HashMap<String, String>,
    basic: Option<&(String, Secret)>,
) -> Result<ApplicationRecord, OAuthError> {
    let client_id = match (basic, param(params, "client_id")) {
        (Some((by_basic, _)), Some(by_post)) if by_basic != by_post => {
            return Err(OAuthError::invalid_request("client_id in the Authorization header and in the body differ."));
        }
        (Some((client_id, _)), _) => client_id.as_str(),
        (None, Some(client_id)) => client_id,
        (None, None) => return Err(OAuthError::invalid_request("The parameter client_id is missing.")),
    };
    let application = state.store.client(client_id).await.map_err(|error| store_failed(&error))?;
    let application = application
        .filter(|application| !is_global(application))
        .ok_or_else(|| invalid_client(format!("There is no application with client ID {client_id}.")))?;
    let posted = param(params, "client_secret");
    let given = match application.token_endpoint_auth_method.as_str() {
        "none" => return Ok(application),
        "client_secret_post" => {
            posted.ok_or_else(|| invalid_client("The application sends its secret as client_secret in the body."))?
        }
        "client_secret_basic" => {
            let (_, secret) = basic.ok_or_else(|| invalid_client("The application sends its secret by HTTP Basic."))?;
            secret.expose()
        }
        other => {
            return Err(invalid_client(format!(
                "The application is registered with {other}, which is not taken here."
            )));
        }
    };
    match &application.client_secret {
        Some(secret) if same(secret.expose(), given) => Ok(application),
        _ => Err(invalid_client("The client secret is not the application's.")),
    }
}

/// Why the application may not use a grant, in Auth0's words; `None` where it may.
pub(crate) fn grant_refused(application: &ApplicationRecord, grant_type: &str) -> Option<String> {
    let allowed = application.grant_types.iter().any(|allowed| allowed == grant_type);
    (!allowed).then(|| format!("Grant type '{grant_type}' not allowed for the client."))
}

/// Whether the code was made for this request, and the application may still have it.
fn examine(grant: &Grant, application: &ApplicationRecord, params: &HashMap<String, String>) -> Result<(), OAuthError> {
    let invalid = |description: &str| Err(OAuthError::new("invalid_grant", description));
    if param(params, "redirect_uri") != Some(grant.redirect_uri.as_str()) {
        return invalid("redirect_uri is not the one that the code was asked with.");
    }
    if !application.callbacks.contains(&grant.redirect_uri) {
        return invalid("redirect_uri is not among the application's callback URLs any more.");
    }
    if application.token_endpoint_auth_method == "none" && grant.challenge.is_none() {
        return invalid("The application is public now, and the code was asked for without PKCE.");
    }
    match (&grant.challenge, param(params, "code_verifier")) {
        (None, None) => Ok(()),
        (None, Some(_)) => invalid("code_verifier came for a code that was asked without code_challenge."),
        (Some(_), None) => invalid("code_verifier is missing: the code was asked with a code_challenge."),
        (Some(Challenge { challenge, method }), Some(verifier))
            if issuing::pkce_matches(challenge, method, verifier) =>
        {
            Ok(())
        }
        (Some(Challenge { method, .. }), Some(_)) => {
            invalid(&format!("code_verifier does not fit the code_challenge, by {method}."))
        }
    }
}

fn tokens(state: &TenantState, grant: &Grant, user: &Map<String, Value>) -> Result<Value, KeyError> {
    let now = state.world.clock.now();
    let scope = grant.scope.join(" ");
    let access_token = state.signing_key.sign("at+jwt", &access_token_claims(grant, &scope, now))?;
    let mut answer = json!({
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": ACCESS_TOKEN_LIFETIME.as_secs(),
        "scope": scope,
    });
    if grant.scope.contains(&"openid") {
        let claims = id_token_claims(grant, user, &access_token, now);
        answer["id_token"] = state.signing_key.sign("JWT", &claims)?.into();
    }
    Ok(answer)
}

/// RFC 9068, section 2.2.
fn access_token_claims(grant: &Grant, scope: &str, now: DateTime<Utc>) -> Map<String, Value> {
    let claims = [
        ("iss", Value::from(grant.address.issuer())),
        ("sub", grant.user_id.clone().into()),
        ("aud", userinfo_url(&grant.address).into()),
        ("iat", now.timestamp().into()),
        ("exp", (now + ACCESS_TOKEN_LIFETIME).timestamp().into()),
        ("jti", grant.token_id.clone().into()),
        ("client_id", grant.client_id.clone().into()),
        ("azp", grant.client_id.clone().into()),
        ("scope", scope.into()),
    ];
    claims.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn id_token_claims(
    grant: &Grant,
    user: &Map<String, Value>,
    access_token: &str,
    now: DateTime<Utc>,
) -> Map<String, Value> {
    let mut token = claims::by_scope(user, grant.scope.iter().copied());
    let claims = [
        ("iss", Some(Value::from(grant.address.issuer()))),
        ("aud", Some(grant.client_id.clone().into())),
        ("iat", Some(now.timestamp().into())),
        ("exp", Some((now + ID_TOKEN_LIFETIME).timestamp().into())),
        ("auth_time", Some(grant.signed_in_at.timestamp().into())),
        ("nonce", grant.nonce.clone().map(Value::from)),
        ("at_hash", Some(issuing::at_hash(access_token).into())),
    ];
    token.extend(claims.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
    token
}

/// RFC 6749, section 5.2.
fn refused(error: &OAuthError, by_basic: bool) -> Response {
    let status = match error.error {
        "invalid_client" => StatusCode::UNAUTHORIZED,
        // Auth0's; RFC 6749 has 400.
        "unauthorized_client" => StatusCode::FORBIDDEN,
        "server_error" => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_REQUEST,
    };
    let body = Json(json!({ "error": error.error, "error_description": error.description }));
    let mut response = no_store((status, body));
    if by_basic && status == StatusCode::UNAUTHORIZED {
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"Lintel local tenant\""));
    }
    response
}

fn invalid_client(description: impl Into<String>) -> OAuthError {
    OAuthError::new("invalid_client", description)
}

fn store_failed(error: &StoreError) -> OAuthError {
    tracing::error!("a code was not redeemed: {error}");
    OAuthError::new("server_error", "The tenant's database could not be read.")
}

/// Compared by digest, so that the time it takes says nothing about the secret.
fn same(secret: &str, given: &str) -> bool {
    Sha256::digest(secret.as_bytes()) == Sha256::digest(given.as_bytes())
}

fn param<'a>(params: &'a HashMap<String, String>, name: &str) -> Option<&'a str> {
    params.get(name).map(String::as_str).filter(|value| !value.is_empty())
}

//! `grant_type=authorization_code` at `/oauth/token`: an application redeems the code of a sign-in (RFC 6749, section 4.1.3).

use std::time::Duration;

use axum::http::HeaderMap;
use chrono::{DateTime, Utc};
use lintel_oidc::{issuing, signing::KeyError};
use serde_json::{Map, Value, json};

use super::{
    claims,
    client::{authenticate, may_use},
    error::OAuthError,
    journal::{self, Exchange},
    token_request::TokenRequest,
};
use crate::{
    TenantState,
    sign_in_log::Party,
    state::{ACCESS_TOKEN_LIFETIME, Address, Challenge, Grant, Redeemed},
    store::{ApplicationRecord, StoreError},
};

const ID_TOKEN_LIFETIME: Duration = Duration::from_secs(36_000);

/// The tokens, and an entry in the log.
pub(super) async fn tokens(
    state: &TenantState,
    address: &Address,
    headers: &HeaderMap,
    request: &TokenRequest,
) -> Result<Value, OAuthError> {
    let mut exchange = Exchange::default();
    let answer = redeemed(state, request, &mut exchange).await;
    let client_id = request.basic.as_ref().map(|(client_id, _)| client_id.as_str());
    let client_id = client_id.or_else(|| request.param("client_id")).unwrap_or_default();
    let party = Party::new(client_id, exchange.application.as_ref(), headers, address);
    journal::write(state, party, exchange, answer.as_ref().err()).await;
    answer
}

async fn redeemed(state: &TenantState, request: &TokenRequest, exchange: &mut Exchange) -> Result<Value, OAuthError> {
    let application = exchange.application.insert(authenticate(state, request).await?);
    may_use(application, "authorization_code")?;
    let code = request.param("code").ok_or_else(|| OAuthError::invalid_request("The parameter code is missing."))?;
    let grant = match state.codes.redeem(code, &application.client_id, state.world.clock.now()) {
        Redeemed::Grant(grant) => exchange.grant.insert(grant),
        Redeemed::AnotherApplications => return Err(invalid("The code was issued to another application.")),
        Redeemed::Spent => {
            return Err(invalid(
                "The code is unknown, was used before, or is older than 60 seconds. An access token that it was used for has ended.",
            ));
        }
    };
    examine(grant, application, request)?;
    let enabled = state.store.is_enabled(&grant.connection_id, &grant.client_id);
    if !enabled.await.map_err(|error| store_failed(&error))? {
        return Err(invalid(
            "The connection that the user signed in through is gone, or is not enabled for the application any more.",
        ));
    }
    let user = state.store.user(&grant.user_id).await.map_err(|error| store_failed(&error))?;
    let user = user.ok_or_else(|| invalid("The user of this code does not exist any more."))?;
    let user = exchange.user.insert(user);
    if user.get("blocked") == Some(&Value::Bool(true)) {
        return Err(invalid("The user of this code is blocked."));
    }
    issued(state, grant, user).map_err(|error| {
        tracing::error!("tokens were not signed: {error}");
        OAuthError::new("server_error", "The tokens could not be signed.")
    })
}

/// Whether the code was made for this request, and the application may still have it.
fn examine(grant: &Grant, application: &ApplicationRecord, request: &TokenRequest) -> Result<(), OAuthError> {
    if request.param("redirect_uri") != Some(grant.redirect_uri.as_str()) {
        return Err(invalid("redirect_uri is not the one that the code was asked with."));
    }
    if !application.callbacks.contains(&grant.redirect_uri) {
        return Err(invalid("redirect_uri is not among the application's callback URLs any more."));
    }
    if application.token_endpoint_auth_method == "none" && grant.challenge.is_none() {
        return Err(invalid("The application is public now, and the code was asked for without PKCE."));
    }
    match (&grant.challenge, request.param("code_verifier")) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err(invalid("code_verifier came for a code that was asked without code_challenge.")),
        (Some(_), None) => Err(invalid("code_verifier is missing: the code was asked with a code_challenge.")),
        (Some(Challenge { challenge, method }), Some(verifier)) => {
            match issuing::pkce_matches(challenge, method, verifier) {
                true => Ok(()),
                false => Err(invalid(&format!("code_verifier does not fit the code_challenge, by {method}."))),
            }
        }
    }
}

fn issued(state: &TenantState, grant: &Grant, user: &Map<String, Value>) -> Result<Value, KeyError> {
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
        ("aud", grant.address.userinfo_url().into()),
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

fn invalid(description: &str) -> OAuthError {
    OAuthError::new("invalid_grant", description)
}

fn store_failed(error: &StoreError) -> OAuthError {
    tracing::error!("a code was not redeemed: {error}");
    OAuthError::new("server_error", "The tenant's database could not be read.")
}

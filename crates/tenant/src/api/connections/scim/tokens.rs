use aws_lc_rs::rand;
use axum::{Json, extract::State, http::StatusCode};
use chrono::{SecondsFormat, TimeDelta};
use lintel_oidc::issuing;
use serde_json::{Map, Value, json};

use super::{connection_is_there, no_configuration};
use crate::{
    ScimScope, TenantState,
    api::{
        body::{JsonBody, OptionalJsonBody},
        caller::Caller,
        error::ApiError,
        id::Id,
        scopes, validation,
    },
    store::{InsertTokenError, ScimTokenRecord},
};

pub(in crate::api) async fn tokens(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
) -> Result<Json<Value>, ApiError> {
    caller.require(&[scopes::READ_SCIM_TOKEN])?;
    connection_is_there(&state, &id).await?;
    Ok(Json(state.store.scim_tokens(&id).await?.into_iter().map(shown).collect()))
}

/// The answer alone has the token's value. Without `scopes` it has every one, as the self-service setup asks for; nothing public says
/// what Auth0 does then.
pub(in crate::api) async fn create_token(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
    OptionalJsonBody(body): OptionalJsonBody,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.require(&[scopes::CREATE_SCIM_TOKEN])?;
    let body = JsonBody(body).into_object()?;
    validation::scim::check_token(&body)?;
    connection_is_there(&state, &id).await?;
    let now = state.world.clock.now();
    let lifetime = body.get("token_lifetime").and_then(Value::as_i64).map(TimeDelta::seconds);
    let token = ScimTokenRecord {
        id: format!("tok_{}", issuing::token(16)),
        scopes: asked_scopes(&body),
        created_at: now.to_rfc3339_opts(SecondsFormat::Millis, true),
        valid_until: lifetime.map(|lifetime| (now + lifetime).to_rfc3339_opts(SecondsFormat::Millis, true)),
        last_used_at: None,
    };
    let value = format!("{}.{}", token.id, secret()?);
    state.store.insert_scim_token(&id, &token, &value).await.map_err(|error| match error {
        InsertTokenError::Off => no_configuration(),
        // The published description of status 409.
        InsertTokenError::TooMany => ApiError::too_many("Maximum of 2 tokens already issued for this connection"),
        InsertTokenError::Store(error) => error.into(),
    })?;
    let mut created = Map::from_iter([("token_id".to_owned(), token.id.into()), ("token".to_owned(), value.into())]);
    created.insert("scopes".to_owned(), token.scopes.into());
    created.insert("created_at".to_owned(), token.created_at.into());
    created.extend(token.valid_until.map(|until| ("valid_until".to_owned(), until.into())));
    Ok((StatusCode::CREATED, Json(created.into())))
}

/// 204 whether or not the connection had it.
pub(in crate::api) async fn revoke_token(
    State(state): State<TenantState>,
    caller: Caller,
    Id((id, token_id)): Id<(String, String)>,
) -> Result<StatusCode, ApiError> {
    caller.require(&[scopes::DELETE_SCIM_TOKEN])?;
    connection_is_there(&state, &id).await?;
    state.store.revoke_scim_token(&id, &token_id, state.world.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Each once, in the order of [`ScimScope::ALL`].
fn asked_scopes(body: &Map<String, Value>) -> Vec<String> {
    let asked = body.get("scopes").and_then(Value::as_array);
    let is_asked = |scope: &&&str| asked.is_none_or(|asked| asked.iter().any(|asked| asked == **scope));
    ScimScope::ALL.iter().filter(is_asked).map(|scope| (*scope).to_owned()).collect()
}

fn secret() -> Result<String, ApiError> {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).map_err(|error| ApiError::internal(&error))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn shown(token: ScimTokenRecord) -> Value {
    let mut shown = json!({ "token_id": token.id, "created_at": token.created_at, "scopes": token.scopes });
    if let Some(until) = token.valid_until {
        shown["valid_until"] = until.into();
    }
    if let Some(last) = token.last_used_at {
        shown["last_used_at"] = last.into();
    }
    shown
}

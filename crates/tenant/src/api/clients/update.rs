use axum::{Json, extract::State};
use lintel_oidc::Secret;
use serde_json::{Map, Value};

use super::{create::new_secret, shown::SeenClients};
use crate::{
    TenantState,
    api::{body::JsonBody, caller::Caller, error::ApiError, id::Id, metadata, scopes, validation},
    store::ApplicationRecord,
};

/// Members that the body lacks stay; those that it has are replaced, except `client_metadata`, which is merged.
pub(in crate::api) async fn update(
    State(state): State<TenantState>,
    caller: Caller,
    Id(client_id): Id,
    body: JsonBody,
) -> Result<Json<Value>, ApiError> {
    caller.require(&[scopes::UPDATE_CLIENTS, scopes::UPDATE_CLIENT_KEYS])?;
    let body = body.into_object()?;
    validation::client::check_update(&body)?;
    if body.contains_key("client_secret") {
        caller.require(&[scopes::UPDATE_CLIENT_KEYS])?;
    }
    let purpose = state.own_applications.purpose(&client_id);
    let change = move |stored: ApplicationRecord| match purpose {
        Some(purpose) => merged(still_serving(stored, purpose, &body)?, body),
        None => merged(stored, body),
    };
    let changed = state.store.change_client(&client_id, change).await?;
    let application = changed.ok_or_else(ApiError::no_client)?;
    Ok(Json(SeenClients::whole(&caller, &state).show(application).into()))
}

/// What an application that Lintel itself needs may become: another name, more callbacks, and nothing that it works by.
fn still_serving(
    stored: ApplicationRecord,
    purpose: &str,
    body: &Map<String, Value>,
) -> Result<ApplicationRecord, ApiError> {
    if let Some(member) = WORKS_BY
        .iter()
        .find(|member| body.get(**member).is_some_and(|value| Some(value) != stored.client.get(**member)))
    {
        return Err(ApiError::not_supported(format!("{purpose}, so its {member} cannot be changed")));
    }
    let callbacks = body.get("callbacks").and_then(Value::as_array);
    // The first is its own; further ones were added.
    match callbacks
        .and_then(|kept| stored.callbacks.iter().take(1).find(|own| !kept.iter().any(|one| one == own.as_str())))
    {
        Some(gone) => Err(ApiError::not_supported(format!("{purpose}, so its callback {gone} cannot be removed"))),
        None => Ok(stored),
    }
}

/// What Lintel's own applications work by.
pub(crate) const WORKS_BY: [&str; 7] = [
    "client_secret",
    "token_endpoint_auth_method",
    "grant_types",
    "app_type",
    "jwt_configuration",
    "organization_usage",
    "require_pushed_authorization_requests",
];

fn merged(stored: ApplicationRecord, body: Map<String, Value>) -> Result<ApplicationRecord, ApiError> {
    let ApplicationRecord { mut client, client_id, mut client_secret, granted_scopes, .. } = stored;
    for (member, value) in body {
        match (member.as_str(), value) {
            ("client_secret", value) => client_secret = value.as_str().map(Secret::new),
            ("client_metadata", Value::Object(changes)) => {
                let merged = metadata::merged(&client, &member, changes);
                // The limit holds for what is kept.
                validation::client::check_metadata(&merged)?;
                client.insert(member, merged);
            }
            (_, Value::Null) => {
                client.shift_remove(&member);
            }
            (_, value) => {
                client.insert(member, value);
            }
        }
    }
    let mut application = ApplicationRecord::new(client, client_id, client_secret, granted_scopes);
    if application.client_secret.is_none() && application.token_endpoint_auth_method != "none" {
        application.client_secret = Some(new_secret());
    }
    Ok(application)
}

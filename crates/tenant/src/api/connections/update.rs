use std::sync::atomic::Ordering;

use axum::{Json, extract::State};
use lintel_management::{Connection, Options};
use lintel_oidc::sign_in;
use serde_json::{Map, Value};

use super::{
    SeenConnections, enabled, keys,
    options::{self, Write},
};
use crate::{
    OidcOptions, TenantState,
    api::{body::JsonBody, caller::Caller, error::ApiError, id::Id, metadata, scopes, validation},
    relying_party::provider_source,
};

/// Members at the top stay where the body lacks them, except `display_name`; `options` are replaced whole.
pub(in crate::api) async fn update(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
    body: JsonBody,
) -> Result<Json<Value>, ApiError> {
    caller.require(&[scopes::UPDATE_CONNECTIONS])?;
    let mut body = body.into_object()?;
    if body.contains_key("options") {
        caller.require(&[scopes::UPDATE_CONNECTIONS_OPTIONS])?;
    }
    validation::connection::check_update(&body, state.before_2026_07.load(Ordering::Relaxed))?;
    let stored = state.store.connection(&id).await?.ok_or_else(ApiError::no_connection)?;
    let options = match body.get("options").and_then(Value::as_object) {
        Some(asked) => Some(options::completed(asked.clone(), Write::Update, &state.world.fetcher).await?),
        None => None,
    };
    let provider_may_change = options.is_some();
    let keys = match &options {
        Some(options) => keys::lacking(&state, Some(&id), &stored.name, options).await?,
        None => None,
    };
    let enabled = enabled::taken_from(&state, &mut body).await?;
    // Completing the options can take a while: what is stored is read after it.
    let changed = state.store.change_connection(&id, keys, enabled, |stored| merged(stored, body, options)).await?;
    let connection = changed.ok_or_else(ApiError::no_connection)?;
    if provider_may_change {
        for version in [&stored, &connection] {
            forget_provider(&state, version);
        }
    }
    Ok(Json(SeenConnections::whole(&caller).show(connection).into()))
}

/// Whoever saved a connection sees its next login go by what the provider says then.
fn forget_provider(state: &TenantState, connection: &Connection) {
    if let Some(options) = OidcOptions::of_connection(connection) {
        sign_in::forget(&provider_source(&options), &state.world);
    }
}

fn merged(
    mut connection: Connection,
    body: Map<String, Value>,
    options: Option<Options>,
) -> Result<Connection, ApiError> {
    connection.display_name = Some(connection.name.clone());
    connection.options = options.or(connection.options);
    for (member, value) in body {
        match (member.as_str(), value) {
            ("options", _) => {}
            ("display_name", value) => connection.display_name = value.as_str().map(str::to_owned),
            ("show_as_button", value) => connection.show_as_button = value == true,
            ("metadata", Value::Object(changes)) => {
                let merged = metadata::merged(&connection.other, &member, changes);
                // The limit holds for what is kept.
                validation::connection::check_metadata(&merged)?;
                connection.other.insert(member, merged);
            }
            (_, Value::Null) => {
                connection.other.shift_remove(&member);
            }
            (_, value) => {
                connection.other.insert(member, value);
            }
        }
    }
    Ok(connection)
}

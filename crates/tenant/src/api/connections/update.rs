use std::sync::atomic::Ordering;

use axum::{Json, extract::State};
use lintel_management::Connection;
use lintel_oidc::sign_in;
use serde_json::{Map, Value};

use super::{
    SeenConnections, enabled, keys,
    options::{self, Write},
    shown::Shown,
};
use crate::{
    OidcOptions, TenantState,
    api::{body::JsonBody, caller::Caller, error::ApiError, id::Id, metadata, scopes, validation},
    relying_party::provider_source,
    store::ConnectionChange,
};

/// Members at the top stay where the body lacks them, except `display_name`; `options` are replaced whole.
pub(in crate::api) async fn update(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
    body: JsonBody,
) -> Result<Json<Shown>, ApiError> {
    caller.require(&[scopes::UPDATE_CONNECTIONS])?;
    let mut body = body.into_object()?;
    if body.contains_key("options") {
        caller.require(&[scopes::UPDATE_CONNECTIONS_OPTIONS])?;
    }
    validation::connection::check_update(&body, state.before_2026_07.load(Ordering::Relaxed))?;
    let mut set = ConnectionChange::default();
    if let Some(Value::Object(asked)) = body.shift_remove("options") {
        let name = state.store.connection_name(&id).await?.ok_or_else(ApiError::no_connection)?;
        let options = options::completed(asked, Write::Update, &state.world.fetcher).await?;
        set.keys = keys::lacking(&state, Some(&id), &name, &options).await?;
        set.options = Some(options);
    }
    let provider = set.options.as_ref().map(|options| provider_source(&OidcOptions::of(options)));
    set.enabled = enabled::taken_from(&state, &mut body).await?;
    let view = SeenConnections::whole(&caller);
    // Completing the options can take a while: what is stored is read after it.
    let changed = state.store.change_connection(&id, set, view.options(), |stored| merged(stored, body)).await?;
    let changed = changed.ok_or_else(ApiError::no_connection)?;
    if let Some(provider) = provider {
        // Whoever saved a connection sees its next login go by what the provider says then.
        sign_in::forget(&provider, &state.world);
    }
    Ok(Json(view.show(changed)))
}

fn merged(mut connection: Connection, body: Map<String, Value>) -> Result<Connection, ApiError> {
    connection.display_name = Some(connection.name.clone());
    for (member, value) in body {
        match (member.as_str(), value) {
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

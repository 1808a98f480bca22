use axum::{Json, extract::State, http::StatusCode};
use lintel_management::Connection;
use lintel_oidc::issuing;
use serde_json::{Map, Value, json};

use super::{
    enabled, keys,
    options::{self, Write},
    shown::{self, STRATEGY},
};
use crate::{
    TenantState,
    api::{body::JsonBody, caller::Caller, error::ApiError, scopes, validation},
    store::InsertConnectionError,
};

pub(in crate::api) async fn create(
    State(state): State<TenantState>,
    caller: Caller,
    body: JsonBody,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.require(&[scopes::CREATE_CONNECTIONS])?;
    let mut body = body.into_object()?;
    validation::connection::check_create(&body)?;
    let enabled = enabled::taken_from(&state, &mut body).await?.unwrap_or_default();
    let name = body.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    if state.store.is_connection_name(&name).await? {
        return Err(name_taken());
    }
    let asked = body.shift_remove("options").and_then(|options| options.as_object().cloned()).unwrap_or_default();
    let options = options::completed(asked, Write::Create, &state.world.fetcher).await?;
    let keys = keys::lacking(&state, None, &name, &options).await?;
    let mut connection = connection(name, options, body);
    state.store.insert_connection(&connection, keys, enabled.clone()).await.map_err(|error| match error {
        InsertConnectionError::NameTaken { .. } => name_taken(),
        InsertConnectionError::RealmTaken(taken) => taken.into(),
        InsertConnectionError::Store(error) => error.into(),
    })?;
    let options = connection.options.take().map(|options| options.0.into());
    Ok((StatusCode::CREATED, Json(shown::members(connection, options, Some(enabled)).into())))
}

fn connection(name: String, options: lintel_management::Options, mut body: Map<String, Value>) -> Connection {
    let mut or = |member: &str, default: Value| body.shift_remove(member).unwrap_or(default);
    let display_name = or("display_name", name.clone().into());
    let show_as_button = or("show_as_button", false.into());
    let mut other = Map::from_iter([
        ("is_domain_connection".to_owned(), or("is_domain_connection", false.into())),
        ("authentication".to_owned(), or("authentication", json!({ "active": true }))),
        ("connected_accounts".to_owned(), or("connected_accounts", json!({ "active": false }))),
        ("realms".to_owned(), or("realms", json!([name]))),
    ]);
    let metadata = or("metadata", Value::Null);
    if let Value::Object(mut metadata) = metadata {
        metadata.retain(|_, value| !value.is_null());
        other.insert("metadata".to_owned(), metadata.into());
    }
    for member in ["cross_app_access_requesting_app", "cross_app_access_resource_app"] {
        let value = or(member, Value::Null);
        if !value.is_null() {
            other.insert(member.to_owned(), value);
        }
    }
    Connection {
        id: format!("con_{}", issuing::token(16)),
        name,
        strategy: STRATEGY.to_owned(),
        display_name: display_name.as_str().map(str::to_owned),
        options: Some(options),
        show_as_button: show_as_button == true,
        other,
    }
}

fn name_taken() -> ApiError {
    ApiError::conflict("A connection with the same name already exists")
}

use axum::{Json, extract::State, http::StatusCode};
use lintel_management::{Connection, Options};
use lintel_oidc::signing::SigningAlgorithm;
use serde_json::{Map, Value};

use crate::{
    OidcOptions, TenantState,
    api::{
        body::OptionalJsonBody,
        caller::Caller,
        error::ApiError,
        id::Id,
        scopes,
        unreadable::{UNREADABLE, read},
        validation,
    },
    connection_key::{ConnectionKey, FirstKeys},
    store::{Rows, Unreadable},
};

pub(in crate::api) async fn keys(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
) -> Result<Json<Value>, ApiError> {
    caller.require(&[scopes::READ_CONNECTIONS_KEYS])?;
    let connection = state.store.connection(&id).await?.ok_or_else(ApiError::no_connection)?;
    match state.store.connection_keys(&id).await? {
        keys if keys.is_empty() => Err(no_keys(&connection)),
        keys => Ok(Json(shown(keys))),
    }
}

/// A key that cannot be read has no ID and no certificate to show; a rotation takes it out of use.
fn shown(keys: Rows<Map<String, Value>>) -> Value {
    let one = |row: Result<Map<String, Value>, Unreadable>| {
        row.unwrap_or_else(|Unreadable { id: state, why, .. }| {
            let mut shown = Map::from_iter(["kid", "cert"].map(|member| (member.to_owned(), "".into())));
            shown.extend([(state, true.into()), (UNREADABLE.to_owned(), why.to_string().into())]);
            shown
        })
    };
    keys.into_iter().map(one).collect()
}

/// Makes the first keys before the connection is switched to `private_key_jwt`, so that the provider can know them by then.
pub(in crate::api) async fn create_keys(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
    OptionalJsonBody(body): OptionalJsonBody,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.require(&[scopes::CREATE_CONNECTIONS_KEYS])?;
    validation::connection::check_keys(&body)?;
    let connection = state.store.connection(&id).await?.ok_or_else(ApiError::no_connection)?;
    let algorithm = asked_algorithm(&body, &connection);
    let keys = FirstKeys::generate(&connection.name, algorithm, state.world.clock.now()).await?;
    if !state.store.insert_first_keys(&id, keys).await? {
        let name = &connection.name;
        return Err(ApiError::conflict(format!("The connection {name} has keys already. Rotate them to get new ones")));
    }
    Ok((StatusCode::CREATED, Json(shown(state.store.connection_keys(&id).await?))))
}

/// The next key becomes current at once. Answers the key that is next from now on.
pub(in crate::api) async fn rotate_keys(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
    OptionalJsonBody(body): OptionalJsonBody,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.require_all(&[scopes::CREATE_CONNECTIONS_KEYS, scopes::UPDATE_CONNECTIONS_KEYS])?;
    validation::connection::check_keys(&body)?;
    let connection = state.store.connection(&id).await?.ok_or_else(ApiError::no_connection)?;
    if !OidcOptions::of_connection(&connection).is_some_and(|options| options.uses_private_key_jwt()) {
        let name = &connection.name;
        return Err(ApiError::not_supported(format!(
            "The connection {name} does not use its keys: set options.token_endpoint_auth_method to private_key_jwt first"
        )));
    }
    let now = state.world.clock.now();
    let next = ConnectionKey::generate(&connection.name, asked_algorithm(&body, &connection), now).await?;
    let mut shown = next.document.clone();
    shown.insert("next".to_owned(), true.into());
    if !state.store.rotate_keys(&id, next, now).await? {
        return Err(no_keys(&connection));
    }
    Ok((StatusCode::CREATED, Json(shown.into())))
}

/// New keys, where the options ask for a signature that the connection has no key for. A new connection has no ID yet.
pub(super) async fn lacking(
    state: &TenantState,
    id: Option<&str>,
    name: &str,
    options: &Options,
) -> Result<Option<FirstKeys>, ApiError> {
    let options = OidcOptions::of(options);
    if !options.uses_private_key_jwt() {
        return Ok(None);
    }
    let algorithm = options.assertion_algorithm();
    let current = match id {
        // One that cannot be read signs nothing.
        Some(id) => read(state.store.client_key(id).await)?.and_then(Result::ok),
        None => None,
    };
    if current.is_some_and(|key| key.algorithm() == algorithm) {
        return Ok(None);
    }
    Ok(Some(FirstKeys::generate(name, algorithm, state.world.clock.now()).await?))
}

/// `signing_alg` of the body, else what the connection's options say.
fn asked_algorithm(body: &Value, connection: &Connection) -> SigningAlgorithm {
    let asked = body.get("signing_alg").and_then(Value::as_str).and_then(|name| name.parse().ok());
    asked.unwrap_or_else(|| {
        OidcOptions::of_connection(connection).map_or(SigningAlgorithm::RS256, |options| options.assertion_algorithm())
    })
}

fn no_keys(connection: &Connection) -> ApiError {
    ApiError::not_supported(format!(
        "The connection {} has no keys. POST /api/v2/connections/{}/keys makes them, and so does a write with \
         options.token_endpoint_auth_method private_key_jwt",
        connection.name, connection.id
    ))
}

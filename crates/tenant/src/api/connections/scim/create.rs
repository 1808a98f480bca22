use axum::{Json, extract::State, http::StatusCode};
use lintel_scim::mapping::DEFAULT_OIDC;
use serde_json::{Map, Value};

use super::{connection_is_there, shown::shown};
use crate::{
    TenantState,
    api::{body::OptionalJsonBody, caller::Caller, error::ApiError, id::Id, scopes, validation},
    store::ScimSettings,
};

/// The ID token's `sub` must be the `externalId` (Auth0's guide of SCIM for OpenID Connect).
const USER_ID_ATTRIBUTE: &str = "externalId";

/// What the body lacks, all of it where there is none, is the default of the strategy.
pub(in crate::api) async fn create(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
    OptionalJsonBody(body): OptionalJsonBody,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.require(&[scopes::CREATE_SCIM_CONFIG])?;
    validation::scim::check_create(&body)?;
    connection_is_there(&state, &id).await?;
    let user_id_attribute = body.get("user_id_attribute").and_then(Value::as_str).unwrap_or(USER_ID_ATTRIBUTE);
    let mapping = body.get("mapping").map_or_else(default_mapping, pairs);
    let settings = ScimSettings::new(user_id_attribute.to_owned(), mapping, state.world.clock.now());
    if !state.store.insert_scim_configuration(&id, &settings).await? {
        // Spelt as Auth0 spells it in the operation's published description of status 400.
        return Err(ApiError::bad_request("SCIM configuration alreay exists for connection"));
    }
    let created = state.store.scim_configuration(&id).await?.ok_or_else(super::no_configuration)?;
    Ok((StatusCode::CREATED, Json(shown(created))))
}

/// The pairs of a body that was checked, each with `scim` before `auth0`, whatever came first (recording 08).
pub(super) fn pairs(mapping: &Value) -> Vec<Map<String, Value>> {
    let ordered = |pair: &Map<String, Value>| {
        let mut ordered = Map::new();
        for name in ["scim", "auth0"] {
            ordered.extend(pair.get(name).map(|value| (name.to_owned(), value.clone())));
        }
        ordered.extend(pair.clone());
        ordered
    };
    mapping.as_array().into_iter().flatten().filter_map(Value::as_object).map(ordered).collect()
}

fn default_mapping() -> Vec<Map<String, Value>> {
    let pair = |(scim, auth0): &(&str, &str)| {
        Map::from_iter([("scim".to_owned(), (*scim).into()), ("auth0".to_owned(), (*auth0).into())])
    };
    DEFAULT_OIDC.iter().map(pair).collect()
}

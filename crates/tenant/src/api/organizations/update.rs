use axum::{Json, extract::State};
use serde_json::{Map, Value};

use crate::{
    TenantState,
    api::{body::JsonBody, caller::Caller, error::ApiError, id::Id, metadata, scopes, validation},
    store::OrganizationRecord,
};

/// Members that the body lacks stay; those that it has are replaced, except `metadata`, which is merged.
pub(in crate::api) async fn update(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
    body: JsonBody,
) -> Result<Json<Value>, ApiError> {
    caller.require(&[scopes::UPDATE_ORGANIZATIONS])?;
    let body = body.into_object()?;
    validation::organization::check_update(&body)?;
    let changed = state.store.change_organization(&id, move |stored| merged(stored, body)).await?;
    Ok(Json(changed.ok_or_else(ApiError::no_organization)?.document.into()))
}

fn merged(stored: OrganizationRecord, body: Map<String, Value>) -> Result<OrganizationRecord, ApiError> {
    let OrganizationRecord { id, mut name, mut document } = stored;
    for (member, value) in body {
        match (member.as_str(), value) {
            ("metadata", Value::Object(changes)) => {
                let merged = metadata::merged(&document, &member, changes);
                // The limit holds for what is kept.
                validation::organization::check_metadata(&merged)?;
                document.insert(member, merged);
            }
            (_, Value::Null) => {
                document.shift_remove(&member);
            }
            (_, value) => {
                if let ("name", Some(new)) = (member.as_str(), value.as_str()) {
                    new.clone_into(&mut name);
                }
                document.insert(member, value);
            }
        }
    }
    Ok(OrganizationRecord { id, name, document })
}

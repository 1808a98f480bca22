use axum::{Json, extract::State};
use serde_json::Value;

use super::shown::{LIMITS, shown};
use crate::{
    TenantState,
    api::{
        caller::Caller,
        error::ApiError,
        id::Id,
        paging::{self, Page},
        query::Query,
        scopes,
        unreadable::read,
    },
};

/// `/api/v2/users/{id}/organizations`
pub(in crate::api) async fn of_user(
    State(state): State<TenantState>,
    caller: Caller,
    Id(user_id): Id,
    query: Query,
) -> Result<Json<Page<Value>>, ApiError> {
    caller.require(&[scopes::READ_ORGANIZATIONS])?;
    if read(state.store.user(&user_id).await)?.is_none() {
        return Err(ApiError::no_user());
    }
    let organizations = state.store.organizations_of_user(&user_id).await?;
    let organizations: Vec<_> = organizations.into_iter().map(shown).collect();
    let ids: Vec<String> = organizations.iter().map(|one| one["id"].as_str().unwrap_or_default().to_owned()).collect();
    Ok(Json(paging::page(&query, LIMITS, organizations.into_iter().map(Value::from).collect(), &ids)?))
}

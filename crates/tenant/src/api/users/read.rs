use axum::{Json, extract::State};
use serde_json::Value;

use super::shown::shown;
use crate::{
    TenantState,
    api::{caller::Caller, error::ApiError, fields::Fields, id::Id, query::Query, scopes, unreadable::read},
};

/// The names that `fields` may hold.
const FIELDS: [&str; 19] = [
    "phone_number",
    "email",
    "email_verified",
    "picture",
    "username",
    "user_id",
    "name",
    "nickname",
    "created_at",
    "identities",
    "app_metadata",
    "user_metadata",
    "last_ip",
    "last_login",
    "logins_count",
    "updated_at",
    "blocked",
    "family_name",
    "given_name",
];

pub(in crate::api) async fn get(
    State(state): State<TenantState>,
    caller: Caller,
    Id(user_id): Id,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.require(&[scopes::READ_USERS])?;
    let fields = Fields::of(&query, &FIELDS, &[])?;
    let row = read(state.store.user(&user_id).await)?.ok_or_else(ApiError::no_user)?;
    Ok(Json(fields.apply(shown(row)).into()))
}

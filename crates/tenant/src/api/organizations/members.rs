//! `/api/v2/organizations/{id}/members`

use axum::{Json, extract::State, http::StatusCode};
use serde_json::{Map, Value, json};

use crate::{
    TenantState,
    api::{
        body::JsonBody,
        caller::Caller,
        error::ApiError,
        fields::Fields,
        id::Id,
        paging::{self, Limits, Page},
        query::Query,
        scopes, unreadable, validation,
    },
    store::Unreadable,
};

const LIMITS: Limits = Limits {
    member: "members",
    default_per_page: 50,
    min_per_page: 1,
    max_take: Some(100),
    default_take: 50,
    with_length: false,
};

/// What is shown of a member; roles only where they are asked for.
const FIELDS: [&str; 5] = ["user_id", "picture", "name", "email", "roles"];

pub(in crate::api) async fn members(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
    query: Query,
) -> Result<Json<Page<Value>>, ApiError> {
    caller.require(&[scopes::READ_ORGANIZATION_MEMBERS])?;
    let fields = Fields::of(&query, &FIELDS, &[])?;
    let with_roles = query.text("fields").is_some_and(|fields| fields.split(',').any(|field| field == "roles"));
    is_there(&state, &id).await?;
    let members: Vec<Map<String, Value>> =
        state.store.organization_members(&id).await?.into_iter().map(|row| shown(row, with_roles)).collect();
    let ids: Vec<String> = members.iter().map(|one| one["user_id"].as_str().unwrap_or_default().to_owned()).collect();
    let items = members.into_iter().map(|member| fields.apply(member).into()).collect();
    Ok(Json(paging::page(&query, LIMITS, items, &ids)?))
}

pub(in crate::api) async fn add_members(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
    body: JsonBody,
) -> Result<StatusCode, ApiError> {
    caller.require(&[scopes::CREATE_ORGANIZATION_MEMBERS])?;
    let user_ids = asked(body)?;
    is_there(&state, &id).await?;
    match state.store.add_members(&id, user_ids).await? {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(user_id) => Err(ApiError::bad_request(format!("The user {user_id} does not exist; nobody was added."))),
    }
}

/// 204 whether or not they were members.
pub(in crate::api) async fn remove_members(
    State(state): State<TenantState>,
    caller: Caller,
    Id(id): Id,
    body: JsonBody,
) -> Result<StatusCode, ApiError> {
    caller.require(&[scopes::DELETE_ORGANIZATION_MEMBERS])?;
    let user_ids = asked(body)?;
    is_there(&state, &id).await?;
    state.store.remove_members(&id, user_ids).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn asked(body: JsonBody) -> Result<Vec<String>, ApiError> {
    let body = body.into_object()?;
    validation::organization::check_members(&body)?;
    let user_ids = body.get("members").and_then(Value::as_array).into_iter().flatten();
    Ok(user_ids.filter_map(Value::as_str).map(str::to_owned).collect())
}

fn shown(row: Result<Map<String, Value>, Unreadable>, with_roles: bool) -> Map<String, Value> {
    let user = match row {
        Ok(user) => user,
        Err(unreadable) => return unreadable::shown(&unreadable, "user_id", "name"),
    };
    let mut member: Map<String, Value> = user.into_iter().filter(|(name, _)| FIELDS.contains(&name.as_str())).collect();
    if with_roles {
        member.insert("roles".to_owned(), json!([]));
    }
    member
}

async fn is_there(state: &TenantState, id: &str) -> Result<(), ApiError> {
    if state.store.has_organization(id).await? { Ok(()) } else { Err(ApiError::no_organization()) }
}

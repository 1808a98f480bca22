use axum::{Json, extract::State, http::StatusCode};
use lintel_oidc::issuing;
use serde_json::{Map, Value};

use super::shown::switches_of;
use crate::{
    TenantState,
    api::{body::JsonBody, caller::Caller, error::ApiError, scopes, validation},
    store::{OrganizationConnection, OrganizationRecord, Switches},
};

pub(in crate::api) async fn create(
    State(state): State<TenantState>,
    caller: Caller,
    body: JsonBody,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.require(&[scopes::CREATE_ORGANIZATIONS])?;
    let mut asked = body.into_object()?;
    validation::organization::check_create(&asked)?;
    let connections: Vec<OrganizationConnection> = match asked.shift_remove("enabled_connections") {
        Some(Value::Array(connections)) => connections.iter().filter_map(Value::as_object).map(enabled).collect(),
        _ => Vec::new(),
    };
    if !connections.is_empty() {
        caller.require(&[scopes::CREATE_ORGANIZATION_CONNECTIONS])?;
    }
    let id = format!("org_{}", issuing::token(16));
    let name = text(&asked, "name");
    let mut document = Map::from_iter([("id".to_owned(), Value::from(id.clone()))]);
    document.extend(asked);
    let organization = OrganizationRecord { id: id.clone(), name, document: document.clone() };
    let with_connections = !connections.is_empty();
    state.store.insert_organization(organization, connections).await?;
    if with_connections {
        let enabled = state.store.organization_connections(&id).await?;
        document.insert("enabled_connections".to_owned(), enabled.into_iter().map(super::shown::connection).collect());
    }
    Ok((StatusCode::CREATED, Json(document.into())))
}

fn enabled(asked: &Map<String, Value>) -> OrganizationConnection {
    OrganizationConnection {
        connection_id: text(asked, "connection_id"),
        name: String::new(),
        strategy: String::new(),
        switches: switches_of(asked, Switches::NEW),
    }
}

fn text(object: &Map<String, Value>, member: &str) -> String {
    object.get(member).and_then(Value::as_str).unwrap_or_default().to_owned()
}

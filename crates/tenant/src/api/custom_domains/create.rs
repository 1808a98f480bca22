use axum::{Json, extract::State, http::StatusCode};
use lintel_oidc::issuing;
use serde_json::{Map, Value, json};

use super::shown::shown;
use crate::{
    TenantState,
    api::{body::JsonBody, caller::Caller, error::ApiError, scopes, validation},
    store::CustomDomainRecord,
};

pub(in crate::api) async fn create(
    State(state): State<TenantState>,
    caller: Caller,
    body: JsonBody,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.require(&[scopes::CREATE_CUSTOM_DOMAINS])?;
    let asked = body.into_object()?;
    validation::custom_domain::check_create(&asked)?;
    let record = record(asked);
    if !state.store.insert_custom_domain(record.clone()).await? {
        return Err(ApiError::custom_domain_taken(&record.domain));
    }
    let created = shown(state.store.custom_domains().await?).find(|domain| domain["custom_domain_id"] == record.id);
    Ok((StatusCode::CREATED, Json(created.ok_or_else(ApiError::no_custom_domain)?.into())))
}

fn record(mut asked: Map<String, Value>) -> CustomDomainRecord {
    asked.shift_remove("verification_method");
    let domain = asked.get("domain").and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
    let id = format!("cd_{}", issuing::token(16));
    let mut document = Map::from_iter([
        ("custom_domain_id".to_owned(), id.clone().into()),
        ("domain".to_owned(), domain.clone().into()),
        ("status".to_owned(), "ready".into()),
        ("verification".to_owned(), json!({ "status": "verified" })),
        ("tls_policy".to_owned(), "recommended".into()),
    ]);
    asked.shift_remove("domain");
    document.extend(asked);
    CustomDomainRecord { id, domain, document }
}

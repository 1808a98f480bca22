use axum::Json;
use serde_json::{Map, Value, json};

use super::{caller::Caller, error::ApiError, fields::Fields, query::Query, scopes};

/// `GET /api/v2/tenants/settings`: what holds of this tenant. Nothing of it can be changed.
pub(super) async fn get(caller: Caller, query: Query) -> Result<Json<Value>, ApiError> {
    caller.require(&[scopes::READ_TENANT_SETTINGS])?;
    let settings = [
        ("friendly_name", json!("Lintel")),
        ("enabled_locales", json!(["en"])),
        (
            "flags",
            json!({
                // A new application has no connection until one is enabled for it.
                "enable_client_connections": false,
                // The login page has a button for each connection that is to have one.
                "no_disclose_enterprise_connections": false,
            }),
        ),
    ];
    let settings: Map<String, Value> = settings.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Ok(Json(Fields::of(&query, &[], &[])?.apply(settings).into()))
}

use serde_json::{Value, json};

use crate::{
    api::{connections::shown::STRATEGY, unreadable},
    log_entry::TENANT_NAME,
    store::{ScimConfigurationRecord, Unreadable},
};

/// A configuration as the API shows it.
pub(super) fn shown(record: ScimConfigurationRecord) -> Value {
    let ScimConfigurationRecord { connection_id, connection_name, settings } = record;
    json!({
        "tenant_name": TENANT_NAME,
        "connection_id": connection_id,
        "connection_name": connection_name,
        "strategy": STRATEGY,
        "mapping": settings.mapping,
        "updated_on": settings.updated_on,
        "created_at": settings.created_at,
        "user_id_attribute": settings.user_id_attribute,
    })
}

pub(super) fn shown_row(row: Result<ScimConfigurationRecord, Unreadable>) -> Value {
    row.map_or_else(|unreadable| unreadable::shown(&unreadable, "connection_id", "connection_name").into(), shown)
}

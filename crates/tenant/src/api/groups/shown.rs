use serde_json::{Value, json};

use crate::{api::paging::Limits, log_entry::TENANT_NAME, store::Group};

pub(super) const LIMITS: Limits = Limits {
    member: "groups",
    default_per_page: 50,
    min_per_page: 0,
    max_take: Some(100),
    default_take: 50,
    with_length: false,
};

pub(super) fn shown(group: &Group) -> Value {
    let mut shown = json!({
        "id": group.id,
        "name": group.display_name,
        "connection_id": group.connection_id,
        "tenant_name": TENANT_NAME,
        "created_at": group.created_at,
        "updated_at": group.updated_at,
    });
    if let Some(external_id) = &group.external_id {
        shown["external_id"] = external_id.as_str().into();
    }
    shown
}

/// The groups with their IDs, for paging.
pub(super) fn items(groups: &[Group]) -> (Vec<Value>, Vec<String>) {
    groups.iter().map(|group| (shown(group), group.id.clone())).unzip()
}

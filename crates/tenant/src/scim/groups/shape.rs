//! A group as SCIM shows it, and back.

use std::collections::HashSet;

use lintel_scim::{Error, Kind, ScimType, schema};
use serde_json::{Value, json};

use crate::{
    scim::service::Service,
    store::{Group, instant},
};

/// For an answer.
pub(super) fn shown(service: &Service, group: &Group, with_members: bool) -> Value {
    let mut resource = canonical(group);
    if with_members {
        let member = |id: &String| json!({ "value": id, "$ref": service.location(Kind::User, id), "type": "User" });
        resource["members"] = group.members.iter().map(member).collect();
    }
    resource["meta"] = json!({
        "resourceType": "Group",
        "created": group.created_at,
        "lastModified": group.updated_at,
        "location": service.location(Kind::Group, &group.id),
    });
    resource
}

/// For filters and changes: members by their IDs alone, and nothing that is empty.
pub(super) fn canonical(group: &Group) -> Value {
    let mut resource = json!({ "schemas": [schema::GROUP], "id": group.id });
    if let Some(external_id) = &group.external_id {
        resource["externalId"] = external_id.as_str().into();
    }
    resource["displayName"] = group.display_name.as_str().into();
    if !group.members.is_empty() {
        resource["members"] = group.members.iter().map(|id| json!({ "value": id })).collect();
    }
    resource
}

/// The group that a resource makes of one that was there, or of a new one. It moves in time only where something differs.
pub(super) fn changed(service: &Service, before: &Group, resource: &Value) -> Result<Group, Error> {
    let text = |member: &str| resource.get(member).and_then(Value::as_str).map(str::to_owned);
    let mut known = HashSet::new();
    let mut members = Vec::new();
    for member in resource.get("members").and_then(Value::as_array).into_iter().flatten() {
        let Some(id) = member.get("value").and_then(Value::as_str) else {
            return Err(Error::typed(ScimType::InvalidValue, "A member has no value: it is to be the id of a user."));
        };
        if known.insert(id) {
            members.push(id.to_owned());
        }
    }
    if known.len() == before.members.len() && before.members.iter().all(|id| known.contains(id.as_str())) {
        members.clone_from(&before.members);
    }
    let mut after = Group {
        display_name: text("displayName").unwrap_or_default(),
        external_id: text("externalId"),
        members,
        ..before.clone()
    };
    if after.display_name.trim().is_empty() {
        return Err(Error::typed(ScimType::InvalidValue, "displayName is missing, and a Group has one."));
    }
    if after != *before {
        after.updated_at = instant(service.now);
    }
    Ok(after)
}

//! A request of a provider, as the tenant's log tells it.

use lintel_management::LogEntry;
use serde_json::Value;

use super::time::time;
use crate::view::{ProfileChange, ProvisioningRequest};

/// Those that did not succeed.
pub(super) const FAILED: [&str; 1] = ["fscim"];
pub(super) const ALL: [&str; 2] = ["sscim", "fscim"];

pub(super) fn request(event: LogEntry) -> ProvisioningRequest {
    let description = event.other.get("description").and_then(Value::as_str).map(str::to_owned);
    let details = &Value::Object(event.details);
    let text = |value: Option<&Value>| value.and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
    let body = |from: &str| details.pointer(from).filter(|body| !body.is_null()).cloned();
    let (asked, answer) = (body("/request/body"), body("/response/body"));
    let method = text(details.pointer("/request/method")).unwrap_or_default().to_uppercase();
    let filter = text(details.pointer("/request/query/filter"));
    let changes = changes(details.pointer("/lintel/changes"));
    let failed = FAILED.contains(&event.kind.as_str());
    let refusal = failed.then(|| {
        text(details.pointer("/lintel/refused"))
            .or_else(|| text(answer.as_ref().and_then(|answer| answer.get("detail"))))
    });
    let refusal = refusal.flatten().or_else(|| description.clone().filter(|_| failed));
    let found = answer.as_ref().and_then(|answer| answer.get("totalResults")).and_then(Value::as_u64);
    let named = |resource: Option<&Value>| {
        ["userName", "displayName"].iter().find_map(|name| text(resource.and_then(|resource| resource.get(name))))
    };
    let user_id = text(details.pointer("/lintel/user_id"));
    let about = named(answer.as_ref()).or_else(|| named(asked.as_ref())).or_else(|| user_id.clone());
    ProvisioningRequest {
        summary: summary(&method, refusal.as_deref(), &changes, found, description.as_deref()),
        path: below(&text(details.pointer("/request/path")).unwrap_or_default(), filter.as_deref()),
        status: details
            .pointer("/response/statusCode")
            .and_then(Value::as_u64)
            .and_then(|status| u16::try_from(status).ok()),
        connection_id: text(details.get("connection_id")),
        user_agent: text(details.pointer("/request/userAgent")),
        ip: text(details.pointer("/request/ip")),
        id: event.log_id,
        at: time(&event.date),
        failed,
        method,
        about,
        request: asked,
        answer,
        changes,
        refusal,
        user_id,
    }
}

/// `[{path, before, after}]`, or an object of such by path.
fn changes(told: Option<&Value>) -> Vec<ProfileChange> {
    let change = |path: &str, told: &Value| {
        let side = |name: &str| told.get(name).filter(|value| !value.is_null()).cloned();
        ProfileChange { path: path.to_owned(), before: side("before"), after: side("after") }
    };
    match told {
        Some(Value::Array(told)) => {
            let path = |told: &Value| told.get("path").and_then(Value::as_str).unwrap_or_default().to_owned();
            told.iter().map(|told| change(&path(told), told)).collect()
        }
        Some(Value::Object(told)) => told.iter().map(|(path, told)| change(path, told)).collect(),
        _ => Vec::new(),
    }
}

fn summary(
    method: &str,
    refusal: Option<&str>,
    changes: &[ProfileChange],
    found: Option<u64>,
    description: Option<&str>,
) -> String {
    if let Some(refusal) = refusal {
        return refusal.to_owned();
    }
    let blocked = changes.iter().find(|change| change.path == "blocked").and_then(|change| change.after.as_ref());
    match (method, blocked, found) {
        (_, _, Some(found)) => format!("{found} found"),
        ("POST", ..) => "Created".to_owned(),
        ("DELETE", ..) => "Deleted".to_owned(),
        (_, Some(Value::Bool(true)), _) => "Blocked".to_owned(),
        (_, Some(Value::Bool(false)), _) => "Let in again".to_owned(),
        ("GET", ..) => "Read".to_owned(),
        _ => match changes {
            [] => description.unwrap_or("Nothing changed").to_owned(),
            [one] => format!("{} changed", one.path.rsplit('.').next().unwrap_or(&one.path)),
            many => format!("{} attributes changed", many.len()),
        },
    }
}

/// The path below the endpoint, with the filter as a person writes it.
fn below(path: &str, filter: Option<&str>) -> String {
    let below = path
        .split_once("/connections/")
        .and_then(|(_, rest)| rest.split_once('/'))
        .map(|(_, below)| format!("/{below}"));
    let below = below.unwrap_or_else(|| path.to_owned());
    match filter {
        Some(filter) => format!("{below}?filter={filter}"),
        None => below,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(value: Value) -> ProvisioningRequest {
        request(serde_json::from_value(value).expect("an event"))
    }

    #[test]
    fn a_request_is_told_by_whom_it_was_about_and_what_it_did() {
        let told = event(json!({
            "log_id": "1", "type": "sscim", "date": "2026-11-27T10:00:00.000Z", "description": "Changed a user",
            "details": {
                "action": "update_user", "connection_id": "con_1",
                "request": { "method": "patch", "path": "/scim/v2/connections/con_1/Users/oidc%7Cacme%7C1", "query": {}, "body": {"Operations": []} },
                "response": { "statusCode": 200, "body": { "userName": "ada@harbour.example" } },
                "lintel": { "user_id": "oidc|acme|1", "changes": [{ "path": "app_metadata.department", "before": null, "after": "Pilots" }] },
            },
        }));
        assert_eq!((told.method.as_str(), told.path.as_str()), ("PATCH", "/Users/oidc%7Cacme%7C1"));
        assert_eq!((told.about.as_deref(), told.summary.as_str()), (Some("ada@harbour.example"), "department changed"));
        assert_eq!(told.changes[0].after, Some(json!("Pilots")));
    }

    #[test]
    fn on_an_auth0_tenant_a_refusal_is_told_as_far_as_its_log_tells_it() {
        let told = event(json!({
            "log_id": "2", "type": "fscim", "description": "userName is taken",
            "details": {
                "connection_id": "con_1",
                "request": { "method": "POST", "path": "/scim/v2/connections/con_1/Users", "query": {}, "body": { "userName": "gate-9@contoso.example" } },
                "response": { "statusCode": 409 },
            },
        }));
        assert!(told.failed && told.answer.is_none());
        assert_eq!((told.about.as_deref(), told.status), (Some("gate-9@contoso.example"), Some(409)));
        assert_eq!(told.refusal.as_deref(), Some("userName is taken"));
    }
}

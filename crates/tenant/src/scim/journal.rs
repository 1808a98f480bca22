//! What the log tells of a request.

use axum::http::header;
use lintel_scim::mapping::Write;
use serde_json::{Map, Value, json};

use super::{answer::Answer, call::Call};
use crate::{ScimLogEntry, TenantState};

/// What a request turned out to be about.
#[derive(Debug, Default)]
pub(super) struct Story {
    /// `create_user`.
    pub(super) action: &'static str,
    pub(super) resource_id: Option<String>,
    pub(super) token_id: Option<String>,
    changes: Vec<Value>,
    /// What a person should know of it.
    pub(super) notes: Vec<String>,
}

impl Story {
    pub(super) fn begin() -> Self {
        Story { action: "unknown", ..Story::default() }
    }

    pub(super) fn about(&mut self, id: &str) {
        self.resource_id = Some(id.to_owned());
    }

    /// Tells what of a profile was written.
    pub(super) fn wrote(&mut self, writes: &[Write], before: &Value) {
        for write in writes {
            self.changed(&write.path.to_string(), write.path.get(before).cloned(), write.value.clone());
        }
    }

    pub(super) fn changed(&mut self, path: &str, before: Option<Value>, after: Option<Value>) {
        self.changes.push(json!({ "path": path, "before": before, "after": after }));
    }
}

/// Writes down a request and its answer. A log that cannot be written does not stop what was done.
pub(super) async fn write(
    state: &TenantState,
    call: &Call,
    connection_name: String,
    request: Option<Value>,
    answer: &Answer,
    story: Story,
) {
    let detail = answer.body.as_ref().filter(|_| answer.status >= 400).and_then(|body| body["detail"].as_str());
    let description = match detail {
        Some(detail) => detail.to_owned(),
        None => format!("{} {}", call.method, call.path),
    };
    let id_member = if story.action.ends_with("group") { "group_id" } else { "user_id" };
    let mut lintel = Map::new();
    for (member, value) in [
        (id_member, story.resource_id.map(Value::from)),
        ("token_id", story.token_id.map(Value::from)),
        ("changes", (!story.changes.is_empty()).then(|| story.changes.into())),
        ("notes", (!story.notes.is_empty()).then(|| story.notes.into())),
        ("refused", detail.map(Value::from)),
    ] {
        lintel.extend(value.map(|value| (member.to_owned(), value)));
    }
    let entry = ScimLogEntry {
        connection_id: call.connection_id.clone(),
        connection_name,
        action: story.action.to_owned(),
        description,
        method: call.method.to_string(),
        path: call.path.clone(),
        query: call.query.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect(),
        user_agent: call.header(header::USER_AGENT).to_owned(),
        ip: "127.0.0.1".to_owned(),
        request,
        status: answer.status,
        response: answer.body.clone(),
        lintel,
    };
    if let Err(error) = state.store.log(entry.at(state.world.clock.now())).await {
        tracing::error!("a SCIM request was not written to the log: {error}");
    }
}

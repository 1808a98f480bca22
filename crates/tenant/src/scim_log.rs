//! One request of a provider, as the tenant's log tells it: with the members that Auth0 requires (its published schema of `sscim` and
//! `fscim`), and with what Auth0 does not tell: the answer's body, and under `details.lintel` what changed and why.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use crate::log_entry::{LogEntry, within_bounds};

/// A group's request with more members is logged without them, as Auth0 does it.
const MOST_MEMBERS: usize = 1000;

/// A request and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ScimLogEntry {
    pub connection_id: String,
    pub connection_name: String,
    /// What was asked for: `create_user`.
    pub action: String,
    /// A sentence for a person.
    pub description: String,
    pub method: String,
    pub path: String,
    pub query: Map<String, Value>,
    pub user_agent: String,
    pub ip: String,
    pub request: Option<Value>,
    pub status: u16,
    pub response: Option<Value>,
    /// `user_id`, `token_id`, `changes`, `refused`: what Auth0 does not tell.
    pub lintel: Map<String, Value>,
}

impl ScimLogEntry {
    /// `sscim` where the request succeeded, else `fscim`.
    pub fn kind(&self) -> &'static str {
        if self.status < 400 { "sscim" } else { "fscim" }
    }

    /// The entry of the log: without passwords, and no larger than it may be.
    pub fn at(self, now: DateTime<Utc>) -> LogEntry {
        let kind = self.kind();
        let members = [
            ("description", self.description.into()),
            ("connection", self.connection_name.into()),
            ("connection_id", self.connection_id.clone().into()),
            ("client_name", "".into()),
            ("ip", self.ip.clone().into()),
            ("user_agent", self.user_agent.clone().into()),
            (
                "details",
                json!({
                    "action": self.action,
                    "connection_id": self.connection_id,
                    "request": {
                        "method": self.method,
                        "path": self.path,
                        "query": self.query,
                        "userAgent": self.user_agent,
                        "ip": self.ip,
                        "body": kept(self.request),
                    },
                    "response": { "statusCode": self.status, "body": kept(self.response) },
                    "lintel": within_bounds(self.lintel.into()),
                }),
            ),
        ];
        let members = members.into_iter().map(|(name, value): (_, Value)| (name.to_owned(), value)).collect();
        LogEntry::new(now, kind, Some(self.connection_id), members)
    }
}

fn kept(body: Option<Value>) -> Value {
    let Some(mut body) = body.filter(Value::is_object) else { return Value::Null };
    if body.get("members").and_then(Value::as_array).is_some_and(|members| members.len() > MOST_MEMBERS)
        && let Some(body) = body.as_object_mut()
    {
        body.shift_remove("members");
    }
    without_passwords(&mut body);
    within_bounds(body)
}

/// A password stands under its name, or beside a PATCH path that names it.
fn without_passwords(value: &mut Value) {
    match value {
        Value::Object(object) => {
            let names_it =
                |path: &str| path.rsplit(':').next().is_some_and(|name| name.eq_ignore_ascii_case("password"));
            let patched = object
                .iter()
                .any(|(name, value)| name.eq_ignore_ascii_case("path") && value.as_str().is_some_and(names_it));
            object.retain(|name, _| {
                let secret = name.eq_ignore_ascii_case("password") || (patched && name.eq_ignore_ascii_case("value"));
                !secret
            });
            object.values_mut().for_each(without_passwords);
        }
        Value::Array(items) => items.iter_mut().for_each(without_passwords),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log_entry::LARGEST;

    #[test]
    fn no_password_is_kept_wherever_it_stands() {
        let body = json!({
            "password": "p1", "Operations": [
                { "op": "replace", "path": "password", "value": "p2" },
                { "op": "add", "path": "urn:ietf:params:scim:schemas:core:2.0:User:Password", "value": "p3" },
                { "op": "add", "value": { "passWord": "p4", "title": "Pilot" } },
            ],
        });
        let kept = kept(Some(body)).to_string();
        assert!(["p1", "p2", "p3", "p4"].iter().all(|password| !kept.contains(&format!("\"{password}\""))), "{kept}");
        assert!(kept.contains("Pilot"));
    }

    #[test]
    fn a_body_that_is_too_large_is_told_by_its_size() {
        let kept = kept(Some(json!({ "title": "x".repeat(LARGEST) })));
        assert!(kept["left_out"].as_str().is_some_and(|said| said.starts_with("65548 bytes")), "{kept}");
    }

    #[test]
    fn many_members_are_left_out_of_a_group() {
        let members: Vec<Value> = (0..=MOST_MEMBERS).map(|n| json!({ "value": n.to_string() })).collect();
        assert_eq!(
            kept(Some(json!({ "displayName": "Pilots", "members": members }))),
            json!({ "displayName": "Pilots" })
        );
    }
}

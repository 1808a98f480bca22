//! What happens on the tenant, from its log: in one way, wherever the tenant is.

mod provisioning;
pub(crate) mod query;
pub(crate) mod sign_in;
mod time;

use lintel_management::LogEntry;

use crate::{
    Console,
    view::{Activity, ActivityEntry, ActivityFilter, Problem},
};

/// What a log is read with.
pub(crate) const READ_LOGS: &str = "read:logs";
/// The pages of a log that one search for a text looks at. What it did not reach is looked at when older entries are asked for.
const PAGES_SEARCHED: usize = 5;
/// As many as fill a window.
const ENOUGH: usize = 50;
/// How often a page asks again. A tenant on this computer costs nothing to ask; one elsewhere has a rate limit that others share.
const AGAIN_HERE: u32 = 5;
const AGAIN_ELSEWHERE: u32 = 15;

impl Console {
    /// The newest entries that fit, or those that are older: `older` is from the answer before.
    pub async fn activity(&self, filter: &ActivityFilter, older: Option<&str>) -> Result<Activity, Problem> {
        if !self.may_read_logs().await? {
            return Ok(hidden());
        }
        let (mut entries, mut older) = (Vec::new(), older.map(str::to_owned));
        for _ in 0..PAGES_SEARCHED {
            let found = match self.client.find_logs(&query::written(filter, older.as_deref()), 0).await {
                Ok(found) => found,
                Err(error) if error.status() == Some(403) => return Ok(hidden()),
                Err(error) => return Err(error.into()),
            };
            older = query::older_than(&found, older.as_deref());
            entries.extend(found.items.into_iter().map(entry).filter(|entry| fits(entry, &filter.text)));
            if filter.text.trim().is_empty() || entries.len() >= ENOUGH || older.is_none() {
                break;
            }
        }
        let again_after = if self.served().is_some() { AGAIN_HERE } else { AGAIN_ELSEWHERE };
        Ok(Activity::Read { entries, older, again_after })
    }

    /// Whether the credentials may read the tenant's log, as far as their token says.
    pub(crate) async fn may_read_logs(&self) -> Result<bool, Problem> {
        let granted = self.client.scopes().await?;
        Ok(granted.is_empty() || granted.iter().any(|scope| scope == READ_LOGS))
    }
}

fn hidden() -> Activity {
    Activity::Hidden { lacking: READ_LOGS.to_owned() }
}

fn entry(event: LogEntry) -> ActivityEntry {
    if provisioning::ALL.contains(&event.kind.as_str()) {
        ActivityEntry::Provisioning(provisioning::request(event))
    } else {
        ActivityEntry::SignIn(sign_in::sign_in(event))
    }
}

/// Whether what the entry shows has the text in it.
fn fits(entry: &ActivityEntry, text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let shown = match entry {
        ActivityEntry::SignIn(it) => [
            Some(&it.id),
            Some(&it.title),
            it.reason.as_ref(),
            it.person.as_ref(),
            it.user_id.as_ref(),
            it.application.as_ref(),
            it.client_id.as_ref(),
            it.connection.as_ref(),
            it.ip.as_ref(),
        ],
        ActivityEntry::Provisioning(it) => [
            Some(&it.id),
            Some(&it.summary),
            it.refusal.as_ref(),
            it.about.as_ref(),
            it.user_id.as_ref(),
            Some(&it.path),
            Some(&it.method),
            it.user_agent.as_ref(),
            it.ip.as_ref(),
        ],
    };
    text.is_empty() || shown.into_iter().flatten().any(|shown| shown.to_lowercase().contains(&text))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_is_looked_for_in_what_an_entry_shows_and_in_nothing_else() {
        let event = json!({
            "log_id": "90020", "type": "f", "user_name": "Payroll@globex.example", "client_name": "HR Desk", "ip": "203.0.113.7",
            "description": "issuer mismatch", "details": { "session_id": "hidden" },
        });
        let entry = entry(serde_json::from_value(event).expect("an event"));
        for text in ["", "payroll", " hr desk ", "203.0", "MISMATCH", "90020"] {
            assert!(fits(&entry, text), "{text}");
        }
        assert!(!fits(&entry, "hidden") && !fits(&entry, "nobody"));
    }
}

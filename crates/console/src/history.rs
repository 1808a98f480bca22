//! The changes that Lintel made to a connection, and the way back.

use serde_json::Value;

use crate::{
    Console,
    journal::{ChangeKind, ChangeState, Document, Entry},
    saving::{became, changes, document, told},
    view::{HistoryEntry, Problem, SaveOutcome},
};

const SECRET: &str = "client_secret";

impl Console {
    /// The changes of a connection, newest first.
    pub async fn history(&self, connection_id: &str) -> Result<Vec<HistoryEntry>, Problem> {
        Ok(self.journal.of_connection(connection_id).await?.iter().map(HistoryEntry::from).collect())
    }

    /// Brings back the state before a change, as a change of its own. Without `with_secret` the client secret stays as it is now.
    pub async fn restore(&self, entry: i64, with_secret: bool) -> Result<SaveOutcome, Problem> {
        let entry = self.journal.entry(entry).await?.filter(|entry| entry.kind != ChangeKind::Created);
        let Some(entry) = entry else {
            return Err(Problem::new("nothing-to-restore", "The history has no state before this change."));
        };
        if let Some(why) = entry.damage {
            return Err(Problem::new("entry-unreadable", format!("This entry of the history cannot be read: {why}.")));
        }
        let now = document(&self.client.connection(&entry.connection_id).await?)?;
        let mut earlier = entry.before;
        // What an older version did not write down stays as it is.
        for (member, value) in &now {
            earlier.entry(member).or_insert_with(|| value.clone());
        }
        if !with_secret {
            keep_secret(&mut earlier, &now);
        }
        self.write(&entry.connection_id, ChangeKind::Restored, &now, &earlier).await
    }

    /// Settles the changes that a crash or a lost network left open, by reading what the tenant holds.
    pub(crate) async fn settle_changes(&self) -> Result<(), Problem> {
        for Entry { id, connection_id, before, after, damage, .. } in self.journal.unsettled().await? {
            if let Some(why) = damage {
                tracing::warn!(connection = connection_id, id, "an entry of the journal cannot be settled: {why}");
                continue;
            }
            let state = match self.client.connection(&connection_id).await {
                Ok(_) if after.is_empty() => ChangeState::NotDone,
                Ok(held) => became(&before, &after, &document(&held)?),
                Err(error) if error.status() == Some(404) && after.is_empty() => ChangeState::Done,
                Err(error) if error.status() == Some(404) => ChangeState::Overtaken,
                // It stays open, for the next start.
                Err(error) => return Err(error.into()),
            };
            tracing::warn!(connection = connection_id, ?state, "a change from before the last end was settled");
            self.journal.settle(id, state).await?;
        }
        Ok(())
    }
}

fn keep_secret(earlier: &mut Document, now: &Document) {
    let secret = now.get("options").and_then(|options| options.get(SECRET)).cloned();
    if let Some(Value::Object(options)) = earlier.get_mut("options") {
        match secret {
            Some(secret) => options.insert(SECRET.to_owned(), secret),
            None => options.shift_remove(SECRET),
        };
    }
}

impl From<&Entry> for HistoryEntry {
    fn from(entry: &Entry) -> Self {
        let changes = changes(&entry.before, &entry.after);
        HistoryEntry {
            id: entry.id,
            at: entry.at,
            kind: entry.kind,
            state: entry.state,
            secret_changed: changes.iter().any(|change| change.path.last().is_some_and(|member| member == SECRET)),
            problem: entry.damage.clone(),
            changes: if entry.before.is_empty() || entry.after.is_empty() { Vec::new() } else { told(&changes) },
        }
    }
}

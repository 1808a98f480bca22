//! The changes that Lintel made to a connection, and the way back.

use serde_json::Value;

use crate::{
    Console,
    journal::{ChangeKind, Document, Entry, Subject},
    saving::{changes, document, told},
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
        let Some(Entry { subject: Subject::Connection(id), before: mut earlier, damage, .. }) = entry else {
            return Err(Problem::new("nothing-to-restore", "The history has no state before this change."));
        };
        if let Some(why) = damage {
            return Err(Problem::new("entry-unreadable", format!("This entry of the history cannot be read: {why}.")));
        }
        let turn = self.turn(&id).await;
        let connection = self.client.connection(&id).await?;
        let now = document(&connection)?;
        // What was not written down stays as it is.
        for (member, value) in &now {
            earlier.entry(member).or_insert_with(|| value.clone());
        }
        if !with_secret {
            keep_secret(&mut earlier, &now);
        }
        self.write(&turn, ChangeKind::Restored, connection, &earlier).await
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

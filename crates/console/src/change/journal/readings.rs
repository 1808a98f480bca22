//! What a reading of a connection showed last, and what it shows that others changed.

use rusqlite::{OptionalExtension, params};

use super::{
    Journal,
    entry::{ChangeKind, ChangeState, Document, Subject},
    error::JournalError,
    pruning::prune,
    word::word,
};
use crate::database::{MOST_CONNECTIONS, forget_oldest};

impl Journal {
    /// What a reading showed last; none where Lintel sent a change since, or never read it. One that does not open is none.
    pub(crate) async fn known(&self, connection_id: &str) -> Result<Option<Document>, JournalError> {
        let id = connection_id.to_owned();
        self.call(move |journal, database| {
            let state: Option<Vec<u8>> = database
                .query_row("SELECT state FROM known WHERE connection_id = ?1", [&id], |row| row.get(0))
                .optional()?;
            Ok(state.and_then(|state| journal.unseal(&known_place(&id), state).ok()))
        })
        .await
    }

    /// What a reading shows, for the next to be compared with.
    pub(crate) async fn know(&self, connection_id: &str, state: &Document) -> Result<(), JournalError> {
        let (id, state) = (connection_id.to_owned(), self.sealed(state, &known_place(connection_id))?);
        self.call(move |_, database| Ok(remember(database, &id, &state)?)).await
    }

    /// The change is done, and this is what a reading after it showed: one commit for both.
    pub(super) async fn settle_known(
        &self,
        entry: i64,
        connection_id: &str,
        state: &Document,
    ) -> Result<(), JournalError> {
        let (id, state) = (connection_id.to_owned(), self.sealed(state, &known_place(connection_id))?);
        self.call(move |_, database| {
            let writing = database.unchecked_transaction()?;
            let done = word(&ChangeState::Done)?;
            writing.execute("UPDATE change SET state = ?2 WHERE id = ?1", params![entry, done])?;
            remember(&writing, &id, &state)?;
            Ok(writing.commit()?)
        })
        .await
    }

    /// Writes down what others changed since the last reading: `after` is empty where the connection is gone.
    pub(crate) async fn seen(
        &self,
        connection_id: &str,
        before: &Document,
        after: &Document,
    ) -> Result<(), JournalError> {
        let (id, subject) = (connection_id.to_owned(), Subject::Connection(connection_id.to_owned()));
        let kind = if after.is_empty() { ChangeKind::Gone } else { ChangeKind::Elsewhere };
        let state = (!after.is_empty()).then(|| self.sealed(after, &known_place(connection_id))).transpose()?;
        let (before, after) = (self.seal(&subject, before)?, self.seal(&subject, after)?);
        let at = self.clock.now().to_rfc3339();
        self.call(move |_, database| {
            let (kind, done) = (word(&kind)?, word(&ChangeState::Done)?);
            let writing = database.unchecked_transaction()?;
            writing.execute(
                "INSERT INTO change (connection_id, at, kind, state, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![id, at, kind, done, before, after],
            )?;
            prune(&writing, &id)?;
            match state {
                Some(state) => remember(&writing, &id, &state)?,
                None => drop(writing.execute("DELETE FROM known WHERE connection_id = ?1", [&id])?),
            }
            Ok(writing.commit()?)
        })
        .await
    }
}

/// What the last reading is sealed for.
fn known_place(connection_id: &str) -> String {
    format!("known/{connection_id}")
}

fn remember(database: &rusqlite::Connection, connection_id: &str, state: &[u8]) -> rusqlite::Result<()> {
    database.execute(
        "INSERT OR REPLACE INTO known (connection_id, state) VALUES (?1, ?2)",
        params![connection_id, state],
    )?;
    forget_oldest(database, "known", MOST_CONNECTIONS)?;
    Ok(())
}

//! A change from before it is sent until it is known what became of it.

use std::sync::atomic::Ordering;

use lintel_management::Request;
use rusqlite::params;

use super::{
    Journal,
    entry::{About, ChangeKind, ChangeState, Document, Entry, Subject, SwitchedFor},
    error::JournalError,
    pruning::prune,
    word::word,
};

/// An entry whose change is on its way. As long as it is held, nobody else settles it; dropped, it stays open for the next start.
#[derive(Debug)]
pub(crate) struct Underway {
    journal: Journal,
    entry: i64,
}

impl Journal {
    /// Writes a change down as sent; call it before sending.
    pub(crate) async fn begin(
        &self,
        subject: Subject,
        kind: ChangeKind,
        before: &Document,
        after: &Document,
        about: &About,
    ) -> Result<Underway, JournalError> {
        let (before, after) = (self.seal(&subject, before)?, self.seal(&subject, after)?);
        let about = self.seal(&subject, about)?;
        let at = self.clock.now().to_rfc3339();
        self.call(move |journal, database| {
            let (connection_id, name) = match subject {
                Subject::Connection(id) => (id, None),
                Subject::New(name) => (String::new(), Some(name)),
            };
            let writing = database.unchecked_transaction()?;
            if kind.was_sent_whole() {
                // From here on a reading that differs may show this very change.
                writing.execute("DELETE FROM known WHERE connection_id = ?1", [&connection_id])?;
            }
            writing.execute(
                "INSERT INTO change (connection_id, name, at, kind, state, before, after, about) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![connection_id, name, at, word(&kind)?, word(&ChangeState::Sent)?, before, after, about],
            )?;
            let entry = writing.last_insert_rowid();
            prune(&writing, &connection_id)?;
            writing.commit()?;
            // Before anybody else gets to read the database.
            journal.live().insert(entry);
            journal.changes.fetch_add(1, Ordering::SeqCst);
            Ok(Underway { journal: journal.clone(), entry })
        })
        .await
    }

    pub(crate) async fn settle(&self, entry: i64, state: ChangeState) -> Result<(), JournalError> {
        self.call(move |_, database| {
            database.execute("UPDATE change SET state = ?2 WHERE id = ?1", params![entry, word(&state)?])?;
            Ok(())
        })
        .await
    }

    /// The connection was switched for these applications, whichever were asked for.
    pub(crate) async fn settle_switched(&self, entry: i64, switched: SwitchedFor) -> Result<(), JournalError> {
        let Some(Entry { subject, about, .. }) = self.entry(entry).await? else { return Ok(()) };
        let about = self.seal(&subject, &About { switched: Some(switched), ..about })?;
        self.call(move |_, database| {
            let done = word(&ChangeState::Done)?;
            database.execute("UPDATE change SET state = ?2, about = ?3 WHERE id = ?1", params![entry, done, about])?;
            Ok(())
        })
        .await
    }

    /// Done, and this is what became of it and what was sent, whatever was meant.
    pub(crate) async fn settle_as(
        &self,
        entry: i64,
        after: Document,
        sent: Option<Vec<Request>>,
    ) -> Result<(), JournalError> {
        let Some(Entry { subject, about, .. }) = self.entry(entry).await? else { return Ok(()) };
        let after = self.seal(&subject, &after)?;
        let about = self.seal(&subject, &About { sent: sent.or(about.sent.clone()), ..about })?;
        self.call(move |_, database| {
            let done = word(&ChangeState::Done)?;
            database.execute(
                "UPDATE change SET state = ?2, after = ?3, about = ?4 WHERE id = ?1",
                params![entry, done, after, about],
            )?;
            Ok(())
        })
        .await
    }

    /// The creation is done, and this is the ID of what it made.
    pub(crate) async fn settle_created(&self, entry: i64, connection_id: &str) -> Result<(), JournalError> {
        let subject = Subject::Connection(connection_id.to_owned());
        let Some(Entry { before, after, about, .. }) = self.entry(entry).await? else { return Ok(()) };
        // An entry opens for its own connection only.
        let (before, after) = (self.seal(&subject, &before)?, self.seal(&subject, &after)?);
        let about = self.seal(&subject, &about)?;
        let connection_id = connection_id.to_owned();
        self.call(move |_, database| {
            database.execute(
                "UPDATE change SET connection_id = ?2, name = NULL, state = ?3, before = ?4, after = ?5, about = ?6 WHERE id = ?1",
                params![entry, connection_id, word(&ChangeState::Done)?, before, after, about],
            )?;
            Ok(())
        })
        .await
    }
}

/// What was sent is sent: a journal that fails now is logged and keeps nobody from the answer. The next start settles the entry.
impl Underway {
    pub(crate) async fn settle(self, state: ChangeState) {
        self.logged(self.journal.settle(self.entry, state).await);
    }

    /// Done, and this is what the tenant then holds of the connection.
    pub(crate) async fn settle_known(self, connection_id: &str, state: &Document) {
        self.logged(self.journal.settle_known(self.entry, connection_id, state).await);
    }

    /// The connection was switched for these applications, whichever were asked for.
    pub(crate) async fn settle_switched(self, switched: SwitchedFor) {
        self.logged(self.journal.settle_switched(self.entry, switched).await);
    }

    /// Done, and this is what became of it and what was sent, whatever was meant.
    pub(crate) async fn settle_as(self, after: Document, sent: Vec<Request>) {
        self.logged(self.journal.settle_as(self.entry, after, Some(sent)).await);
    }

    /// The creation is done, and this is the ID of what it made.
    pub(crate) async fn settle_created(self, connection_id: &str) {
        self.logged(self.journal.settle_created(self.entry, connection_id).await);
    }

    fn logged(&self, settled: Result<(), JournalError>) {
        if let Err(error) = settled {
            tracing::error!(%error, entry = self.entry, "a change that was sent could not be settled; the next start does");
        }
    }
}

impl Drop for Underway {
    fn drop(&mut self) {
        self.journal.live().remove(&self.entry);
        self.journal.changes.fetch_add(1, Ordering::SeqCst);
    }
}

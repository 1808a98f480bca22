//! Entries as they are read again.

use super::{
    Journal,
    entry::{About, ChangeKind, ChangeState, Document, Entry, Subject},
    error::JournalError,
    word::{of_word, word},
};

impl Journal {
    /// Whether a change of the connection is not read back yet. The address of a test, a token and a key are none of its settings.
    pub(crate) async fn has_open(&self, connection_id: &str) -> Result<bool, JournalError> {
        let (id, sent) = (connection_id.to_owned(), word(&ChangeState::Sent)?);
        let [test, token, keys] =
            [ChangeKind::TestAddress, ChangeKind::ScimToken, ChangeKind::Keys].map(|kind| word(&kind));
        let (test, token, keys) = (test?, token?, keys?);
        self.call(move |_, database| {
            let mut query = database.prepare_cached(
                "SELECT 1 FROM change WHERE connection_id = ?1 AND state = ?2 AND kind NOT IN (?3, ?4, ?5)",
            )?;
            Ok(query.exists([id, sent, test, token, keys])?)
        })
        .await
    }

    /// The changes of a connection, newest first.
    pub(crate) async fn of_connection(&self, connection_id: &str) -> Result<Vec<Entry>, JournalError> {
        self.entries("connection_id = ?1", connection_id.to_owned()).await
    }

    /// What `found` makes of the newest change of the connection of which it makes anything. Older ones stay sealed.
    pub(crate) async fn newest<T: Send + 'static>(
        &self,
        connection_id: &str,
        found: impl Fn(&Entry) -> Option<T> + Send + 'static,
    ) -> Result<Option<T>, JournalError> {
        let id = connection_id.to_owned();
        self.call(move |journal, database| {
            let mut query = database.prepare_cached(&sql("connection_id = ?1"))?;
            let mut rows = query.query([id])?;
            while let Some(row) = rows.next()? {
                if let Some(found) = found(&journal.entry_of(row)?) {
                    return Ok(Some(found));
                }
            }
            Ok(None)
        })
        .await
    }

    pub(crate) async fn entry(&self, id: i64) -> Result<Option<Entry>, JournalError> {
        Ok(self.entries("id = ?1", id).await?.pop())
    }

    /// Changes that were sent and never read back, newest first, without those that are on their way.
    pub(crate) async fn unsettled(&self) -> Result<Vec<Entry>, JournalError> {
        let sent = word(&ChangeState::Sent)?;
        self.call(move |journal, database| {
            let mut open = journal.read(database, "state = ?1", sent)?;
            // As long as nobody else gets to the database: neither begins an entry, nor is one settled.
            let live = journal.live();
            open.retain(|entry| !live.contains(&entry.id));
            Ok(open)
        })
        .await
    }

    async fn entries(
        &self,
        condition: &'static str,
        value: impl rusqlite::ToSql + Send + 'static,
    ) -> Result<Vec<Entry>, JournalError> {
        self.call(move |journal, database| journal.read(database, condition, value)).await
    }

    fn read(
        &self,
        database: &rusqlite::Connection,
        condition: &str,
        value: impl rusqlite::ToSql,
    ) -> Result<Vec<Entry>, JournalError> {
        let mut query = database.prepare_cached(&sql(condition))?;
        let mut rows = query.query([value])?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next()? {
            entries.push(self.entry_of(row)?);
        }
        Ok(entries)
    }

    fn entry_of(&self, row: &rusqlite::Row<'_>) -> Result<Entry, JournalError> {
        let subject = match row.get(2)? {
            Some(name) => Subject::New(name),
            None => Subject::Connection(row.get(1)?),
        };
        let (before, after) = (row.get(6)?, row.get(7)?);
        let (before, after, about, damage) = match self.opened(&subject.place(), before, after, row.get(8)?) {
            Ok((before, after, about)) => (before, after, about, None),
            Err(error) => (Document::new(), Document::new(), About::default(), Some(error.why())),
        };
        Ok(Entry {
            id: row.get(0)?,
            at: of_word(row.get(3)?).unwrap_or_default(),
            kind: of_word(row.get(4)?).unwrap_or(ChangeKind::Saved),
            state: of_word(row.get(5)?).unwrap_or(ChangeState::Overtaken),
            before,
            after,
            about,
            damage,
            subject,
        })
    }

    fn opened(
        &self,
        place: &str,
        before: Vec<u8>,
        after: Vec<u8>,
        about: Option<Vec<u8>>,
    ) -> Result<(Document, Document, About), JournalError> {
        let about = about.map(|about| self.unseal(place, about)).transpose()?;
        Ok((self.unseal(place, before)?, self.unseal(place, after)?, about.unwrap_or_default()))
    }
}

fn sql(condition: &str) -> String {
    format!(
        "SELECT id, connection_id, name, at, kind, state, before, after, about FROM change WHERE {condition} ORDER BY id DESC"
    )
}

//! What the journal forgets, with each entry that is written.

use rusqlite::params;

use super::{
    entry::{ChangeKind, ChangeState},
    error::JournalError,
    word::word,
};

/// So many entries of a connection stay, and so many of those that Lintel itself made: whoever changes it elsewhere with each reading
/// takes none of these away.
pub(super) const KEPT: u32 = 200;

/// Takes away what is older. An entry that is open stays, and so does a deletion, from which alone the connection can be made again.
/// Creations that came to nothing are of no connection, and go as those of one.
pub(super) fn prune(database: &rusqlite::Connection, connection_id: &str) -> Result<(), JournalError> {
    let [deleted, gone, elsewhere] =
        [ChangeKind::Deleted, ChangeKind::Gone, ChangeKind::Elsewhere].map(|kind| word(&kind));
    let mut delete = database.prepare_cached(
        "DELETE FROM change WHERE connection_id = ?1 AND state <> ?2 AND kind NOT IN (?3, ?4) \
         AND id < (SELECT id FROM change WHERE connection_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?6) \
         AND (kind = ?5 OR id < \
         (SELECT id FROM change WHERE connection_id = ?1 AND kind <> ?5 ORDER BY id DESC LIMIT 1 OFFSET ?6))",
    )?;
    delete.execute(params![connection_id, word(&ChangeState::Sent)?, deleted?, gone?, elsewhere?, KEPT - 1])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use lintel_oidc::Clock;
    use lintel_tenant::Sealer;
    use serde_json::json;
    use tempfile::TempDir;

    use super::{
        super::{
            Journal,
            entry::{About, Document, Entry, Subject},
        },
        *,
    };

    fn document(number: u32) -> Document {
        Document::from_iter([("number".to_owned(), json!(number))])
    }

    async fn journal(folder: &TempDir) -> Journal {
        let clock = Clock::at(chrono::DateTime::UNIX_EPOCH);
        Journal::open(folder.path(), Sealer::random(), clock).await.expect("a journal")
    }

    async fn made(journal: &Journal, id: &str, kind: ChangeKind, state: Option<ChangeState>) {
        let subject = Subject::Connection(id.to_owned());
        let begun = journal.begin(subject, kind, &document(0), &document(1), &About::default()).await.expect("written");
        if let Some(state) = state {
            begun.settle(state).await;
        }
    }

    async fn of(journal: &Journal, id: &str, kind: ChangeKind) -> Vec<Entry> {
        let entries = journal.of_connection(id).await.expect("read");
        entries.into_iter().filter(|entry| entry.kind == kind).collect()
    }

    #[tokio::test]
    async fn a_connection_keeps_its_newest_entries_and_never_loses_one_that_is_open_or_a_deletion() {
        let folder = TempDir::new().expect("a folder");
        let journal = journal(&folder).await;
        made(&journal, "con_1", ChangeKind::Created, Some(ChangeState::Done)).await;
        made(&journal, "con_1", ChangeKind::Applications, None).await;
        made(&journal, "con_1", ChangeKind::Deleted, Some(ChangeState::Done)).await;
        made(&journal, "con_2", ChangeKind::Created, Some(ChangeState::Done)).await;
        for _ in 0..KEPT - 3 {
            made(&journal, "con_1", ChangeKind::Saved, Some(ChangeState::Done)).await;
        }
        assert_eq!(of(&journal, "con_1", ChangeKind::Created).await.len(), 1, "it is among the newest 200");
        for _ in 0..5 {
            made(&journal, "con_1", ChangeKind::Saved, Some(ChangeState::NotDone)).await;
        }
        assert_eq!(of(&journal, "con_1", ChangeKind::Created).await, []);
        assert_eq!(of(&journal, "con_1", ChangeKind::Saved).await.len(), KEPT as usize);
        assert_eq!(of(&journal, "con_1", ChangeKind::Applications).await[0].state, ChangeState::Sent);
        assert_eq!(of(&journal, "con_1", ChangeKind::Deleted).await.len(), 1);
        assert_eq!(of(&journal, "con_2", ChangeKind::Created).await.len(), 1);
    }

    #[tokio::test]
    async fn what_others_change_with_each_reading_fills_no_disk_and_keeps_what_lintel_changed() {
        let folder = TempDir::new().expect("a folder");
        let journal = journal(&folder).await;
        made(&journal, "con_1", ChangeKind::Saved, Some(ChangeState::Done)).await;
        for number in 0..KEPT + 3 {
            journal.seen("con_1", &document(number), &document(number + 1)).await.expect("written");
        }
        let history = journal.of_connection("con_1").await.expect("read");
        assert_eq!(history.len(), KEPT as usize + 1);
        assert_eq!(history[0].after, document(KEPT + 3));
        assert_eq!(history.last().map(|entry| entry.kind), Some(ChangeKind::Saved));
        assert_eq!(journal.known("con_1").await.expect("read"), Some(history[0].after.clone()));
    }
}

//! Where drafts are kept so that a crash does not take them: sealed as the journal is, and bounded in size, number and age.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::TimeDelta;
use lintel_oidc::Clock;
use lintel_tenant::{Sealer, durable, owner};
use rusqlite::{OptionalExtension, params};

use crate::{
    change::journal::in_words,
    view::{KeptDraft, Problem},
};

const FILE: &str = "drafts.sqlite3";
/// Bytes of one draft: a metadata document, a mapping and both of what it was filled from.
const LARGEST: usize = 512 * 1024;
/// The newest of a tenant.
const MOST: u32 = 50;
const OLDEST: TimeDelta = TimeDelta::days(30);

#[derive(Debug)]
pub(crate) struct Drafts {
    database: Arc<Mutex<rusqlite::Connection>>,
    sealer: Sealer,
    pub(super) clock: Clock,
}

impl Drafts {
    /// Those in a tenant's folder. Where they cannot be opened the tenant is, and keeps none.
    pub(crate) async fn open(folder: &Path, sealer: Sealer, clock: Clock) -> Option<Self> {
        let path = folder.join(FILE);
        let opened = tokio::task::spawn_blocking(move || {
            owner::database(&path).map_err(|error| error.to_string())?;
            let open = || {
                let database = rusqlite::Connection::open(&path)?;
                durable(&database)?;
                database.pragma_update(None, "secure_delete", true)?;
                database.execute_batch(
                    "CREATE TABLE IF NOT EXISTS draft (connection_id TEXT PRIMARY KEY, at TEXT NOT NULL, draft BLOB NOT NULL) STRICT",
                )?;
                Ok(database)
            };
            open().map_err(|error: rusqlite::Error| in_words(&error).to_owned())
        });
        match opened.await {
            Ok(Ok(database)) => Some(Drafts { database: Arc::new(Mutex::new(database)), sealer, clock }),
            Ok(Err(error)) => {
                tracing::warn!(error, "unsaved changes are not kept");
                None
            }
            Err(error) => {
                tracing::warn!(%error, "unsaved changes are not kept");
                None
            }
        }
    }

    pub(super) async fn keep(&self, id: &str, draft: &KeptDraft) -> Result<(), Problem> {
        let text = serde_json::to_vec(draft).map_err(|_| problem("they cannot be written down"))?;
        if text.len() > LARGEST {
            // An older one would bring back what stands there no more.
            self.drop(id).await?;
            let length = text.len() / 1024;
            return Err(problem(&format!("they are {length} KiB, and up to {} KiB are kept", LARGEST / 1024)));
        }
        let (id, at) = (id.to_owned(), draft.at.to_rfc3339());
        let sealed = self.sealer.seal(&text, &place(&id));
        let oldest = (draft.at - OLDEST).to_rfc3339();
        self.call(move |database| {
            let change = database.transaction()?;
            change.execute("INSERT OR REPLACE INTO draft VALUES (?1, ?2, ?3)", params![id, at, sealed])?;
            change.execute("DELETE FROM draft WHERE at < ?1", [oldest])?;
            change.execute(
                "DELETE FROM draft WHERE connection_id NOT IN (SELECT connection_id FROM draft ORDER BY at DESC LIMIT ?1)",
                [MOST],
            )?;
            change.commit()
        })
        .await
    }

    pub(super) async fn kept(&self, id: &str) -> Result<Option<KeptDraft>, Problem> {
        let (wanted, oldest) = (id.to_owned(), (self.clock.now() - OLDEST).to_rfc3339());
        let query = "SELECT draft FROM draft WHERE connection_id = ?1 AND at >= ?2";
        let sealed: Option<Vec<u8>> =
            self.call(move |database| database.query_row(query, [wanted, oldest], |row| row.get(0)).optional()).await?;
        let Some(sealed) = sealed else { return Ok(None) };
        let text = self.sealer.unseal(&sealed, &place(id)).ok();
        let draft = text.and_then(|text| serde_json::from_slice(&text).ok());
        if draft.is_none() {
            tracing::warn!(connection = id, "a draft cannot be opened, and goes");
            self.drop(id).await?;
        }
        Ok(draft)
    }

    pub(super) async fn drop(&self, id: &str) -> Result<(), Problem> {
        let id = id.to_owned();
        self.call(move |database| database.execute("DELETE FROM draft WHERE connection_id = ?1", [id])).await?;
        Ok(())
    }

    async fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut rusqlite::Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Problem> {
        let database = Arc::clone(&self.database);
        let done =
            tokio::task::spawn_blocking(move || work(&mut database.lock().unwrap_or_else(PoisonError::into_inner)));
        match done.await {
            Ok(outcome) => outcome.map_err(|error| problem(in_words(&error))),
            Err(_) => Err(problem("writing them down did not run to its end")),
        }
    }
}

/// What a draft is sealed for.
fn place(id: &str) -> String {
    format!("draft/{id}")
}

fn problem(why: &str) -> Problem {
    Problem::new("draft-not-kept", format!("Unsaved changes are not kept in case Lintel ends: {why}."))
        .remedy("Save them soon.")
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use lintel_oidc::{http::Fetcher, sign_in::World};
    use lintel_tenant::{Folder, KeySource, Tenant, TenantConfig};
    use tempfile::TempDir;

    use super::*;
    use crate::view::ConnectionForm;

    fn at(day: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(day)
    }

    fn draft(day: i64, scope: &str) -> KeptDraft {
        let form = ConnectionForm { scope: scope.to_owned(), ..ConnectionForm::default() };
        KeptDraft { at: at(day), base: ConnectionForm::default(), form, file: None, left_out: Vec::new() }
    }

    async fn sealer() -> Sealer {
        let world = World::new(Fetcher::new().expect("a fetcher"), Clock::system());
        let folder = Folder::temporary().expect("a folder");
        let config = TenantConfig { folder, port: Some(0), key: KeySource::random(), world };
        Tenant::open(config).await.expect("a tenant").sealer()
    }

    async fn drafts(folder: &TempDir, sealer: &Sealer, day: i64) -> Drafts {
        Drafts::open(folder.path(), sealer.clone(), Clock::at(at(day))).await.expect("drafts")
    }

    #[tokio::test]
    async fn drafts_are_bounded_in_size_number_and_age() {
        let (folder, sealer) = (TempDir::new().expect("a folder"), sealer().await);
        let kept = drafts(&folder, &sealer, 10).await;
        kept.keep("con_0", &draft(10, "openid")).await.expect("kept");
        for number in 1..=MOST {
            let id = format!("con_{number}");
            kept.keep(&id, &draft(11, "openid")).await.expect("kept");
        }
        assert_eq!(kept.kept("con_0").await.expect("read"), None, "the oldest makes room");
        assert_eq!(kept.kept("con_1").await.expect("read"), Some(draft(11, "openid")));
        let large = kept.keep("con_1", &draft(12, &"x".repeat(LARGEST))).await.expect_err("too large");
        assert_eq!(large.code, "draft-not-kept");
        assert_eq!(kept.kept("con_1").await.expect("read"), None, "what it stood for is gone as well");
        let later = drafts(&folder, &sealer, 42).await;
        assert_eq!(later.kept("con_2").await.expect("read"), None, "after 30 days");
        later.keep("con_2", &draft(42, "openid")).await.expect("kept");
        let rows = later.call(|database| database.query_row("SELECT count(*) FROM draft", [], |row| row.get(0))).await;
        assert_eq!(rows, Ok(1_i64), "those that are too old go with the next that is kept");
    }

    #[tokio::test]
    async fn a_draft_opens_with_its_key_and_in_its_place_alone() {
        let folder = TempDir::new().expect("a folder");
        let (own, other) = (sealer().await, sealer().await);
        let kept = drafts(&folder, &own, 1).await;
        kept.keep("con_1", &draft(1, "openid a-scope-of-theirs")).await.expect("kept");
        let file = std::fs::read(folder.path().join("drafts.sqlite3-wal")).expect("the file");
        assert!(!String::from_utf8_lossy(&file).contains("a-scope-of-theirs"), "what is kept is sealed");
        kept.call(|database| database.execute("UPDATE draft SET connection_id = 'con_2'", [])).await.expect("moved");
        assert_eq!(kept.kept("con_2").await.expect("read"), None);
        kept.keep("con_1", &draft(1, "openid")).await.expect("kept");
        assert_eq!(drafts(&folder, &other, 1).await.kept("con_1").await.expect("read"), None);
        assert_eq!(kept.kept("con_1").await.expect("read"), None, "one that cannot be opened goes");
    }
}

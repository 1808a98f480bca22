//! What tests leave behind: of each connection its newest test that came to a verdict, and a newer one that ended without. What came of
//! them is kept in the data folder, sealed, a row for each; their steps are kept as long as the program runs.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, SecondsFormat, Utc};
use lintel_management::Connection;
use lintel_tenant::{Sealer, UnsealError};
use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::{settings::Settings, subject::Subject};
use crate::{
    database::{self, OpenError},
    view::{KeptTrial, TrialState, TrialSummary, TrialVerdict, TrialView, TrialWay},
};

const MIGRATIONS: [&str; 1] = ["CREATE TABLE test ( \
        id TEXT PRIMARY KEY, \
        connection_id TEXT NOT NULL, \
        at TEXT NOT NULL, \
        result BLOB NOT NULL \
    ) STRICT; \
    CREATE INDEX test_of_connection ON test (connection_id, at);"];

/// So many connections have a result; the oldest give way. More than a tenant has, unless others delete them behind Lintel's back.
const MOST: u32 = 20_000;
/// So many tests of connections that are not created yet are remembered.
const DRAFTS: usize = 8;

#[derive(Debug)]
pub(crate) struct Results {
    /// None where it could not be opened: what comes is known until the program ends.
    database: Option<Arc<Mutex<rusqlite::Connection>>>,
    sealer: Sealer,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    by_connection: HashMap<String, Tests>,
    /// Of connections that are not created yet, the newest last.
    drafts: VecDeque<Arc<Test>>,
    /// What was kept before cannot be read.
    lost: bool,
}

/// Of one connection.
#[derive(Debug, Clone, Default)]
struct Tests {
    verdict: Option<Arc<Test>>,
    /// After that one.
    ended: Option<Arc<Test>>,
    /// When the newest was whose row cannot be read.
    unreadable: Option<DateTime<Utc>>,
}

#[derive(Debug)]
pub(super) struct Test {
    pub id: String,
    pub outcome: TestOutcome,
    pub whole: Option<Whole>,
}

/// A test with its steps, and what it was of.
#[derive(Debug)]
pub(super) struct Whole {
    pub view: TrialView,
    pub subject: Subject,
}

/// What is kept of a test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct TestOutcome {
    way: TrialWay,
    state: TrialState,
    warned: bool,
    headline: String,
    detail: String,
    finished_at: DateTime<Utc>,
    settings: Option<Settings>,
}

#[derive(Debug, thiserror::Error)]
enum ResultError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Database(#[from] rusqlite::Error),
    #[error(transparent)]
    Sealed(#[from] UnsealError),
    #[error(transparent)]
    Written(#[from] serde_json::Error),
    #[error(transparent)]
    Interrupted(#[from] tokio::task::JoinError),
}

impl Results {
    /// Never fails: a file that cannot be read costs what it held, and nothing else.
    pub(crate) async fn open(path: &Path, sealer: Sealer) -> Results {
        let (path, opening) = (path.to_owned(), sealer.clone());
        let opened = tokio::task::spawn_blocking(move || {
            let database = database::open(&path, &MIGRATIONS)?;
            let by_connection = read(&database, &opening)?;
            Ok::<_, ResultError>((database, by_connection))
        });
        match opened.await.map_err(ResultError::from).and_then(|opened| opened) {
            Ok((database, by_connection)) => {
                let known = Mutex::new(Known { by_connection, ..Known::default() });
                Results { database: Some(Arc::new(Mutex::new(database))), sealer, known }
            }
            Err(error) => {
                tracing::warn!(%error, "the results of earlier tests cannot be read, and none are kept");
                let known = Mutex::new(Known { lost: true, ..Known::default() });
                Results { database: None, sealer, known }
            }
        }
    }

    /// Keeps a test that ended; that of a connection which is not created yet until one is created from it.
    pub(super) async fn keep(&self, test: Test) {
        let connection_id = test.whole.as_ref().and_then(|whole| whole.subject.connection_id.clone());
        let test = Arc::new(test);
        let Some(connection_id) = connection_id else {
            let mut known = self.known();
            if known.drafts.len() == DRAFTS {
                known.drafts.pop_front();
            }
            known.drafts.push_back(test);
            return;
        };
        self.known().by_connection.entry(connection_id.clone()).or_default().take(Arc::clone(&test));
        if let Err(error) = self.write(connection_id, test).await {
            tracing::warn!(%error, "the result of a test was not kept");
        }
    }

    /// The connection was created from the form that this test was of, which is its own from now on.
    pub(crate) async fn adopt(&self, trial_id: &str, connection: &Connection) {
        let draft = {
            let mut known = self.known();
            let at = known.drafts.iter().position(|draft| draft.id == trial_id);
            at.and_then(|at| known.drafts.remove(at))
        };
        let Some(Test { id, outcome, whole: Some(whole) }) = draft.as_deref() else { return };
        let Whole { mut view, mut subject } = Whole { view: whole.view.clone(), subject: whole.subject.clone() };
        view.connection_id = Some(connection.id.clone());
        connection.name.clone_into(&mut view.connection_name);
        subject.connection_id = Some(connection.id.clone());
        connection.name.clone_into(&mut subject.connection_name);
        self.keep(Test { id: id.clone(), outcome: outcome.clone(), whole: Some(Whole { view, subject }) }).await;
    }

    /// What the last verdict on a connection was, and whether it still says something of the connection as it is now.
    pub(crate) fn summary(&self, connection: &Connection) -> Option<TrialSummary> {
        let known = self.known();
        let Some(tests) = known.by_connection.get(&connection.id) else {
            return known.lost.then(|| TrialSummary::not_kept(None));
        };
        match (&tests.verdict, tests.unreadable, &tests.ended) {
            (Some(test), ..) => Some(test.outcome.summary(Settings::of(connection).as_ref())),
            (None, Some(at), _) => Some(TrialSummary::not_kept(Some(at))),
            (None, None, Some(test)) => Some(test.outcome.summary(None)),
            (None, None, None) => None,
        }
    }

    /// The tests that are known of a connection, newest first: one that ended without a verdict, and the newest verdict.
    pub(crate) fn of_connection(&self, connection_id: &str) -> Vec<KeptTrial> {
        let known = self.known();
        let tests = known.by_connection.get(connection_id);
        let tests = tests.into_iter().flat_map(|tests| [&tests.ended, &tests.verdict]).flatten();
        tests.map(|test| test.told()).collect()
    }

    /// A test whose steps are kept still.
    pub(super) fn test(&self, trial_id: &str) -> Option<Arc<Test>> {
        let known = self.known();
        let of_connections = known.by_connection.values().flat_map(|tests| [&tests.ended, &tests.verdict]).flatten();
        let found = of_connections.chain(&known.drafts).find(|test| test.id == trial_id && test.whole.is_some());
        found.cloned()
    }

    /// The connection is gone, and what was known of it goes.
    pub(crate) async fn forget(&self, connection_ids: Vec<String>) {
        let forgotten: Vec<String> = {
            let mut known = self.known();
            connection_ids.into_iter().filter(|id| known.by_connection.remove(id).is_some()).collect()
        };
        if forgotten.is_empty() {
            return;
        }
        let deleted = self.call(move |database| {
            for id in forgotten {
                database.execute("DELETE FROM test WHERE connection_id = ?1", [id])?;
            }
            Ok(())
        });
        if let Err(error) = deleted.await {
            tracing::warn!(%error, "the results of a connection that is gone were left behind");
        }
    }

    /// The connections of which something is known.
    pub(crate) fn connections(&self) -> HashSet<String> {
        self.known().by_connection.keys().cloned().collect()
    }

    async fn write(&self, connection_id: String, test: Arc<Test>) -> Result<(), ResultError> {
        let sealed = self.sealer.seal(&serde_json::to_vec(&test.outcome)?, &place(&connection_id, &test.id));
        let at = test.outcome.finished_at.to_rfc3339_opts(SecondsFormat::Millis, true);
        let is_verdict = test.outcome.is_verdict();
        let stays = self.known().by_connection.get(&connection_id).and_then(|tests| tests.verdict.clone());
        let stays = stays.filter(|_| !is_verdict).map(|test| test.id.clone()).unwrap_or_default();
        self.call(move |database| {
            let all = database.unchecked_transaction()?;
            all.execute("DELETE FROM test WHERE connection_id = ?1 AND id <> ?2", [&connection_id, &stays])?;
            all.execute(
                "INSERT OR REPLACE INTO test (id, connection_id, at, result) VALUES (?1, ?2, ?3, ?4)",
                params![test.id, connection_id, at, sealed],
            )?;
            all.execute(
                "DELETE FROM test WHERE id IN (SELECT id FROM test ORDER BY at DESC LIMIT -1 OFFSET ?1)",
                [MOST],
            )?;
            Ok(all.commit()?)
        })
        .await
    }

    async fn call(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> Result<(), ResultError> + Send + 'static,
    ) -> Result<(), ResultError> {
        let Some(database) = self.database.clone() else { return Ok(()) };
        tokio::task::spawn_blocking(move || work(&database.lock().unwrap_or_else(PoisonError::into_inner))).await?
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tests {
    fn take(&mut self, test: Arc<Test>) {
        if test.outcome.is_verdict() {
            *self = Tests { verdict: Some(test), ..Tests::default() };
        } else {
            self.ended = Some(test);
        }
    }
}

impl Test {
    pub(super) fn of(view: TrialView, subject: Subject, finished_at: DateTime<Utc>) -> Test {
        let outcome = TestOutcome {
            way: view.way,
            state: view.state,
            warned: view.state == TrialState::Passed && view.diagnosis.is_some(),
            headline: view.headline.clone(),
            detail: view.detail.clone(),
            finished_at,
            settings: subject.settings.clone(),
        };
        Test { id: view.id.clone(), outcome, whole: Some(Whole { view, subject }) }
    }

    fn told(&self) -> KeptTrial {
        let TestOutcome { way, headline, detail, finished_at, .. } = self.outcome.clone();
        KeptTrial {
            id: self.id.clone(),
            way,
            verdict: self.outcome.verdict(),
            headline,
            detail,
            finished_at,
            view: self.whole.as_ref().map(|whole| whole.view.clone()),
        }
    }
}

impl TestOutcome {
    fn is_verdict(&self) -> bool {
        matches!(self.state, TrialState::Passed | TrialState::Failed)
    }

    fn verdict(&self) -> TrialVerdict {
        match self.state {
            TrialState::Passed if self.warned => TrialVerdict::Warned,
            TrialState::Passed => TrialVerdict::Passed,
            TrialState::Failed => TrialVerdict::Failed,
            TrialState::Running | TrialState::Ended => TrialVerdict::Ended,
        }
    }

    fn summary(&self, now: Option<&Settings>) -> TrialSummary {
        let changed = self.settings.as_ref().zip(now).map(|(tested, now)| tested.differing(now));
        TrialSummary {
            finished_at: Some(self.finished_at),
            way: Some(self.way),
            verdict: self.verdict(),
            headline: self.headline.clone(),
            changed: changed.unwrap_or_default(),
        }
    }
}

impl TrialSummary {
    /// Of a connection that was tested, at that time where it is known, and what came of it cannot be read.
    fn not_kept(finished_at: Option<DateTime<Utc>>) -> Self {
        let headline = "No result kept".to_owned();
        TrialSummary { finished_at, way: None, verdict: TrialVerdict::NotKept, headline, changed: Vec::new() }
    }
}

/// Row by row: one that cannot be read takes no other with it.
fn read(database: &rusqlite::Connection, sealer: &Sealer) -> Result<HashMap<String, Tests>, ResultError> {
    let mut query = database.prepare("SELECT id, connection_id, at, result FROM test ORDER BY at")?;
    let mut rows = query.query([])?;
    let mut by_connection: HashMap<String, Tests> = HashMap::new();
    while let Some(row) = rows.next()? {
        let (id, connection_id): (String, String) = (row.get(0)?, row.get(1)?);
        let (at, sealed): (String, Vec<u8>) = (row.get(2)?, row.get(3)?);
        let tests = by_connection.entry(connection_id.clone()).or_default();
        match opened(&sealed, sealer, &place(&connection_id, &id)) {
            Ok(outcome) => tests.take(Arc::new(Test { id, outcome, whole: None })),
            Err(error) => {
                tracing::warn!(connection = connection_id, %error, "the result of a test cannot be read");
                tests.unreadable = Some(at.parse().unwrap_or_default());
            }
        }
    }
    Ok(by_connection)
}

fn opened(sealed: &[u8], sealer: &Sealer, place: &str) -> Result<TestOutcome, ResultError> {
    Ok(serde_json::from_slice(&sealer.unseal(sealed, place)?)?)
}

/// What a row is sealed for.
fn place(connection_id: &str, id: &str) -> String {
    format!("tests/{connection_id}/{id}")
}

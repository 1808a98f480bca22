//! What tests leave behind: the newest 50 of each connection, in the data folder. Known from the start is of each its newest test that
//! came to a verdict, and a newer one that ended without; everything else is read when it is asked for.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use chrono::{DateTime, Utc};
use lintel_management::Connection;
use lintel_tenant::Sealer;

use super::{
    settings::Settings,
    test::{Test, TestOutcome, Whole},
    test_file::{InFront, TestFile},
};
use crate::view::{KeptTrial, TrialSummary};

/// So many tests are held that are in no file: of connections that are not created yet, and what could not be written.
const HELD: usize = 8;

#[derive(Debug)]
pub(crate) struct Results {
    /// None where not even memory could take one.
    file: Option<TestFile>,
    known: Mutex<Known>,
    /// Until the program ends: nothing keeps tokens because somebody said so once.
    keep_tokens: AtomicBool,
}

#[derive(Debug, Default)]
struct Known {
    by_connection: HashMap<String, Tests>,
    /// The newest last.
    held: VecDeque<Arc<Test>>,
    /// What was kept before cannot be read.
    lost: bool,
}

/// Of one connection.
#[derive(Debug, Clone, Default)]
struct Tests {
    verdict: Option<Front>,
    /// After that one.
    ended: Option<Front>,
    /// When the newest was whose row cannot be read.
    unreadable: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone)]
struct Front {
    id: String,
    outcome: TestOutcome,
}

impl Results {
    /// Never fails: a file that cannot be read costs what it held, and nothing else.
    pub(crate) async fn open(path: &Path, sealer: Sealer) -> Results {
        let (file, known) = match TestFile::open(path, sealer.clone()).await {
            Ok((file, front)) => (Some(file), Known { by_connection: by_connection(front), ..Known::default() }),
            Err(error) => {
                tracing::warn!(%error, "the results of earlier tests cannot be read, and new ones go with the program");
                (TestFile::nowhere(sealer).ok(), Known { lost: true, ..Known::default() })
            }
        };
        Results { file, known: Mutex::new(known), keep_tokens: AtomicBool::new(false) }
    }

    /// Keeps a test that ended; that of a connection which is not created yet until one is created from it.
    pub(super) async fn keep(&self, test: Test) {
        let connection_id = test.whole.subject.connection_id.clone();
        let test = Arc::new(test);
        let Some(connection_id) = connection_id else { return self.hold(test) };
        let stays = {
            let mut known = self.known();
            let tests = known.by_connection.entry(connection_id.clone()).or_default();
            tests.take(Front { id: test.id.clone(), outcome: test.outcome.clone() });
            tests.verdict.as_ref().map(|verdict| verdict.id.clone()).unwrap_or_default()
        };
        let written = match &self.file {
            Some(file) => file.write(connection_id, &test, stays).await,
            None => return self.hold(test),
        };
        if let Err(error) = written {
            tracing::warn!(%error, "a test was not kept");
            self.hold(test);
        }
    }

    /// The connection was created from the form that this test was of, which is its own from now on.
    pub(crate) async fn adopt(&self, trial_id: &str, connection: &Connection) {
        let draft = {
            let mut known = self.known();
            let of_draft = |held: &Arc<Test>| held.id == trial_id && held.whole.subject.connection_id.is_none();
            let at = known.held.iter().position(of_draft);
            at.and_then(|at| known.held.remove(at))
        };
        let Some(Test { id, outcome, whole }) = draft.as_deref() else { return };
        let mut whole = whole.clone();
        whole.view.connection_id = Some(connection.id.clone());
        connection.name.clone_into(&mut whole.view.connection_name);
        whole.subject.connection_id = Some(connection.id.clone());
        connection.name.clone_into(&mut whole.subject.connection_name);
        self.keep(Test { id: id.clone(), outcome: outcome.clone(), whole }).await;
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

    /// The tests that are kept of a connection, newest first.
    pub(crate) async fn of_connection(&self, connection_id: &str) -> Vec<KeptTrial> {
        let held: Vec<KeptTrial> = {
            let known = self.known();
            let own = known.held.iter().rev();
            let own = own.filter(|test| test.whole.subject.connection_id.as_deref() == Some(connection_id));
            own.map(|test| test.outcome.clone().told(test.id.clone(), true)).collect()
        };
        let Some(file) = &self.file else { return held };
        let kept = file.of_connection(connection_id.to_owned()).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the tests of a connection cannot be read");
            Vec::new()
        });
        held.into_iter().chain(kept).collect()
    }

    /// The newest tests of a connection with their steps, at most so many.
    pub(crate) async fn newest(&self, connection_id: &str, limit: u32) -> Vec<crate::view::TrialView> {
        let Some(file) = &self.file else { return Vec::new() };
        let newest = file.newest(connection_id.to_owned(), limit).await.unwrap_or_default();
        newest.into_iter().map(|whole| whole.view).collect()
    }

    /// A test with its steps, where they are kept and can be read.
    pub(super) async fn whole(&self, trial_id: &str) -> Option<Whole> {
        let held = self.known().held.iter().find(|test| test.id == trial_id).map(|test| test.whole.clone());
        if held.is_some() {
            return held;
        }
        self.file.as_ref()?.whole(trial_id.to_owned()).await.unwrap_or_else(|error| {
            tracing::warn!(trial = trial_id, %error, "the steps of a test cannot be read");
            None
        })
    }

    /// The connection is gone, and what was known of it goes.
    pub(crate) async fn forget(&self, connection_ids: Vec<String>) {
        let forgotten: Vec<String> = {
            let mut known = self.known();
            connection_ids.into_iter().filter(|id| known.by_connection.remove(id).is_some()).collect()
        };
        let Some(file) = self.file.as_ref().filter(|_| !forgotten.is_empty()) else { return };
        if let Err(error) = file.forget(forgotten).await {
            tracing::warn!(%error, "the results of a connection that is gone were left behind");
        }
    }

    /// Takes a person out of every test: how many, and of how many nobody knows.
    pub(super) async fn forget_person(&self, person: &str) -> Result<(u32, u32), String> {
        self.known().held.retain(|test| !test.is_about(person));
        let Some(file) = &self.file else { return Ok((0, 0)) };
        let (changed, unread) = file.forget_person(person.to_owned()).await.map_err(|error| error.to_string())?;
        let mut known = self.known();
        for tests in known.by_connection.values_mut() {
            let both = [&mut tests.verdict, &mut tests.ended].into_iter().flatten();
            both.filter(|test| changed.contains(&test.id)).for_each(|test| test.outcome.without_person());
        }
        Ok((u32::try_from(changed.len()).unwrap_or(u32::MAX), unread))
    }

    pub(super) fn keep_tokens(&self, keep: bool) {
        self.keep_tokens.store(keep, Ordering::SeqCst);
    }

    pub(super) fn keeps_tokens(&self) -> bool {
        self.keep_tokens.load(Ordering::SeqCst)
    }

    /// The connections of which something is known.
    pub(crate) fn connections(&self) -> HashSet<String> {
        self.known().by_connection.keys().cloned().collect()
    }

    fn hold(&self, test: Arc<Test>) {
        let mut known = self.known();
        if known.held.len() == HELD {
            known.held.pop_front();
        }
        known.held.push_back(test);
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tests {
    fn take(&mut self, test: Front) {
        if test.outcome.is_verdict() {
            *self = Tests { verdict: Some(test), ..Tests::default() };
        } else {
            self.ended = Some(test);
        }
    }
}

fn by_connection(front: Vec<InFront>) -> HashMap<String, Tests> {
    let mut by_connection: HashMap<String, Tests> = HashMap::new();
    for InFront { id, connection_id, outcome } in front {
        let tests = by_connection.entry(connection_id).or_default();
        match outcome {
            Ok(outcome) => tests.take(Front { id, outcome }),
            Err(at) => tests.unreadable = Some(at),
        }
    }
    by_connection
}

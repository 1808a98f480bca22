//! Trials under way on one tenant, each under the ID that its page made up.

use std::{any::Any, collections::HashMap, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures_util::FutureExt;
use tokio::sync::{oneshot, watch};

use crate::view::{Problem, TrialStop};

#[derive(Debug, Default)]
pub(crate) struct Trials {
    under_way: watch::Sender<UnderWay>,
}

#[derive(Debug, Default)]
struct UnderWay {
    /// By ID.
    trials: HashMap<String, Running>,
    /// The tenant is closed: nothing begins any more.
    closed: bool,
}

#[derive(Debug)]
struct Running {
    connection_id: Option<String>,
    /// Taken by the first who ends it.
    end: Option<oneshot::Sender<Ended>>,
}

/// Why a trial ended without an answer.
#[derive(Debug)]
pub(super) enum Ended {
    Stopped(TrialStop),
    Replaced,
    TenantClosed,
    Closed,
    TimedOut(Duration),
    NotOpened { reason: String },
    WindowRefused,
    LoadFailed { url: String, reason: String },
    Broken,
}

/// A trial's place among those under way, from its click until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    trials: Arc<Trials>,
    id: String,
    end: oneshot::Receiver<Ended>,
}

impl Trials {
    /// A place for a trial. One that still runs for the same connection ends.
    pub(super) fn begin(self: &Arc<Self>, id: &str, connection_id: Option<&str>) -> Result<Place, Problem> {
        let (end, ending) = oneshot::channel();
        let mut refusal = None;
        self.under_way.send_modify(|under_way| {
            if under_way.closed {
                refusal = Some(Ended::TenantClosed.problem());
            } else if under_way.trials.contains_key(id) {
                refusal = Some(Problem::new("trial-known", format!("A test with the ID {id} is under way already.")));
            } else {
                let others =
                    under_way.trials.values_mut().filter(|other| other.connection_id.as_deref() == connection_id);
                others.for_each(|other| other.end(Ended::Replaced));
                let connection_id = connection_id.map(str::to_owned);
                under_way.trials.insert(id.to_owned(), Running { connection_id, end: Some(end) });
            }
        });
        match refusal {
            Some(problem) => Err(problem),
            None => Ok(Place { trials: Arc::clone(self), id: id.to_owned(), end: ending }),
        }
    }

    /// Ends a trial; nothing happens where it has ended, or is another tenant's.
    pub(super) fn end(&self, id: &str, why: Ended) {
        self.under_way.send_modify(|under_way| {
            if let Some(trial) = under_way.trials.get_mut(id) {
                trial.end(why);
            }
        });
    }

    /// Ends every trial, and waits until the last one is over.
    pub(crate) async fn close(&self) {
        self.under_way.send_modify(|under_way| {
            under_way.closed = true;
            under_way.trials.values_mut().for_each(|trial| trial.end(Ended::TenantClosed));
        });
        // An error would mean that there is no list to wait for.
        let _ = self.under_way.subscribe().wait_for(|under_way| under_way.trials.is_empty()).await;
    }
}

impl Running {
    fn end(&mut self, why: Ended) {
        if let Some(end) = self.end.take() {
            // A trial that is over does not listen any more.
            let _ = end.send(why);
        }
    }
}

impl Place {
    /// Does the work, unless somebody ends the trial first or the work panics.
    pub(super) async fn unless_ended<T>(&mut self, work: impl Future<Output = T>) -> Result<T, Ended> {
        tokio::select! {
            biased;
            ended = &mut self.end => Err(ended.unwrap_or(Ended::Broken)),
            done = AssertUnwindSafe(work).catch_unwind() => done.map_err(|panic| {
                tracing::error!(trial = self.id, "a test broke down: {}", told(&*panic));
                Ended::Broken
            }),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.trials.under_way.send_modify(|under_way| drop(under_way.trials.remove(&self.id)));
    }
}

impl Ended {
    pub(super) fn reason(&self) -> String {
        match self {
            Ended::Stopped(TrialStop::Cancelled) => "You cancelled the test.".to_owned(),
            Ended::Stopped(TrialStop::Left) => "You left the page of the test while it ran.".to_owned(),
            Ended::Replaced => "Another test of this connection took its place.".to_owned(),
            Ended::TenantClosed => "The tenant of the test was closed in Lintel.".to_owned(),
            Ended::Closed => "The sign-in window was closed before the provider answered.".to_owned(),
            Ended::TimedOut(patience) => {
                format!("Nothing came back within {} minutes.", patience.as_secs().div_ceil(60))
            }
            Ended::NotOpened { reason } => format!("The sign-in window could not be opened: {reason}."),
            Ended::WindowRefused => {
                "The provider signs nobody in in a window of a program that is no browser (disallowed_useragent). Test in the \
                 browser."
                    .to_owned()
            }
            // What follows the path may hold a code, a token or a verifier.
            Ended::LoadFailed { url, reason } => {
                let place = url.split(['?', '#']).next().unwrap_or_default();
                format!("The sign-in window could not load {place}: {reason}.")
            }
            Ended::Broken => {
                "A fault of Lintel ended the test, and not the connection. Try again; the log in the data folder says more."
                    .to_owned()
            }
        }
    }

    /// The same for a trial that had not begun and so has no trace.
    pub(super) fn problem(&self) -> Problem {
        let code = match self {
            Ended::Stopped(_) => "cancelled",
            _ => "trial-ended",
        };
        Problem::new(code, self.reason())
    }
}

fn told(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no words")
}

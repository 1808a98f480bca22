//! Trials under way on one tenant, each under the ID that its page made up.

use std::{collections::HashMap, panic::AssertUnwindSafe, sync::Arc};

use futures_util::FutureExt;
use tokio::sync::{oneshot, watch};

use super::ended::Ended;
use crate::view::Problem;

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
            done = AssertUnwindSafe(work).catch_unwind() => done.map_err(|panic| Ended::by_panic(&self.id, &*panic)),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.trials.under_way.send_modify(|under_way| drop(under_way.trials.remove(&self.id)));
    }
}

//! How fast a tenant is asked: as fast as it says that it may be, by all clones of a client together.

mod bucket;
mod slots;
mod told;

#[cfg(test)]
mod tests;

use std::sync::{Mutex as StdMutex, MutexGuard, PoisonError};

use tokio::{
    sync::{Mutex, Notify},
    time::{Instant, sleep_until},
};

use bucket::{Bucket, Taken};
use slots::{Place, Slots};

pub use bucket::LONGEST_WAIT;
pub use slots::MOST_AT_ONCE;
pub(super) use told::Told;

/// Who wants to ask waits for a place and then for the rate limit, the first that came first. Whoever stops waiting leaves
/// nothing taken.
#[derive(Debug, Default)]
pub(super) struct Pace {
    slots: Slots,
    bucket: StdMutex<Bucket>,
    /// One at a time waits for the rate limit.
    turnstile: Mutex<()>,
    /// An answer told something.
    news: Notify,
}

/// A call that is under way. It gives its place back when it is dropped.
#[derive(Debug)]
pub(super) struct Slot<'a> {
    pace: &'a Pace,
    place: Place<'a>,
    taken: Taken,
    told: bool,
}

impl Pace {
    /// Waits until the tenant may be asked once more.
    pub(super) async fn enter(&self) -> Slot<'_> {
        let place = self.slots.take().await;
        let _turn = self.turnstile.lock().await;
        loop {
            let news = self.news.notified();
            let taken = self.bucket().take(Instant::now());
            match taken {
                Ok(taken) => return Slot { pace: self, place, taken, told: false },
                Err(until) => tokio::select! {
                    () = sleep_until(until) => {}
                    () = news => {}
                },
            }
        }
    }

    fn bucket(&self) -> MutexGuard<'_, Bucket> {
        self.bucket.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slot<'_> {
    /// What the answer says of the rate limit.
    pub(super) fn answered(&mut self, told: &Told) {
        self.told = true;
        let refused = told.refused;
        self.pace.bucket().answered(Instant::now(), self.taken, told);
        self.pace.slots.answered(&self.place, refused, told.limit);
        self.pace.news.notify_one();
    }

    /// Nothing was sent, so nothing was taken.
    pub(super) fn unsent(mut self) {
        self.told = true;
        self.pace.bucket().unsent();
        self.pace.news.notify_one();
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        if !self.told {
            self.pace.bucket().unanswered(Instant::now());
            self.pace.news.notify_one();
        }
    }
}

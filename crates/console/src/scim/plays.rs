//! The provisioning tests under way on a tenant. Whoever closes it waits until each has taken back what it made.

use std::sync::Arc;

use tokio::sync::{OwnedRwLockReadGuard, RwLock, watch};

use crate::view::Problem;

#[derive(Debug, Default)]
pub(crate) struct Plays {
    under_way: Arc<RwLock<()>>,
    closed: watch::Sender<bool>,
}

/// Held for as long as a test has something to take back.
pub(super) struct Place {
    _under_way: OwnedRwLockReadGuard<()>,
    closed: watch::Receiver<bool>,
}

impl Plays {
    pub(super) async fn begin(&self) -> Result<Place, Problem> {
        let place =
            Place { _under_way: Arc::clone(&self.under_way).read_owned().await, closed: self.closed.subscribe() };
        match *self.closed.borrow() {
            true => Err(Problem::new("tenant-closed", "The tenant is closed.").remedy("Open it again, then test.")),
            false => Ok(place),
        }
    }

    /// Ends every test, and waits until the last one is over.
    pub(crate) async fn close(&self) {
        self.closed.send_replace(true);
        drop(self.under_way.write().await);
    }
}

impl Place {
    /// Ready when the tenant closes.
    pub(super) async fn closing(&mut self) {
        // Without a sender the tenant is closed as well.
        let _ = self.closed.wait_for(|closed| *closed).await;
    }
}

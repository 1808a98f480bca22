//! Writes that come at the same time share one commit, and with it the wait for the disk.

use std::{
    mem,
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::{Store, StoreError};

/// Does its work and gives whether that is to stay, and whom to tell once it is committed.
type Job = Box<dyn FnOnce(&Connection) -> (bool, Tell) + Send>;
type Tell = Box<dyn FnOnce(Result<(), Arc<rusqlite::Error>>) + Send>;

#[derive(Default)]
pub(super) struct WaitingWrites(Mutex<Vec<Job>>);

impl Store {
    /// Does the work in one transaction with whatever else waits, and answers when it is committed. Of work that fails nothing
    /// stays, and all of the others'.
    pub(super) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (sender, told) = oneshot::channel();
        let job: Job = Box::new(move |database| {
            let done = work(database);
            let stays = done.is_ok();
            let tell = move |committed: Result<(), Arc<rusqlite::Error>>| {
                let committed = committed.map_err(|error| StoreError::NotCommitted(error).into());
                // Whoever asked may have left.
                let _ = sender.send(committed.and(done));
            };
            (stays, Box::new(tell))
        });
        self.shared.writes.add(job);
        // Whoever gets the database first does what waits, and the others find nothing left to do.
        let shared = self.shared.clone();
        self.call::<(), StoreError, _>(move |database, _| {
            shared.writes.run(database);
            Ok(())
        })
        .await?;
        told.await.map_err(|_| StoreError::Abandoned)?
    }
}

impl WaitingWrites {
    fn add(&self, job: Job) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(job);
    }

    fn run(&self, database: &mut Connection) {
        let jobs = mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        if jobs.is_empty() {
            return;
        }
        let mut tells = Vec::with_capacity(jobs.len());
        let committed = together(database, jobs, &mut tells).map_err(Arc::new);
        for tell in tells {
            tell(committed.clone());
        }
    }
}

/// Each in a savepoint of its own. Those that were not reached are dropped, and whoever waits for them learns that.
fn together(database: &mut Connection, jobs: Vec<Job>, tells: &mut Vec<Tell>) -> Result<(), rusqlite::Error> {
    let transaction = database.transaction()?;
    for job in jobs {
        transaction.prepare_cached("SAVEPOINT work")?.execute([])?;
        let (stays, tell) = job(&transaction);
        tells.push(tell);
        if !stays {
            transaction.prepare_cached("ROLLBACK TO work")?.execute([])?;
        }
        transaction.prepare_cached("RELEASE work")?.execute([])?;
    }
    transaction.commit()
}

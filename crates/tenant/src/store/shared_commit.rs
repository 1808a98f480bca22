//! Writes that come at the same time share one commit, and with it the wait for the disk.

use std::{
    mem,
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::Connection;

/// Does its work and gives whether that is to stay, and whom to tell once it is committed.
pub(super) type Job = Box<dyn FnOnce(&Connection) -> (bool, Tell) + Send>;
pub(super) type Tell = Box<dyn FnOnce(Result<(), Arc<rusqlite::Error>>) + Send>;

#[derive(Default)]
pub(super) struct WaitingWrites(Mutex<Vec<Job>>);

impl WaitingWrites {
    pub(super) fn add(&self, job: Job) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(job);
    }

    /// Whoever gets the database first does what waits, and the others find nothing left to do.
    pub(super) fn run(&self, database: &mut Connection) {
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

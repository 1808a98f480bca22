//! What a tenant holds for the export that somebody looks at.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use lintel_as_code::Bundle;

use crate::view::Problem;

/// The connections that were read last for an export, until it is closed.
#[derive(Debug, Default)]
pub(crate) struct Exports(Mutex<Option<Held>>);

#[derive(Debug, Clone)]
pub(super) struct Held {
    id: String,
    pub(super) bundle: Arc<Bundle>,
    /// The folder that was chosen, and has files that would be replaced.
    pub(super) occupied: Option<PathBuf>,
}

impl Exports {
    pub(super) fn hold(&self, id: &str, bundle: Arc<Bundle>) {
        *self.lock() = Some(Held { id: id.to_owned(), bundle, occupied: None });
    }

    pub(super) fn get(&self, id: &str) -> Result<Held, Problem> {
        self.lock().clone().filter(|held| held.id == id).ok_or_else(closed)
    }

    pub(super) fn occupied(&self, id: &str, folder: PathBuf) {
        if let Some(held) = self.lock().as_mut().filter(|held| held.id == id) {
            held.occupied = Some(folder);
        }
    }

    pub(super) fn forget(&self, id: &str) {
        self.lock().take_if(|held| held.id == id);
    }

    fn lock(&self) -> MutexGuard<'_, Option<Held>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn closed() -> Problem {
    Problem::new("export-closed", "What was read for this export is not held any more.").remedy("Export once more.")
}

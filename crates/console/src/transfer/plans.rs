//! The plans of a tenant that somebody looks at, and which runs are under way on it.

use std::{
    any::Any,
    collections::{HashSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Plans that are held for whoever looks at them.
const KEPT: usize = 4;

/// What a plan is, is not known here: it knows the tenant that has this.
type Kept = Arc<dyn Any + Send + Sync>;

#[derive(Debug, Default)]
pub(crate) struct Plans {
    plans: Mutex<VecDeque<(String, Kept)>>,
    live: Mutex<HashSet<String>>,
}

/// A run that is under way. Dropped, it is not any more, however it ended.
pub(super) struct Live<'a> {
    plans: &'a Plans,
    id: String,
}

impl Plans {
    pub(super) fn keep(&self, id: &str, plan: Kept) {
        let mut plans = lock(&self.plans);
        if plans.len() == KEPT {
            plans.pop_front();
        }
        plans.push_back((id.to_owned(), plan));
    }

    pub(super) fn get<T: Any + Send + Sync>(&self, id: &str) -> Option<Arc<T>> {
        let plan = lock(&self.plans).iter().find(|(known, _)| known == id).map(|(_, plan)| Arc::clone(plan));
        plan?.downcast().ok()
    }

    pub(super) fn begin(&self, id: &str) -> Live<'_> {
        lock(&self.live).insert(id.to_owned());
        Live { plans: self, id: id.to_owned() }
    }

    pub(super) fn is_live(&self, id: &str) -> bool {
        lock(&self.live).contains(id)
    }
}

impl Drop for Live<'_> {
    fn drop(&mut self) {
        lock(&self.plans.live).remove(&self.id);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

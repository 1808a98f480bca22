//! A plan as it is kept until it is carried out, and as it is told.

use std::{
    collections::{HashSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Utc};

use super::{item::Item, source::Source};
use crate::view::{
    PlannedConnection, PlannedState, Problem, TransferChoices, TransferPlan, TransferProgress, TransferSide,
    TransferSummary,
};

/// Plans that are held for whoever looks at them.
const KEPT: usize = 4;

/// Called as connections are read and steps are done.
pub type TransferObserver<'a> = dyn Fn(TransferProgress) + Send + Sync + 'a;

#[derive(Debug)]
pub(crate) struct Plan {
    pub(super) id: String,
    pub(super) at: DateTime<Utc>,
    pub(super) from: Source,
    pub(super) choices: TransferChoices,
    pub(super) salt: String,
    pub(super) source: TransferSide,
    pub(super) target: TransferSide,
    pub(super) connections: Vec<Planned>,
    pub(super) notes: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct Planned {
    pub(super) told: PlannedConnection,
    /// None where there is nothing to write, or it is not known what.
    pub(super) item: Option<Item>,
}

/// The plans of a tenant, and which runs are under way on it.
#[derive(Debug, Default)]
pub(crate) struct Plans {
    plans: Mutex<VecDeque<Arc<Plan>>>,
    live: Mutex<HashSet<String>>,
}

/// A run that is under way. Dropped, it is not any more, however it ended.
pub(super) struct Live<'a> {
    plans: &'a Plans,
    id: String,
}

impl Plans {
    pub(super) fn keep(&self, plan: Plan) -> Arc<Plan> {
        let plan = Arc::new(plan);
        let mut plans = lock(&self.plans);
        if plans.len() == KEPT {
            plans.pop_front();
        }
        plans.push_back(Arc::clone(&plan));
        plan
    }

    pub(super) fn get(&self, id: &str) -> Result<Arc<Plan>, Problem> {
        lock(&self.plans).iter().find(|plan| plan.id == id).cloned().ok_or_else(|| {
            Problem::new("plan-too-old", "Lintel does not hold this plan any more.").remedy("Plan again.")
        })
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

impl Plan {
    pub(super) fn told(&self) -> TransferPlan {
        TransferPlan {
            id: self.id.clone(),
            at: self.at,
            source: self.source.clone(),
            target: self.target.clone(),
            salt: self.salt.clone(),
            summary: self.summary(),
            connections: self.connections.iter().map(|one| one.told.clone()).collect(),
            notes: self.notes.clone(),
        }
    }

    pub(super) fn summary(&self) -> TransferSummary {
        let mut summary = TransferSummary::default();
        for planned in &self.connections {
            let count = match planned.told.state {
                PlannedState::Create => &mut summary.create,
                PlannedState::Change => &mut summary.change,
                PlannedState::Same => &mut summary.same,
                PlannedState::Blocked => &mut summary.blocked,
                PlannedState::LeftOut => &mut summary.left_out,
            };
            *count += 1;
        }
        summary
    }
}

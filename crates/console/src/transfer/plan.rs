//! A plan as it is kept until it is carried out, and as it is told.

use chrono::{DateTime, Utc};

use super::{item::Item, source::Source};
use crate::view::{
    PlannedConnection, PlannedState, TransferChoices, TransferPlan, TransferProgress, TransferSide, TransferSummary,
};

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

//! A plan as it is kept until it is carried out, and as it is told.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use lintel_management::Request;

use super::{item::Item, pairing::Pairing, source::Source};
use crate::{
    Console,
    view::{
        Found, PlannedConnection, PlannedState, Problem, TransferChoices, TransferPlan, TransferProgress, TransferSide,
        TransferSummary,
    },
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
    /// Something that an earlier plan left was looked at.
    pub(super) remembered: bool,
    pub(super) answers: Option<String>,
}

#[derive(Debug)]
pub(crate) struct Planned {
    pub(super) told: PlannedConnection,
    /// None where there is nothing to write, or it is not known what.
    pub(super) item: Option<Item>,
}

impl Console {
    /// What carrying the plan out would send, of one of its connections (by its name in the source) or of all.
    pub(crate) fn planned_requests(&self, plan: &str, connection: Option<&str>) -> Result<Vec<Request>, Problem> {
        let plan: Arc<Plan> = self.plans.get(plan).ok_or_else(too_old)?;
        let items = plan.connections.iter().filter_map(|planned| planned.item.as_ref());
        let wanted = items.filter(|item| connection.is_none_or(|name| item.source == name));
        Ok(wanted.flat_map(|item| item.steps.iter().flat_map(|step| item.requests(&step.deed))).collect())
    }
}

pub(super) fn too_old() -> Problem {
    Problem::new("plan-too-old", "Lintel does not hold this plan any more.").remedy("Plan again.")
}

impl Plan {
    pub(super) fn told(&self) -> TransferPlan {
        TransferPlan {
            id: self.id.clone(),
            at: self.at,
            source: self.source.clone(),
            target: self.target.clone(),
            remembered: self.remembered,
            answers: self.answers.clone(),
            sealed: matches!(&self.from, Source::File(file) if file.is_sealed()),
            summary: self.summary(),
            connections: self.connections.iter().map(|one| one.told.clone()).collect(),
            notes: match &self.from {
                Source::File(file) => file.other_notes(),
                Source::Tenant { .. } => Vec::new(),
            },
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

    /// What is remembered once a plan is carried out: whoever ran it has seen it.
    pub(super) fn teach(&self, pairing: &mut Pairing) {
        for planned in &self.connections {
            for application in &planned.told.applications {
                if application.left_out || application.found.is_some_and(|found| found != Found::ById) {
                    let target = application.target.as_ref().map(|target| target.id.as_str());
                    pairing.pair_application(&application.source, target.filter(|_| !application.left_out));
                }
            }
        }
        self.choices.policies.iter().for_each(|policy| pairing.learn(policy));
    }
}

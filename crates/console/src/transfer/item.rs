//! One connection of a plan: what it was, what it is to be, and the steps from the one to the other.

use lintel_management::Request;
use serde::{Deserialize, Serialize};

use super::{held::Held, organizations::Joining};
use crate::{
    change::{document::differences, journal::Document, merge::changes, plan},
    field::Change,
    scim::plan::pairs,
    view::{ChecklistItem, Problem, RunConnection, ScimSettings, StepKind, StepState, TransferProof, TransferStep},
};

/// The applications of one step, and so of one call.
const ENABLEMENTS: usize = 50;
/// Stands for the ID that the first answer brings.
const NEW_ID: &str = "{connection_id}";

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Item {
    /// Its name in the source.
    pub(crate) source: String,
    /// Its name in the target.
    pub(crate) name: String,
    /// None before it is created.
    pub(crate) id: Option<String>,
    pub(crate) before: Held,
    pub(crate) wanted: Held,
    pub(crate) steps: Vec<Step>,
    pub(crate) checklist: Vec<ChecklistItem>,
    pub(crate) proof: Option<TransferProof>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Step {
    pub(crate) deed: Deed,
    pub(crate) label: String,
    pub(crate) state: StepState,
    pub(crate) arrived: Option<bool>,
    pub(crate) problem: Option<Problem>,
    pub(crate) millis: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Deed {
    Create,
    Settings,
    Applications { client_ids: Vec<String>, enabled: bool },
    Scim,
    Organizations(Vec<Joining>),
}

impl Item {
    /// The steps that are needed. `called` tells the name of an application.
    pub(super) fn plan_steps(&mut self, joining: Vec<Joining>, called: impl Fn(&str) -> String) {
        let mut steps = Vec::new();
        let (before, wanted) = (&self.before, &self.wanted);
        if self.id.is_none() {
            steps.push(Step::new(Deed::Create, format!("Create {}", self.name)));
        } else if !differences(&wanted.document, &before.document).is_empty() {
            let count = changes(&before.document, &wanted.document).len();
            let fields = if count == 1 { "1 field".to_owned() } else { format!("{count} fields") };
            steps.push(Step::new(Deed::Settings, format!("Settings, {fields}")));
        }
        if let Some(wanted) = &wanted.applications {
            let held = before.applications.clone().unwrap_or_default();
            for (ids, enabled) in [(wanted.difference(&held), true), (held.difference(wanted), false)] {
                let ids: Vec<String> = ids.cloned().collect();
                for client_ids in ids.chunks(ENABLEMENTS).map(<[String]>::to_vec) {
                    let verb = if enabled { "Enable" } else { "Disable" };
                    let label = match &client_ids[..] {
                        [one] => format!("{verb} {}", called(one)),
                        many => format!("{verb} {} applications", many.len()),
                    };
                    steps.push(Step::new(Deed::Applications { client_ids, enabled }, label));
                }
            }
        }
        if let Some(wanted) = &wanted.scim
            && before.scim.as_ref().is_none_or(|before| before != wanted)
        {
            let label = match wanted {
                Some(settings) => format!("SCIM mapping, {} pairs", settings.mapping.len()),
                None => "Turn SCIM off, which ends its tokens".to_owned(),
            };
            steps.push(Step::new(Deed::Scim, label));
        }
        if !joining.is_empty() {
            let label = match &joining[..] {
                [one] => format!("Switch on for the organization {}", one.uses.name),
                many => format!("Switch on for {} organizations", many.len()),
            };
            steps.push(Step::new(Deed::Organizations(joining), label));
        }
        self.steps = steps;
    }

    /// Where the target holds something else than was meant. Of one that the run created, what the tenant adds is no difference.
    pub(super) fn differs(&self, now: &Document) -> Vec<Change> {
        let created = self.steps.iter().any(|step| step.deed == Deed::Create);
        let mut differs = differences(&self.wanted.document, now);
        differs.retain(|change| !created || change.before.is_some());
        differs
    }

    /// What a step sends.
    pub(crate) fn requests(&self, deed: &Deed) -> Vec<Request> {
        let id = self.id.as_deref().unwrap_or(NEW_ID);
        let mut requests = match deed {
            Deed::Create => vec![plan::creation(&self.name, &self.wanted.document)],
            Deed::Settings => {
                vec![plan::update(id, &self.before.document, &self.wanted.document)]
            }
            Deed::Applications { client_ids, enabled } => {
                let changes: Vec<_> = client_ids.iter().map(|client_id| (client_id.clone(), *enabled)).collect();
                Request::set_connection_clients(id, &changes)
            }
            Deed::Organizations(joining) => joining.iter().map(|one| one.request(id)).collect(),
            Deed::Scim => vec![scim_request(id, self.before.scim.as_ref(), self.wanted.scim.as_ref())],
        };
        for request in &mut requests {
            request.path = request.path.replace("%7Bconnection_id%7D", NEW_ID);
        }
        requests
    }

    /// As it is told. `live`: it is worked on; else what was under way was cut off, and nobody knows what came of it.
    pub(crate) fn told(&self, live: bool) -> RunConnection {
        RunConnection {
            name: self.name.clone(),
            id: self.id.clone(),
            steps: self.told_steps(live),
            checklist: self.checklist.clone(),
            proof: self.proof.clone(),
        }
    }

    pub(crate) fn told_steps(&self, live: bool) -> Vec<TransferStep> {
        let told = |step: &Step| TransferStep {
            kind: step.deed.kind(),
            label: step.label.clone(),
            requests: self.requests(&step.deed).iter().map(|one| format!("{} {}", one.method, one.path)).collect(),
            state: if step.state == StepState::UnderWay && !live { StepState::Unknown } else { step.state },
            arrived: step.arrived,
            problem: step.problem.clone(),
            millis: step.millis,
        };
        self.steps.iter().map(told).collect()
    }
}

impl Step {
    fn new(deed: Deed, label: String) -> Self {
        Step { deed, label, state: StepState::Waiting, arrived: None, problem: None, millis: None }
    }
}

impl Deed {
    fn kind(&self) -> StepKind {
        match self {
            Deed::Create => StepKind::Create,
            Deed::Settings => StepKind::Settings,
            Deed::Applications { .. } => StepKind::Applications,
            Deed::Scim => StepKind::Scim,
            Deed::Organizations(_) => StepKind::Organizations,
        }
    }
}

fn scim_request(id: &str, before: Option<&Option<ScimSettings>>, wanted: Option<&Option<ScimSettings>>) -> Request {
    let is_on = before.is_some_and(Option::is_some);
    match wanted.and_then(Option::as_ref) {
        None => Request::delete_scim_configuration(id),
        Some(settings) if is_on => {
            Request::update_scim_configuration(id, &settings.user_id_attribute, &pairs(settings))
        }
        Some(settings) => Request::create_scim_configuration(id, Some((&settings.user_id_attribute, &pairs(settings)))),
    }
}

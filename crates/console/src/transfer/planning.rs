//! A plan is made: both sides are read, and nothing is written.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use futures_util::{StreamExt, TryStreamExt, stream};
use lintel_as_code::ConnectionDocument;
use lintel_management::client::MOST_AT_ONCE;
use lintel_oidc::issuing;

use super::{
    answers::answers,
    fingerprint::fingerprint,
    ground::{Ground, twice, uses_organizations},
    held::{Held, shown},
    index::Match,
    item::Item,
    organizations::joining,
    pairing::Pairing,
    plan::{Plan, Planned, TransferObserver},
    policy::{ORGANIZATIONS, Policies},
    source::Source,
    words,
};
use crate::{
    Console,
    console::STRATEGY,
    view::{
        PlannedConnection, PlannedState, PlannedTarget, Problem, QuestionKind, TransferChoices, TransferPhase,
        TransferPlan, TransferPolicy, TransferProgress, TransferQuestion, TransferSide,
    },
};

impl Console {
    /// What bringing the connections of `source` here would change. Nothing is written.
    pub async fn plan_transfer(
        &self,
        ticket: &str,
        source: &Source,
        choices: &TransferChoices,
        observer: &TransferObserver<'_>,
    ) -> Result<TransferPlan, Problem> {
        let plan = self
            .common
            .tickets
            .run(ticket, self.make_plan(ticket, source, choices, &issuing::token(16), observer))
            .await??;
        Ok(self.kept_plan(plan))
    }

    /// The plan as it is told, once it is held for whoever looks at it.
    pub(super) fn kept_plan(&self, plan: Plan) -> TransferPlan {
        let told = plan.told();
        self.plans.keep(&told.id, Arc::new(plan));
        told
    }

    /// Fingerprints with the same salt can be compared.
    pub(super) async fn make_plan(
        &self,
        ticket: &str,
        source: &Source,
        choices: &TransferChoices,
        salt: &str,
        observer: &TransferObserver<'_>,
    ) -> Result<Plan, Problem> {
        let progress = |phase| {
            move |done: usize, total: usize| {
                let number = |count| u32::try_from(count).unwrap_or(u32::MAX);
                let (done, total, ticket) = (number(done), number(total), ticket.to_owned());
                observer(TransferProgress { ticket, phase, done, total, connection: None });
            }
        };
        if source.console()?.is_some_and(|console| std::ptr::eq(&*console, self)) {
            return Err(
                Problem::new("same-tenant", "Source and target are the same tenant.").remedy("Choose another one.")
            );
        }
        let remembered = match source.identity() {
            Some(identity) if !choices.forget => self.journal.pairing(&identity).await?,
            _ => Pairing::default(),
        };
        let documents = source.read(choices.connections.as_deref(), &progress(TransferPhase::ReadingSource)).await?;
        let foreign = match source {
            Source::Tenant { .. } => true,
            Source::File(file) => file.bundle.tenant.as_ref().is_some_and(|domain| *domain != self.domain()),
        };
        let ground = Ground {
            source,
            index: self.index().await?,
            applications: shown(self.client.clients().await)?,
            organizations: match documents.iter().any(uses_organizations) {
                true => self.organization_ids().await?,
                false => None,
            },
            policies: Policies { choices, remembered: &remembered, foreign },
            choices,
            salt,
            twice: twice(&documents),
        };
        let (total, told) = (documents.len(), progress(TransferPhase::ReadingTarget));
        let planning = stream::iter(documents).map(|document| self.planned(document, &ground)).buffered(MOST_AT_ONCE);
        let mut planning = std::pin::pin!(planning);
        let mut connections = Vec::new();
        while let Some(planned) = planning.try_next().await? {
            connections.push(planned);
            told(connections.len(), total);
        }
        let all = |of: fn(&PlannedConnection) -> &String| {
            fingerprint(salt, &connections.iter().map(|one| of(&one.told)).collect::<Vec<_>>())
        };
        let (from, to) = (all(|one| &one.source_fingerprint), all(|one| &one.target_fingerprint));
        Ok(Plan {
            id: issuing::token(12),
            at: self.common.world.clock.now(),
            from: source.clone(),
            choices: choices.clone(),
            remembered: !remembered.is_empty(),
            answers: answers(choices, &remembered),
            source: TransferSide { name: source.name().to_owned(), domain: source.domain(), fingerprint: from },
            target: TransferSide { name: self.domain(), domain: Some(self.domain()), fingerprint: to },
            connections,
            salt: salt.to_owned(),
        })
    }

    async fn planned(&self, document: ConnectionDocument, ground: &Ground<'_>) -> Result<Planned, Problem> {
        let name = document.name.clone();
        let mut told = PlannedConnection {
            source_fingerprint: fingerprint(ground.salt, &source_state(&document)),
            target_fingerprint: fingerprint(ground.salt, &()),
            name: name.clone(),
            ..PlannedConnection::default()
        };
        let chosen = ground.choices.pairs.iter().find(|pair| pair.source == name).map(|pair| &pair.target);
        let found = match ground.index.matched(&document, chosen, ground.policies.remembered) {
            Match::LeftOut => return Ok(Planned { told, item: None }),
            Match::New => None,
            Match::Existing { id, name, found } => Some(PlannedTarget { id, name, found }),
            Match::Asked(mut question) => {
                if question.kind == QuestionKind::Pair && !question.candidates.is_empty() {
                    question.message += &self.people_of(&name, ground).await;
                }
                return Ok(blocked(told, question));
            }
        };
        if ground.twice.contains(&name) {
            return Ok(blocked(told, words::twice(&name)));
        }
        if let Some(strategy) =
            document.members.get("strategy").and_then(|kind| kind.as_str()).filter(|kind| *kind != STRATEGY)
        {
            return Ok(blocked(told, words::strategy(&name, strategy)));
        }
        let before = match &found {
            None => Held { applications: Some(BTreeSet::new()), scim: Some(None), ..Held::default() },
            Some(target) => {
                let connection = self.read(&target.id).await?;
                match self.held(&connection).await {
                    Ok(held) if uses_organizations(&document) => {
                        Held { organizations: self.shown_uses(&target.id).await?, ..held }
                    }
                    Ok(held) => held,
                    Err(problem) if ["options-hidden", "connection-unreadable"].contains(&problem.code.as_str()) => {
                        return Ok(blocked(told, words::hidden(&name, problem)));
                    }
                    Err(problem) => return Err(problem),
                }
            }
        };
        told.target_fingerprint = fingerprint(ground.salt, &(found.as_ref().map(|target| &target.id), &before));
        if let Some(target) = found.as_ref().filter(|target| target.name != name) {
            told.notes.push(format!(
                "People of {name} are other users here: user IDs carry the name {}.{}",
                target.name,
                self.people_of(&name, ground).await
            ));
        }
        let exists = found.is_some();
        let wanted = ground.wanted(&document, &before, exists, &mut told);
        let target_name = found.as_ref().map_or_else(|| name.clone(), |target| target.name.clone());
        let mut item = Item {
            source: name,
            name: target_name,
            id: found.as_ref().map(|target| target.id.clone()),
            before,
            wanted,
            steps: Vec::new(),
            checklist: Vec::new(),
            proof: None,
        };
        self.asks(&item, found.as_ref(), ground, &mut told);
        let keeps =
            ground.policies.said(&item.source, ORGANIZATIONS).is_some_and(|said| said.policy == TransferPolicy::Keep);
        let wanted = document.organizations.as_deref().filter(|_| !keeps).unwrap_or_default();
        let held = item.before.organizations.clone().unwrap_or_default();
        let nothing = BTreeMap::new();
        let (joining, missing) = joining(wanted, &held, ground.organizations.as_ref().unwrap_or(&nothing));
        if document.organizations.is_none() && matches!(ground.source, Source::Tenant { .. }) {
            told.notes.push(
                "Which organizations use it was not read: it would take too many calls, or a scope is missing."
                    .to_owned(),
            );
        }
        item.plan_steps(joining, |id| ground.called(id));
        item.checklist = self.checklist(&item, &missing);
        told.checklist.clone_from(&item.checklist);
        told.steps = item.told_steps(true);
        told.target = found;
        told.state = match (told.questions.is_empty(), exists, item.steps.is_empty()) {
            (false, ..) => PlannedState::Blocked,
            (true, false, _) => PlannedState::Create,
            (true, true, true) => PlannedState::Same,
            (true, true, false) => PlannedState::Change,
        };
        Ok(Planned { told, item: Some(item) })
    }
}

fn blocked(mut told: PlannedConnection, question: TransferQuestion) -> Planned {
    told.state = PlannedState::Blocked;
    told.questions.push(question);
    Planned { told, item: None }
}

fn source_state(document: &ConnectionDocument) -> impl serde::Serialize + '_ {
    (&document.name, &document.members, &document.applications, &document.scim, &document.organizations)
}

//! A plan is carried out: step by step, each written down before and after; it stops at the first failure, and goes on from there.

use std::sync::Arc;

use futures_util::FutureExt;
use lintel_oidc::issuing;
use tokio::sync::oneshot;

use super::{
    item::{Deed, Item},
    kept::{Head, KeptRun},
    moved::{moved, moved_meanwhile},
    pairing::Pairing,
    plan::{Plan, TransferObserver, too_old},
};
use crate::{
    Console,
    change::{
        document::{differences, document, holds},
        journal::{About, ChangeKind},
        lines::labels,
        merge::changes,
        turns::Turn,
    },
    view::{Problem, RunState, StepState, TransferOutcome, TransferPhase, TransferProgress, TransferRun},
};

/// What is worked on, and who hears of it.
struct Work<'a> {
    ticket: &'a str,
    observer: &'a TransferObserver<'a>,
    run: &'a str,
    cancelled: oneshot::Receiver<()>,
}

impl Console {
    /// Carries a plan out if both sides still are as it was made for. When the ticket is cancelled, the step under way comes to its
    /// end and no other is begun.
    pub async fn run_transfer(
        &self,
        ticket: &str,
        plan: &str,
        observer: &TransferObserver<'_>,
    ) -> Result<TransferOutcome, Problem> {
        let plan: Arc<Plan> = self.plans.get(plan).ok_or_else(too_old)?;
        if plan.summary().blocked > 0 {
            return Err(Problem::new("transfer-blocked", "Some connections have questions that are not answered yet.")
                .remedy("Answer them, or leave those connections out."));
        }
        let _alone = self.alone()?;
        let mut cancelled = self.common.tickets.cancelled(ticket);
        let again = tokio::select! {
            again = self.make_plan(ticket, &plan.from, &plan.choices, &plan.salt, observer) => again?,
            _ = &mut cancelled => return Err(Problem::new("cancelled", "Cancelled. Nothing was written.")),
        };
        let moved = moved(&plan, &again);
        if !moved.is_empty() {
            self.common.tickets.cancel(ticket);
            return Ok(TransferOutcome::Moved { moved, plan: Box::new(self.kept_plan(again)) });
        }
        let identity = plan.from.identity();
        if let Some(identity) = &identity {
            let mut pairing = match plan.choices.forget {
                true => Pairing::default(),
                false => self.journal.pairing(identity).await?,
            };
            again.teach(&mut pairing);
            self.journal.remember_pairing(identity, &pairing).await?;
        }
        let items: Vec<Item> = again.connections.into_iter().filter_map(|planned| planned.item).collect();
        let (source, target) = (again.source, again.target);
        let mut head = Head { source, target, state: RunState::UnderWay, problem: None, identity };
        let run = issuing::token(12);
        self.journal.begin_transfer(&run, &head, &items).await?;
        let work = Work { ticket, observer, run: &run, cancelled };
        self.carry_out(work, &mut head, items).await?;
        Ok(TransferOutcome::Ran { run: Box::new(self.transfer_run(&run).await?) })
    }

    /// Goes on with a run that stopped: the target is read again, and what it holds already is skipped.
    pub async fn resume_transfer(
        &self,
        ticket: &str,
        run: &str,
        observer: &TransferObserver<'_>,
    ) -> Result<TransferRun, Problem> {
        let _alone = self.alone()?;
        let mut kept = self.stopped(run).await?;
        let items = self.journal.transfer_items(run).await?;
        (kept.head.state, kept.head.problem) = (RunState::UnderWay, None);
        self.journal.keep_transfer(run, &kept.head).await?;
        let work = Work { ticket, observer, run, cancelled: self.common.tickets.cancelled(ticket) };
        self.carry_out(work, &mut kept.head, items).await?;
        self.transfer_run(run).await
    }

    /// Leaves a run where it stopped: what it wrote stays, and it cannot be resumed.
    pub async fn leave_transfer(&self, run: &str) -> Result<TransferRun, Problem> {
        let _alone = self.alone()?;
        let mut kept = self.stopped(run).await?;
        kept.head.state = RunState::Left;
        self.journal.keep_transfer(run, &kept.head).await?;
        self.transfer_run(run).await
    }

    /// The runs to this tenant, newest first.
    pub async fn transfer_runs(&self) -> Result<Vec<TransferRun>, Problem> {
        let mut runs = Vec::new();
        for kept in self.journal.transfers().await? {
            runs.push(self.told_run(kept).await?);
        }
        Ok(runs)
    }

    pub async fn transfer_run(&self, run: &str) -> Result<TransferRun, Problem> {
        let kept = self.kept_run(run).await?;
        self.told_run(kept).await
    }

    async fn told_run(&self, kept: KeptRun) -> Result<TransferRun, Problem> {
        let KeptRun { id, at, head } = kept;
        let live = self.plans.is_live(&id);
        let state = if head.state == RunState::UnderWay && !live { RunState::Stopped } else { head.state };
        let connections = self.journal.transfer_items(&id).await?.iter().map(|item| item.told(live)).collect();
        Ok(TransferRun { id, at, source: head.source, target: head.target, state, problem: head.problem, connections })
    }

    async fn kept_run(&self, run: &str) -> Result<KeptRun, Problem> {
        let kept = self.journal.transfers().await?.into_iter().find(|kept| kept.id == run);
        kept.ok_or_else(|| Problem::new("transfer-unknown", "Lintel keeps nothing of this run any more."))
    }

    /// A run that can go on, be left or taken back.
    pub(super) async fn stopped(&self, run: &str) -> Result<KeptRun, Problem> {
        let kept = self.kept_run(run).await?;
        match kept.head.state {
            RunState::UnderWay | RunState::Stopped => Ok(kept),
            RunState::Done | RunState::Left | RunState::TakenBack => {
                Err(Problem::new("transfer-ended", "This run has come to its end."))
            }
        }
    }

    /// One run at a time writes to a tenant.
    pub(super) fn alone(&self) -> Result<Turn, Problem> {
        self.turns.take("transfer").now_or_never().ok_or_else(|| {
            Problem::new("transfer-under-way", "Connections are being brought to this tenant already.")
                .remedy("Wait until that has ended.")
        })
    }

    async fn carry_out(&self, mut work: Work<'_>, head: &mut Head, mut items: Vec<Item>) -> Result<(), Problem> {
        let _live = self.plans.begin(work.run);
        let mut stopped = None;
        let total = items.len();
        for (number, item) in items.iter_mut().enumerate() {
            if let Err(problem) = self.work_on(&mut work, number, total, item).await {
                stopped = Some(problem);
                break;
            }
            if let (Some(identity), Some(id)) = (&head.identity, &item.id) {
                let mut pairing = self.journal.pairing(identity).await?;
                pairing.pair(&item.source, id);
                self.journal.remember_pairing(identity, &pairing).await?;
            }
        }
        if stopped.is_none() {
            for (number, item) in items.iter_mut().enumerate() {
                item.proof = Some(self.proof(item).await);
                self.journal.keep_item(work.run, number, item).await?;
                work.tell(TransferPhase::Proving, number + 1, total, item);
            }
        }
        self.common.tickets.cancel(work.ticket);
        head.state = if stopped.is_some() { RunState::Stopped } else { RunState::Done };
        head.problem = stopped;
        Ok(self.journal.keep_transfer(work.run, head).await?)
    }

    async fn work_on(&self, work: &mut Work<'_>, number: usize, total: usize, item: &mut Item) -> Result<(), Problem> {
        // What a run wrote before is its own; the parts that it has not come to are compared one by one.
        let fresh = item.steps.iter().all(|step| step.state == StepState::Waiting);
        for index in 0..item.steps.len() {
            if item.steps[index].state == StepState::Done {
                continue;
            }
            work.goes_on()?;
            let began = self.common.world.clock.now();
            let known = item.steps[index].state;
            item.steps[index].state = StepState::UnderWay;
            self.journal.keep_item(work.run, number, item).await?;
            work.tell(TransferPhase::Writing, number, total, item);
            let done = self.step(item, index, fresh && index == 0, known).await;
            let millis = (self.common.world.clock.now() - began).num_milliseconds();
            let arrived = match &done {
                Ok(()) => Some(true),
                // What came of it is seen by what is there.
                Err(_) => self.arrived(item, index).await,
            };
            let step = &mut item.steps[index];
            step.millis = u32::try_from(millis).ok();
            step.arrived = arrived;
            step.state = match arrived {
                Some(true) => StepState::Done,
                Some(false) => StepState::Failed,
                None => StepState::Unknown,
            };
            step.problem = done.as_ref().err().filter(|_| arrived != Some(true)).cloned();
            self.journal.keep_item(work.run, number, item).await?;
            work.tell(TransferPhase::Writing, number, total, item);
            if arrived != Some(true) {
                return done;
            }
        }
        Ok(())
    }

    /// Does one step, unless the target holds it already. What somebody else wrote meanwhile is not overwritten.
    async fn step(&self, item: &mut Item, index: usize, compares: bool, known: StepState) -> Result<(), Problem> {
        let deed = item.steps[index].deed.clone();
        let Some(id) = item.id.clone() else {
            return self.creation(item, known).await;
        };
        let turn = self.turn(&id).await;
        let connection = self.read_in(&turn).await?;
        let now = self.held(&connection).await?;
        if compares && !item.before.is(&now) {
            return Err(moved_meanwhile(item, &labels(&changes(&item.before.document, &now.document))));
        }
        match &deed {
            Deed::Create => Ok(()),
            Deed::Settings => {
                if differences(&item.wanted.document, &now.document).is_empty() {
                    return Ok(());
                }
                let moved = differences(&item.before.document, &now.document);
                if !moved.is_empty() {
                    return Err(moved_meanwhile(item, &labels(&moved)));
                }
                let about = About::default();
                self.put(&turn, ChangeKind::Saved, about, &now.document, &item.wanted.document).await.map(drop)
            }
            Deed::Applications { client_ids, enabled } => {
                let held = now.applications.unwrap_or_default();
                let left: Vec<String> =
                    client_ids.iter().filter(|client_id| held.contains(*client_id) != *enabled).cloned().collect();
                if left.is_empty() {
                    return Ok(());
                }
                let refused = self.switch(&id, &left, *enabled).await?;
                refused.into_iter().next().map_or(Ok(()), |refused| Err(Problem::from(refused.error)))
            }
            Deed::Organizations(joining) => self.join(&id, joining).await,
            Deed::Scim => {
                let (wanted, held) = (item.wanted.scim.clone().flatten(), now.scim.flatten());
                if wanted == held {
                    return Ok(());
                }
                if held != item.before.scim.clone().flatten() {
                    return Err(moved_meanwhile(item, &["SCIM".to_owned()]));
                }
                self.write_scim(&turn, About::default(), held.as_ref(), wanted.as_ref()).await
            }
        }
    }

    /// One whose answer was lost before may be there: its name is looked up first.
    async fn creation(&self, item: &mut Item, known: StepState) -> Result<(), Problem> {
        if let Some(found) = self.client.connection_named(&item.name).await? {
            let own = known != StepState::Waiting && holds(&item.wanted.document, &document(&found)?);
            if !own {
                return Err(moved_meanwhile(item, &["its name, which is taken by now".to_owned()]));
            }
            item.id = Some(found.id);
            return Ok(());
        }
        let created = self.create(&item.name, &item.wanted.document).await?;
        item.id = Some(created.id);
        Ok(())
    }

    /// Whether the target holds what a step was to bring; none where that cannot be read.
    async fn arrived(&self, item: &mut Item, index: usize) -> Option<bool> {
        let Some(id) = &item.id else {
            let Some(found) = self.client.connection_named(&item.name).await.ok()? else { return Some(false) };
            let own = holds(&item.wanted.document, &document(&found).ok()?);
            // Another's that is the same is no reason to go on with it.
            let own = own && item.steps[index].state == StepState::UnderWay && self.made_it(&found.id).await;
            if own {
                item.id = Some(found.id);
            }
            return Some(own);
        };
        let connection = self.client.connection(id).await.ok()?;
        let now = self.held(&connection).await.ok()?;
        Some(match &item.steps[index].deed {
            Deed::Create => true,
            Deed::Settings => differences(&item.wanted.document, &now.document).is_empty(),
            Deed::Applications { client_ids, enabled } => {
                let held = now.applications?;
                client_ids.iter().all(|client_id| held.contains(client_id) == *enabled)
            }
            Deed::Scim => item.wanted.scim == Some(now.scim?),
            Deed::Organizations(joining) => {
                let held = self.organization_uses(id).await.ok()?;
                joining.iter().all(|one| held.contains(&one.uses))
            }
        })
    }

    /// Whether the journal has it that Lintel created the connection.
    async fn made_it(&self, id: &str) -> bool {
        let created = self.journal.newest(id, |entry| (entry.kind == ChangeKind::Created).then_some(()));
        created.await.is_ok_and(|created| created.is_some())
    }
}

impl Work<'_> {
    fn goes_on(&mut self) -> Result<(), Problem> {
        match self.cancelled.try_recv() {
            Err(oneshot::error::TryRecvError::Empty) => Ok(()),
            _ => {
                Err(Problem::new("cancelled", "Cancelled between two steps.")
                    .remedy("Go on, leave it, or take it back."))
            }
        }
    }

    fn tell(&self, phase: TransferPhase, done: usize, total: usize, item: &Item) {
        let number = |count| u32::try_from(count).unwrap_or(u32::MAX);
        let (done, total, ticket) = (number(done), number(total), self.ticket.to_owned());
        (self.observer)(TransferProgress { ticket, phase, done, total, connection: Some(item.told(true)) });
    }
}

//! Trials: test sign-ins, directly at the provider or through the tenant, with a trace that fills in as they go.

mod application;
mod applications;
mod direct;
mod elsewhere;
mod ended;
mod facts;
mod fix;
mod forgetting;
mod keeping;
mod organization;
mod person;
mod report;
mod results;
mod return_address;
mod rotation;
mod run;
mod settings;
mod shown;
mod steps;
mod subject;
mod tenant_log;
mod test;
mod test_address;
mod test_file;
mod through_tenant;
mod under_way;
mod window;
mod words;
mod x_ray;

use std::{sync::Arc, time::Duration};

use lintel_oidc::trace::{Outcome, Trace};
use tokio::sync::oneshot;

use self::{
    ended::Ended,
    run::{Plan, Trial},
    test::Test,
    under_way::Place,
};
pub(crate) use self::{keeping::steps_not_kept, results::Results, under_way::Trials};
pub use self::{
    keeping::write_report,
    run::TrialObserver,
    window::{Page, SignInWindow, WindowEvent, refuses_windows, same_place},
};
use crate::{
    Console,
    view::{KeptTrial, Problem, TrialPlace, TrialRequest, TrialState, TrialStop, TrialView},
};
pub use lintel_oidc::trace::host;

/// How long a person may take at the provider, unless the console was started with another patience.
pub const PATIENCE: Duration = Duration::from_secs(300);

impl Console {
    /// Starts a trial under an ID of the caller's making, by which it can be ended from now on. Answers once it is known what
    /// is tested; the observer sees it through. It takes the place of one that still runs for the same connection.
    pub async fn start_trial(
        self: &Arc<Self>,
        id: &str,
        request: TrialRequest,
        place: TrialPlace,
        window: Arc<dyn SignInWindow>,
        observer: TrialObserver,
    ) -> Result<TrialView, Problem> {
        let under_way = self.trials.begin(id, request.connection_id())?;
        let (begun, first) = oneshot::channel();
        let (console, id) = (Arc::clone(self), id.to_owned());
        tokio::spawn(async move { console.live(under_way, id, (request, place), window, observer, begun).await });
        first.await.unwrap_or_else(|_| Err(Ended::Broken.problem()))
    }

    /// Ends a trial; its window closes and its trace says why.
    pub(crate) fn cancel_trial(&self, id: &str, why: TrialStop) {
        self.trials.end(id, Ended::Stopped(why));
    }

    /// The trials that are kept of a connection, newest first.
    pub async fn kept_trials(&self, connection_id: &str) -> Vec<KeptTrial> {
        self.results.of_connection(connection_id).await
    }

    /// A trial with its steps, where they are kept.
    pub async fn kept_trial(&self, id: &str) -> Option<TrialView> {
        self.results.whole(id).await.map(|whole| whole.view)
    }

    /// A trial from its click to its end.
    async fn live(
        &self,
        mut under_way: Place,
        id: String,
        request: (TrialRequest, TrialPlace),
        window: Arc<dyn SignInWindow>,
        observer: TrialObserver,
        begun: oneshot::Sender<Result<TrialView, Problem>>,
    ) {
        // Whoever asked may be gone; that alone ends nothing.
        let answer = |first| drop(begun.send(first));
        let trial = match under_way.unless_ended(self.prepare(id, request, window, observer)).await {
            Ok(Ok(trial)) => Arc::new(trial),
            Ok(Err(problem)) => return answer(Err(problem)),
            Err(ended) => return answer(Err(ended.problem())),
        };
        let added = match under_way.unless_ended(self.add_test_address(&trial)).await {
            Ok(Ok(added)) => added,
            Ok(Err(problem)) => return answer(Err(problem)),
            Err(ended) => {
                answer(Err(ended.problem()));
                // What may have been added all the same is in the journal.
                return self.settle().await;
            }
        };
        answer(Ok(trial.view(&trial.latest(), TrialState::Running)));
        let trace = under_way.unless_ended(self.run(&trial)).await.unwrap_or_else(|ended| trial.abandoned(&ended));
        trial.close_window();
        if let Some(added) = added {
            self.remove_test_address(added).await;
        }
        self.ended(&trial, &trace).await;
    }

    async fn prepare(
        &self,
        id: String,
        (request, place): (TrialRequest, TrialPlace),
        window: Arc<dyn SignInWindow>,
        observer: TrialObserver,
    ) -> Result<Trial, Problem> {
        let (plan, subject, channel, form) = match &request {
            TrialRequest::Direct { connection_id, form } => {
                self.comes_back(place)?;
                let (rp, subject) = self.direct_plan(connection_id.as_deref(), form).await?;
                let channel = rp.channel;
                (Plan::Direct(Box::new(rp)), subject, channel, (**form).clone())
            }
            TrialRequest::Lesson { dial, channel } => {
                self.comes_back(place)?;
                let form = self.lesson_form(dial, *channel)?;
                let (rp, subject) = self.direct_plan(None, &form).await?;
                (Plan::Direct(Box::new(rp)), subject, *channel, form)
            }
            TrialRequest::ThroughTenant { connection_id, application, organization } => {
                let asked = (application.as_ref(), organization.as_deref());
                let (plan, subject, form) = self.through_tenant_plan(connection_id, asked, place).await?;
                let channel = plan.channel;
                (Plan::ThroughTenant(Box::new(plan)), subject, channel, form)
            }
        };
        let clock = self.common.world.clock.clone();
        let empty = Trace::begin(id, channel, clock.now());
        Ok(Trial::new(plan, place, (subject, form), empty, clock, window, observer))
    }

    async fn run(&self, trial: &Arc<Trial>) -> Trace {
        match &trial.plan {
            Plan::Direct(rp) => self.run_direct(trial, rp).await,
            Plan::ThroughTenant(plan) => self.run_through_tenant(trial, plan).await,
        }
    }

    async fn ended(&self, trial: &Trial, trace: &Trace) {
        let state = match &trace.outcome {
            Some(Outcome::Accepted { .. }) => TrialState::Passed,
            Some(Outcome::Refused { .. }) => TrialState::Failed,
            Some(Outcome::Abandoned { .. }) | None => TrialState::Ended,
        };
        let mut view = trial.view(trace, state);
        let finished_at = self.common.world.clock.now();
        view.finished_at = Some(finished_at);
        let evidence = view.trace.evidence.take();
        self.remember_provider(&mut view, evidence.as_deref()).await;
        tracing::info!(connection = trial.subject.connection_name, state = ?state, finding = view.diagnosis.as_ref().map(|finding| finding.code.as_str()), "trial ended");
        // Before anybody hears of its end, and asks.
        self.results.keep(Test::of(view.clone(), trial.subject.clone(), evidence.as_deref(), finished_at)).await;
        (trial.observer)(&view);
    }
}

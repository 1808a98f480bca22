//! Trials: test sign-ins, directly at the provider or through the tenant, with a trace that fills in as they go.

mod direct;
mod through_tenant;
mod window;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::Utc;
use lintel_oidc::{
    Channel, Finding, issuing,
    trace::{Outcome, StepKind, Trace},
};
use tokio::sync::{mpsc, oneshot};

pub use self::window::{SignInWindow, WindowEvent, same_place};
use crate::{
    Console,
    view::{Problem, TrialRequest, TrialState, TrialSummary, TrialView, TrialWay},
};

/// How long a person may take at the provider.
const PATIENCE: Duration = Duration::from_secs(300);

/// Called with the whole trial after every change.
pub type TrialObserver = Arc<dyn Fn(&TrialView) + Send + Sync>;

/// Trials under way and, for each connection, the last one that ended.
#[derive(Debug, Default)]
pub(crate) struct Trials {
    running: Mutex<HashMap<String, oneshot::Sender<()>>>,
    last: Mutex<HashMap<String, TrialView>>,
}

impl Console {
    /// Starts a trial and answers at once; the observer sees it through. One trial runs for a connection at a time.
    pub async fn start_trial(
        self: &Arc<Self>,
        request: TrialRequest,
        window: Arc<dyn SignInWindow>,
        observer: TrialObserver,
    ) -> Result<TrialView, Problem> {
        let trial = Arc::new(self.prepare(&request, window, observer).await?);
        let (cancel, cancelled) = oneshot::channel();
        lock(&self.trials.running).insert(trial.id.clone(), cancel);
        let view = trial.view(&trial.empty_trace(), TrialState::Running);
        let console = Arc::clone(self);
        tokio::spawn(async move {
            let trace = console.run(&trial, cancelled).await;
            lock(&console.trials.running).remove(&trial.id);
            trial.window.close(&trial.label());
            console.ended(&trial, &trace);
        });
        Ok(view)
    }

    /// Ends a trial; its window closes and its trace says so.
    pub fn cancel_trial(&self, id: &str) {
        lock(&self.trials.running).remove(id);
    }

    /// The last trial of a connection that ended.
    pub fn last_trial(&self, connection_id: &str) -> Option<TrialView> {
        lock(&self.trials.last).get(connection_id).cloned()
    }

    async fn prepare(
        &self,
        request: &TrialRequest,
        window: Arc<dyn SignInWindow>,
        observer: TrialObserver,
    ) -> Result<Trial, Problem> {
        let plan = match request {
            TrialRequest::Direct { connection_id, form } => {
                Plan::Direct(Box::new(self.direct_plan(connection_id.as_deref(), form).await?))
            }
            TrialRequest::ThroughTenant { connection_id } => {
                Plan::ThroughTenant(self.through_tenant_plan(connection_id).await?)
            }
        };
        let (connection_id, connection_name, channel) = match &plan {
            Plan::Direct(plan) => {
                let id = (!plan.connection.id.is_empty()).then(|| plan.connection.id.clone());
                (id, plan.connection.name.clone(), plan.channel)
            }
            Plan::ThroughTenant(plan) => (Some(plan.connection_id.clone()), plan.connection_name.clone(), plan.channel),
        };
        Ok(Trial { id: issuing::token(12), connection_id, connection_name, channel, plan, window, observer })
    }

    async fn run(&self, trial: &Arc<Trial>, cancelled: oneshot::Receiver<()>) -> Trace {
        match &trial.plan {
            Plan::Direct(rp) => self.run_direct(trial, rp, cancelled).await,
            Plan::ThroughTenant(plan) => self.run_through_tenant(trial, plan, cancelled).await,
        }
    }

    fn ended(&self, trial: &Trial, trace: &Trace) {
        let state = match &trace.outcome {
            Some(Outcome::Accepted { .. }) => TrialState::Passed,
            Some(Outcome::Refused { .. }) => TrialState::Failed,
            Some(Outcome::Abandoned { .. }) | None => TrialState::Ended,
        };
        let mut view = trial.view(trace, state);
        view.finished_at = Some(Utc::now());
        tracing::info!(connection = trial.connection_name, state = ?state, finding = view.diagnosis.as_ref().map(|finding| finding.code.as_str()), "trial ended");
        if let Some(id) = &trial.connection_id {
            lock(&self.trials.last).insert(id.clone(), view.clone());
        }
        (trial.observer)(&view);
    }
}

impl Trials {
    pub(crate) fn summary(&self, connection_id: &str) -> Option<TrialSummary> {
        let last = lock(&self.last);
        let trial = last.get(connection_id)?;
        Some(TrialSummary {
            finished_at: trial.finished_at?,
            passed: trial.state == TrialState::Passed,
            headline: trial.headline.clone(),
        })
    }
}

enum Plan {
    Direct(Box<lintel_oidc::sign_in::RelyingParty>),
    ThroughTenant(through_tenant::Plan),
}

struct Trial {
    id: String,
    connection_id: Option<String>,
    connection_name: String,
    channel: Channel,
    plan: Plan,
    window: Arc<dyn SignInWindow>,
    observer: TrialObserver,
}

/// Why the wait for a person ended without an answer.
enum Ended {
    Cancelled,
    Closed,
    TimedOut,
    LoadFailed { url: String, reason: String },
}

impl Ended {
    fn reason(&self) -> String {
        match self {
            Ended::Cancelled => "You cancelled the test.".to_owned(),
            Ended::Closed => "The sign-in window was closed before the provider answered.".to_owned(),
            Ended::TimedOut => format!("Nothing came back within {} minutes.", PATIENCE.as_secs() / 60),
            Ended::LoadFailed { url, reason } => format!("The sign-in window could not load {url}: {reason}."),
        }
    }
}

impl Trial {
    fn label(&self) -> String {
        format!("sign-in-{}", self.id)
    }

    fn report(&self, trace: &Trace) {
        (self.observer)(&self.view(trace, TrialState::Running));
    }

    fn empty_trace(&self) -> Trace {
        Trace { id: self.id.clone(), channel: self.channel, started_at: Utc::now(), steps: Vec::new(), outcome: None }
    }

    fn view(&self, trace: &Trace, state: TrialState) -> TrialView {
        let (headline, detail, diagnosis) = words(trace, state);
        TrialView {
            id: self.id.clone(),
            connection_id: self.connection_id.clone(),
            connection_name: self.connection_name.clone(),
            way: match self.plan {
                Plan::Direct(_) => TrialWay::Direct,
                Plan::ThroughTenant(_) => TrialWay::ThroughTenant,
            },
            state,
            headline,
            detail,
            diagnosis,
            trace: trace.clone(),
            finished_at: None,
        }
    }
}

/// The answer of `wanted`, or what ended the wait first. Events that decide nothing go to `other`.
async fn wait<T>(
    wanted: impl Future<Output = Option<T>>,
    events: &mut mpsc::UnboundedReceiver<WindowEvent>,
    cancelled: &mut oneshot::Receiver<()>,
) -> Result<T, Ended> {
    tokio::select! {
        biased;
        Some(answer) = wanted => Ok(answer),
        _ = cancelled => Err(Ended::Cancelled),
        ended = bad_end(events) => Err(ended),
        () = tokio::time::sleep(PATIENCE) => Err(Ended::TimedOut),
    }
}

async fn bad_end(events: &mut mpsc::UnboundedReceiver<WindowEvent>) -> Ended {
    loop {
        match events.recv().await {
            Some(WindowEvent::LoadFailed { url, reason }) => return Ended::LoadFailed { url, reason },
            Some(WindowEvent::Caught(_)) => {}
            Some(WindowEvent::Closed) | None => return Ended::Closed,
        }
    }
}

fn words(trace: &Trace, state: TrialState) -> (String, String, Option<Finding>) {
    match (&trace.outcome, state) {
        (_, TrialState::Running) | (None, _) => {
            let waiting = trace.steps.last().is_some_and(|step| step.kind == StepKind::SignIn);
            let detail = match waiting {
                true => "Waiting for you in the sign-in window.",
                false => "Working.",
            };
            ("Testing the login".to_owned(), detail.to_owned(), None)
        }
        (Some(Outcome::Accepted { profile }), _) => {
            let who = profile.get("name").or_else(|| profile.get("email")).and_then(|value| value.as_str());
            let steps = trace.steps.len();
            let checks: usize = trace.steps.iter().map(|step| step.checks.iter().filter(|check| check.state == lintel_oidc::trace::CheckState::Passed).count()).sum();
            let detail = format!("{} signed in. {steps} steps and {checks} checks passed.", who.unwrap_or("A person"));
            ("Login works".to_owned(), detail, None)
        }
        (Some(Outcome::Refused { step, finding }), _) => {
            (format!("Login failed at {}", place(*step)), finding.message.clone(), Some(finding.clone()))
        }
        (Some(Outcome::Abandoned { reason, .. }), _) => ("Test ended".to_owned(), reason.clone(), None),
    }
}

fn place(step: StepKind) -> &'static str {
    match step {
        StepKind::Discovery => "discovery",
        StepKind::AuthorizationRequest => "the authorization request",
        StepKind::SignIn => "the provider",
        StepKind::AuthorizationResponse => "the callback",
        StepKind::TokenRequest => "the token request",
        StepKind::IdToken => "the ID token checks",
        StepKind::Userinfo => "userinfo",
        StepKind::ClaimsMapping => "the claims mapping",
        StepKind::Profile => "the profile",
        StepKind::Application => "the application",
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

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
    Finding, issuing,
    sign_in::{AuthorizationResponse, RelyingParty},
    trace::{CheckState, Outcome, StepKind, Trace},
};
use tokio::sync::{mpsc, oneshot};
use url::Url;

pub use self::window::{SignInWindow, WindowEvent, same_place};
use crate::{
    Console,
    view::{Problem, TrialRequest, TrialState, TrialSummary, TrialView, TrialWay},
};

/// How long a person may take at the provider, unless the console was started with another patience.
pub const PATIENCE: Duration = Duration::from_secs(300);

/// Called with the whole trial after every change.
pub type TrialObserver = Arc<dyn Fn(&TrialView) + Send + Sync>;

/// Trials under way, by ID, and the last one of each connection that ended.
#[derive(Debug, Default)]
pub(crate) struct Trials {
    running: Mutex<HashMap<String, Running>>,
    last: Mutex<HashMap<String, TrialView>>,
}

/// Dropping it cancels the trial.
#[derive(Debug)]
struct Running {
    connection_id: Option<String>,
    _cancel: oneshot::Sender<()>,
}

impl Console {
    /// Starts a trial and answers at once; the observer sees it through. It takes the place of one that still runs for the same
    /// connection.
    pub async fn start_trial(
        self: &Arc<Self>,
        request: TrialRequest,
        window: Arc<dyn SignInWindow>,
        observer: TrialObserver,
    ) -> Result<TrialView, Problem> {
        let trial = Arc::new(self.prepare(&request, window, observer).await?);
        let cancelled = self.trials.run(&trial);
        let view = trial.view(&trial.latest(), TrialState::Running);
        let console = Arc::clone(self);
        tokio::spawn(async move {
            let trace = tokio::select! {
                trace = console.run(&trial) => trace,
                _ = cancelled => trial.abandoned(&Ended::Cancelled),
            };
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
        let id = issuing::token(12);
        let empty = Trace { id: id.clone(), channel, started_at: Utc::now(), steps: Vec::new(), outcome: None };
        let latest = Mutex::new(empty);
        Ok(Trial { id, connection_id, connection_name, latest, plan, window, observer })
    }

    async fn run(&self, trial: &Arc<Trial>) -> Trace {
        match &trial.plan {
            Plan::Direct(rp) => self.run_direct(trial, rp).await,
            Plan::ThroughTenant(plan) => self.run_through_tenant(trial, plan).await,
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
    /// Registers a trial; what it returns comes when the trial is cancelled.
    fn run(&self, trial: &Trial) -> oneshot::Receiver<()> {
        let (cancel, cancelled) = oneshot::channel();
        let mut running = lock(&self.running);
        running.retain(|_, other| other.connection_id != trial.connection_id);
        running.insert(trial.id.clone(), Running { connection_id: trial.connection_id.clone(), _cancel: cancel });
        cancelled
    }

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
    Direct(Box<RelyingParty>),
    ThroughTenant(through_tenant::Plan),
}

struct Trial {
    id: String,
    connection_id: Option<String>,
    connection_name: String,
    latest: Mutex<Trace>,
    plan: Plan,
    window: Arc<dyn SignInWindow>,
    observer: TrialObserver,
}

/// Why a trial ended without an answer.
enum Ended {
    Cancelled,
    Closed,
    TimedOut(Duration),
    NotOpened { reason: String },
    LoadFailed { url: String, reason: String },
}

impl Ended {
    fn reason(&self) -> String {
        match self {
            Ended::Cancelled => "You cancelled the test.".to_owned(),
            Ended::Closed => "The sign-in window was closed before the provider answered.".to_owned(),
            Ended::TimedOut(patience) => {
                format!("Nothing came back within {} minutes.", patience.as_secs().div_ceil(60))
            }
            Ended::NotOpened { reason } => format!("The sign-in window could not be opened: {reason}."),
            // What follows the path may hold a code, a token or a verifier.
            Ended::LoadFailed { url, reason } => {
                let place = url.split(['?', '#']).next().unwrap_or_default();
                format!("The sign-in window could not load {place}: {reason}.")
            }
        }
    }
}

impl Trial {
    fn label(&self) -> String {
        format!("sign-in-{}", self.id)
    }

    fn open_window(&self, url: &Url, watched: Option<&Url>) -> Result<mpsc::UnboundedReceiver<WindowEvent>, Ended> {
        let (sender, events) = mpsc::unbounded_channel();
        self.window.open(&self.label(), url, watched, sender).map_err(|reason| Ended::NotOpened { reason })?;
        Ok(events)
    }

    fn report(&self, trace: &Trace) {
        trace.clone_into(&mut lock(&self.latest));
        (self.observer)(&self.view(trace, TrialState::Running));
    }

    fn latest(&self) -> Trace {
        lock(&self.latest).clone()
    }

    /// The trace as far as it came.
    fn abandoned(&self, ended: &Ended) -> Trace {
        let mut trace = self.latest();
        let step = trace.steps.last().map_or(StepKind::Discovery, |step| step.kind);
        trace.outcome = Some(Outcome::Abandoned { step, reason: ended.reason() });
        trace
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

/// The authorization response, by whichever way it comes, or what ended the window or the person's time first.
async fn response(
    elsewhere: impl Future<Output = AuthorizationResponse>,
    events: &mut mpsc::UnboundedReceiver<WindowEvent>,
    patience: Duration,
) -> Result<AuthorizationResponse, Ended> {
    tokio::select! {
        biased;
        response = elsewhere => Ok(response),
        event = events.recv() => match event {
            Some(WindowEvent::Caught(url)) => Ok(AuthorizationResponse::from_query(url.query().unwrap_or_default())),
            Some(WindowEvent::Posted(params)) => Ok(AuthorizationResponse { posted: true, params }),
            Some(WindowEvent::LoadFailed { url, reason }) => Err(Ended::LoadFailed { url, reason }),
            Some(WindowEvent::Closed) | None => Err(Ended::Closed),
        },
        () = tokio::time::sleep(patience) => Err(Ended::TimedOut(patience)),
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
            let checks: usize = trace
                .steps
                .iter()
                .map(|step| step.checks.iter().filter(|check| check.state == CheckState::Passed).count())
                .sum();
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

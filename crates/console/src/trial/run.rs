//! One trial: its window, what it has seen so far, and how it waits for the answer.

use std::{
    convert::Infallible,
    pin::pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
use lintel_oidc::{
    Channel, Clock, Finding,
    discovery::Vendor,
    metadata::ProviderSource,
    sign_in::{AuthorizationResponse, REFUSED_ON_A_PAGE, RelyingParty, said::Asked},
    trace::{Outcome, Step, StepKind, StepState, Trace, host},
};
use tokio::sync::{
    broadcast::{self, error::RecvError},
    mpsc,
};
use url::Url;

use super::{
    application::Registration,
    ended::Ended,
    fix::fix,
    report::ask,
    return_address::ReturnAddress,
    shown::Shown,
    subject::Subject,
    window::{Page, SignInWindow, WindowEvent},
    words::{also_failed, duration, place, words},
};
use crate::view::{ConnectionForm, TrialPlace, TrialState, TrialView, TrialWay};

/// Answers that are not ours come from anybody, as often as they like.
const UNPROVEN_SHOWN: usize = 5;

/// Called with the whole trial after every change.
pub type TrialObserver = Arc<dyn Fn(&TrialView) + Send + Sync>;

/// What is tested.
pub(super) enum Plan {
    Direct(Box<RelyingParty>),
    ThroughTenant(Box<ThroughTenant>),
}

impl Plan {
    pub(super) fn way(&self) -> TrialWay {
        match self {
            Plan::Direct(_) => TrialWay::Direct,
            Plan::ThroughTenant(_) => TrialWay::ThroughTenant,
        }
    }
}

/// As an application of the tenant.
pub(super) struct ThroughTenant {
    pub channel: Channel,
    pub application: Registration,
    pub provider: ProviderSource,
    /// The tenant is not served by this program.
    pub elsewhere: bool,
}

pub(super) struct Trial {
    pub id: String,
    pub subject: Subject,
    /// What is tested, as it is saved or typed.
    form: ConnectionForm,
    pub plan: Plan,
    pub place: TrialPlace,
    pub window: Arc<dyn SignInWindow>,
    pub observer: TrialObserver,
    clock: Clock,
    began_at: DateTime<Utc>,
    latest: Mutex<Trace>,
    /// Answers that came without the trial's state.
    unproven: Mutex<Vec<Finding>>,
    /// The page in the window, until an answer came.
    shown: Mutex<Option<Shown>>,
    window_refused: AtomicBool,
    over: AtomicBool,
}

/// Where the person is, and what comes from there.
pub(super) struct Opened {
    events: mpsc::UnboundedReceiver<WindowEvent>,
    /// The browser tells nothing, and ends no test by that.
    _sender: mpsc::UnboundedSender<WindowEvent>,
}

impl Trial {
    pub(super) fn new(
        plan: Plan,
        place: TrialPlace,
        (subject, form): (Subject, ConnectionForm),
        empty: Trace,
        clock: Clock,
        window: Arc<dyn SignInWindow>,
        observer: TrialObserver,
    ) -> Self {
        Trial {
            id: empty.id.clone(),
            subject,
            form,
            plan,
            place,
            window,
            observer,
            clock,
            began_at: empty.started_at,
            latest: Mutex::new(empty),
            unproven: Mutex::default(),
            shown: Mutex::default(),
            window_refused: AtomicBool::new(false),
            over: AtomicBool::new(false),
        }
    }

    /// Opens the window or the browser, which the window system does when it has time: a trial that ends meanwhile is not held up by
    /// it. The browser comes back to `address`.
    pub(super) async fn open(
        self: &Arc<Self>,
        url: &Url,
        watched: Option<&Url>,
        address: Option<&ReturnAddress>,
    ) -> Result<Opened, Ended> {
        let (sender, events) = mpsc::unbounded_channel();
        let events = Opened { events, _sender: sender.clone() };
        if let Some(address) = address {
            address.tell(sender.clone());
        }
        let (trial, url, watched) = (Arc::clone(self), url.clone(), watched.cloned());
        let opened = tokio::task::spawn_blocking(move || {
            if trial.place != TrialPlace::Window {
                return trial.window.open_in_browser(&url);
            }
            let opened = trial.window.open(&trial.label(), &url, watched.as_ref(), sender);
            if trial.over.load(Ordering::SeqCst) {
                trial.window.close(&trial.label());
            }
            opened
        });
        match opened.await {
            Ok(Ok(())) => Ok(events),
            Ok(Err(reason)) => Err(Ended::NotOpened { reason }),
            Err(error) => {
                tracing::error!(%error, "opening a sign-in window broke down");
                Err(Ended::Broken)
            }
        }
    }

    /// The window goes, and one that is still to open closes at once.
    pub(super) fn close_window(&self) {
        self.over.store(true, Ordering::SeqCst);
        self.window.close(&self.label());
    }

    /// The answer that carries `state`, by whichever way it comes, or what ended the window or the person's time first. Any
    /// other answer may be anybody's, such as of a frame in the provider's page: it is shown, and ends nothing.
    pub(super) async fn answer(
        &self,
        state: &str,
        elsewhere: impl Future<Output = AuthorizationResponse>,
        opened: &mut Opened,
        patience: Duration,
    ) -> Result<AuthorizationResponse, Ended> {
        let (mut elsewhere, mut late) = (pin!(elsewhere), pin!(tokio::time::sleep(patience)));
        loop {
            let response = tokio::select! {
                biased;
                response = &mut elsewhere => {
                    *lock(&self.shown) = None;
                    return Ok(response);
                }
                event = opened.events.recv() => match event {
                    Some(WindowEvent::Caught(url)) => match (url.query(), url.fragment()) {
                        (None, Some(fragment)) => AuthorizationResponse::from_fragment(fragment),
                        (query, _) => AuthorizationResponse::from_query(query.unwrap_or_default()),
                    },
                    Some(WindowEvent::Posted(params)) => AuthorizationResponse::from_fields(params),
                    Some(WindowEvent::Shows(page)) => {
                        if !self.saw(&page) {
                            continue;
                        }
                        self.window_refused.store(true, Ordering::SeqCst);
                        return Err(Ended::WindowRefused);
                    }
                    Some(WindowEvent::Refused) => {
                        self.window_refused.store(true, Ordering::SeqCst);
                        return Err(Ended::WindowRefused);
                    }
                    Some(WindowEvent::LoadFailed { url, reason }) => return Err(Ended::LoadFailed { url, reason }),
                    Some(WindowEvent::Closed) | None => return Err(Ended::Closed),
                },
                () = &mut late => return Err(Ended::TimedOut(patience)),
            };
            if response.carries(state) {
                // Where the browser was before it came back is nobody's business.
                *lock(&self.shown) = None;
                return Ok(response);
            }
            self.note(&response);
        }
    }

    /// Keeps where the window stands, so that its end waits for nothing. Whether nobody signs in in this window.
    fn saw(&self, page: &Page) -> bool {
        let now = Shown::of(page, self.asked_at(&page.url).as_ref(), self.clock.now());
        let refuses = now.refuses_this_window();
        {
            let mut shown = lock(&self.shown);
            if shown.as_ref().is_some_and(|before| now.is(before)) {
                return refuses;
            }
            *shown = Some(now);
        }
        (self.observer)(&self.view(&self.latest(), TrialState::Running));
        refuses
    }

    /// Who is asked by this page. One of the tenant's own is not the provider's: served here it is told in the trace, and elsewhere it
    /// speaks of the application.
    fn asked_at(&self, url: &Url) -> Option<Asked> {
        match &self.plan {
            Plan::ThroughTenant(plan) if host(url) == host(&self.subject.callback_url) => {
                plan.elsewhere.then(|| Asked {
                    vendor: Some(Vendor::Auth0),
                    client_id: plan.application.client_id.clone(),
                    callback: plan.application.callback.url().to_string(),
                    issuer: plan.application.issuer.clone(),
                    scope: String::new(),
                })
            }
            _ => Some(self.subject.asked()),
        }
    }

    /// Shows an answer that is not known to be the provider's.
    pub(super) fn note(&self, response: &AuthorizationResponse) {
        let finding = response.unproven();
        {
            let mut unproven = lock(&self.unproven);
            if unproven.len() == UNPROVEN_SHOWN || unproven.contains(&finding) {
                return;
            }
            unproven.push(finding);
        }
        (self.observer)(&self.view(&self.latest(), TrialState::Running));
    }

    /// Notes the answers that reach the tenant and belong to nobody, where the tenant is served here.
    pub(super) async fn note_all(&self, strays: Option<broadcast::Receiver<AuthorizationResponse>>) -> Infallible {
        if let Some(mut strays) = strays {
            loop {
                match strays.recv().await {
                    Ok(response) => self.note(&response),
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => break,
                }
            }
        }
        std::future::pending().await
    }

    pub(super) fn report(&self, trace: &Trace) {
        trace.clone_into(&mut lock(&self.latest));
        (self.observer)(&self.view(trace, TrialState::Running));
    }

    pub(super) fn latest(&self) -> Trace {
        lock(&self.latest).clone()
    }

    /// The trace as far as it came: refused where the page in the window says why, else abandoned.
    pub(super) fn abandoned(&self, ended: &Ended) -> Trace {
        let mut trace = self.latest();
        // A tenant that ends a sign-in without sending the browser back has said why.
        if trace.outcome.is_some() {
            return trace;
        }
        let shown = lock(&self.shown).clone();
        let said = shown.as_ref().filter(|_| ended.is_at_a_page()).and_then(Shown::refusal);
        // A page without a known word is no refusal where the browser came back before: it was sent by somebody who knows the callback.
        let came_back = !lock(&self.unproven).is_empty();
        let said = said.filter(|finding| !(came_back && finding.code == REFUSED_ON_A_PAGE.code)).cloned();
        let refused = said.is_some();
        let finding = said.or_else(|| ended.finding(shown.as_ref().map(|shown| &shown.page)));
        if finding.is_some() && trace.steps.is_empty() {
            trace.steps.push(Step::new(StepKind::SignIn, "", 0));
        }
        let ran = (self.clock.now() - trace.started_at).num_milliseconds();
        let open = trace.steps.last_mut().filter(|step| step.elapsed_ms.is_none());
        if let Some(step) = open {
            step.elapsed_ms = Some(u32::try_from(ran - i64::from(step.started_ms)).unwrap_or_default());
        }
        let step = trace.steps.last().map_or(StepKind::Discovery, |step| step.kind);
        if let (Some(finding), Some(step)) = (&finding, trace.steps.last_mut()) {
            step.findings.push(finding.clone());
            if refused {
                (step.state, step.summary) = (StepState::Failed, finding.message.clone());
            }
        }
        trace.outcome = Some(match finding.filter(|_| refused) {
            Some(finding) => Outcome::Refused { step, finding },
            None => Outcome::Abandoned { step, reason: self.reason(ended) },
        });
        trace
    }

    /// Why it ended, how far it was, and what came instead of its answer.
    fn reason(&self, ended: &Ended) -> String {
        let ran = duration(self.clock.now() - self.began_at);
        let far = match self.latest().steps.last() {
            Some(step) => format!("It had run for {ran}, and was at {}.", place(step.kind)),
            None => format!("It had run for {ran}."),
        };
        let reason = ended.reason(lock(&self.shown).as_ref().map(|shown| &shown.page));
        match lock(&self.unproven).last() {
            Some(unproven) => format!("{reason} {far} Before that: {}", unproven.message),
            None => format!("{reason} {far}"),
        }
    }

    pub(super) fn view(&self, trace: &Trace, state: TrialState) -> TrialView {
        let trace = self.with_what_the_window_told(trace);
        let (headline, mut detail, diagnosis) = words(&trace, state == TrialState::Running, self.place);
        if state == TrialState::Running {
            // Told at once: it may be why nothing else will come.
            let shown = lock(&self.shown).as_ref().map(Shown::told);
            let unproven = lock(&self.unproven).last().map(|unproven| unproven.message.clone());
            detail = [Some(detail), shown, unproven].into_iter().flatten().collect::<Vec<_>>().join(" ");
        }
        TrialView {
            id: self.id.clone(),
            connection_id: self.subject.connection_id.clone(),
            connection_name: self.subject.connection_name.clone(),
            way: self.plan.way(),
            place: self.place,
            elsewhere: matches!(&self.plan, Plan::ThroughTenant(plan) if plan.elsewhere),
            window_refused: self.window_refused.load(Ordering::SeqCst),
            application: match &self.plan {
                Plan::Direct(_) => None,
                Plan::ThroughTenant(plan) => Some(plan.application.name.clone()),
            },
            organization: match &self.plan {
                Plan::Direct(_) => None,
                Plan::ThroughTenant(plan) => plan.application.organization.as_ref().map(|one| one.title.clone()),
            },
            state,
            headline,
            detail,
            also_failed: also_failed(&trace, diagnosis.as_ref()),
            fix: diagnosis.as_ref().and_then(|finding| fix(finding, &self.form, &trace)),
            ask: diagnosis.as_ref().and_then(|finding| ask(finding, &self.subject)),
            diagnosis,
            trace,
            finished_at: None,
        }
    }

    fn label(&self) -> String {
        format!("sign-in-{}", self.id)
    }

    fn with_what_the_window_told(&self, trace: &Trace) -> Trace {
        let mut trace = trace.clone();
        let unproven = lock(&self.unproven);
        let Some(step) = trace.steps.iter_mut().find(|step| step.kind == StepKind::SignIn) else { return trace };
        step.page = lock(&self.shown).as_ref().map(|shown| shown.page.clone());
        step.findings.extend(unproven.iter().cloned());
        if !unproven.is_empty() && step.state == StepState::Passed {
            step.state = StepState::Warned;
        }
        trace
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

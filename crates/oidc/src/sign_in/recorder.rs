use std::{fmt, sync::Arc, time::Instant};

use serde_json::{Map, Value};

use super::refusal::Refusal;
use crate::{
    Channel, Clock, Finding, Severity, issuing,
    trace::{Attribute, CheckResult, Claim, Evidence, Message, Outcome, Step, StepKind, StepState, Trace},
};

/// Called with the whole trace after every change.
pub type Observer = Arc<dyn Fn(&Trace) + Send + Sync>;

/// Writes a trace step by step. One step is open at a time; opening the next one is the caller's word that the last was closed.
#[derive(Clone)]
pub struct Recorder {
    trace: Trace,
    started: Instant,
    step_started: Instant,
    observer: Observer,
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").field("trace", &self.trace.id).finish_non_exhaustive()
    }
}

impl Recorder {
    pub fn new(channel: Channel, clock: &Clock, observer: Observer) -> Self {
        let now = Instant::now();
        let trace = Trace::begin(issuing::token(16), channel, clock.now());
        Recorder { trace, started: now, step_started: now, observer }
    }

    /// Goes on with a trace that is judged again.
    pub(super) fn again(trace: Trace) -> Self {
        let now = Instant::now();
        Recorder { trace, started: now, step_started: now, observer: Arc::new(|_| {}) }
    }

    /// Takes a step over as it was.
    pub(super) fn step(&mut self, step: Step) {
        self.trace.steps.push(step);
    }

    /// Opens a step.
    pub fn begin(&mut self, kind: StepKind, summary: impl Into<String>) {
        self.step_started = Instant::now();
        let started_ms = milliseconds(self.started);
        self.trace.steps.push(Step::new(kind, summary, started_ms));
        self.report();
    }

    pub fn message(&mut self, message: Message) {
        self.on_step(|step| step.messages.push(message));
    }

    pub fn check(&mut self, result: CheckResult) {
        self.on_step(|step| step.checks.push(result));
    }

    pub fn finding(&mut self, finding: Finding) {
        self.on_step(|step| step.findings.push(finding));
    }

    pub fn claim(&mut self, claim: Claim) {
        self.on_step(|step| step.claims.push(claim));
    }

    pub fn attribute(&mut self, name: impl Into<String>, value: Value, from: impl Into<String>) {
        let attribute = Attribute { name: name.into(), value, from: from.into() };
        self.on_step(|step| step.attributes.push(attribute));
    }

    pub(super) fn evidence(&mut self, evidence: Evidence) {
        self.trace.evidence = Some(Arc::new(evidence));
    }

    pub(super) fn userinfo(&mut self, claims: &Map<String, Value>) {
        if let Some(evidence) = &mut self.trace.evidence {
            Arc::make_mut(evidence).userinfo = Some(claims.clone());
        }
    }

    /// Closes the open step; with a warning where one of its findings is more than a note.
    pub fn pass(&mut self, summary: impl Into<String>) {
        let elapsed = milliseconds(self.step_started);
        self.on_step(|step| {
            let warned = step.findings.iter().any(|finding| finding.severity > Severity::Note);
            step.state = if warned { StepState::Warned } else { StepState::Passed };
            step.summary = summary.into();
            step.elapsed_ms = Some(elapsed);
        });
        self.report();
    }

    /// Closes the trace: verified and mapped.
    pub fn accept(mut self, profile: Map<String, Value>) -> Trace {
        self.trace.outcome = Some(Outcome::Accepted { profile });
        self.report();
        self.trace
    }

    /// Closes the open step as failed, and the trace with it.
    pub fn refuse(mut self, finding: Finding) -> Refusal {
        let kind = self.close_failed(finding.message.clone());
        self.on_step(|step| {
            if !step.findings.contains(&finding) {
                step.findings.push(finding.clone());
            }
        });
        self.trace.outcome = Some(Outcome::Refused { step: kind, finding: finding.clone() });
        self.report();
        Refusal { finding, trace: self.trace }
    }

    /// Closes the trace where the person or time ended it.
    pub fn abandon(mut self, reason: impl Into<String>) -> Trace {
        let reason = reason.into();
        let step = self.close_failed(reason.clone());
        self.trace.outcome = Some(Outcome::Abandoned { step, reason });
        self.report();
        self.trace
    }

    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    fn close_failed(&mut self, summary: String) -> StepKind {
        let elapsed = milliseconds(self.step_started);
        self.on_step(|step| {
            step.state = StepState::Failed;
            step.summary = summary;
            step.elapsed_ms = Some(elapsed);
        });
        self.trace.steps.last().map_or(StepKind::Discovery, |step| step.kind)
    }

    fn on_step(&mut self, change: impl FnOnce(&mut Step)) {
        if let Some(step) = self.trace.steps.last_mut() {
            change(step);
        }
    }

    fn report(&self) {
        (self.observer)(&self.trace);
    }
}

fn milliseconds(since: Instant) -> u32 {
    u32::try_from(since.elapsed().as_millis()).unwrap_or(u32::MAX)
}

//! The steps of a trial that Lintel writes itself, because nobody else sees them.

use std::time::Instant;

use lintel_oidc::trace::{Step, StepKind, StepState, Trace};

use super::run::Trial;

/// One step after the other, each told as it begins and as it ends.
pub(super) struct Steps<'a> {
    trial: &'a Trial,
    begun: Instant,
    offset: u32,
}

impl<'a> Steps<'a> {
    /// Goes on where the trace is.
    pub(super) fn of(trial: &'a Trial) -> Self {
        let latest = trial.latest();
        let offset = latest.steps.last().map_or(0, |step| step.started_ms + step.elapsed_ms.unwrap_or(0));
        Steps { trial, begun: Instant::now(), offset }
    }

    pub(super) fn begin(&self, kind: StepKind, summary: impl Into<String>) {
        let mut trace = self.trial.latest();
        trace.steps.push(Step::new(kind, summary, self.now()));
        self.trial.report(&trace);
    }

    /// What the running step is at.
    pub(super) fn say(&self, summary: String) {
        self.change(|step| step.summary = summary);
    }

    pub(super) fn end(&self, state: StepState, summary: impl Into<String>, fill: impl FnOnce(&mut Step)) {
        let now = self.now();
        self.change(|step| {
            (step.state, step.summary) = (state, summary.into());
            step.elapsed_ms = Some(now.saturating_sub(step.started_ms));
            fill(step);
        });
    }

    fn change(&self, change: impl FnOnce(&mut Step)) {
        let mut trace: Trace = self.trial.latest();
        if let Some(step) = trace.steps.last_mut() {
            change(step);
        }
        self.trial.report(&trace);
    }

    fn now(&self) -> u32 {
        self.offset.saturating_add(u32::try_from(self.begun.elapsed().as_millis()).unwrap_or(u32::MAX))
    }
}

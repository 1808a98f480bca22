//! A test that is over: what came of it, and the whole of it.

use chrono::{DateTime, Utc};
use lintel_oidc::{
    Secret,
    trace::{Evidence, StepKind, Trace},
};
use serde::{Deserialize, Serialize};

use super::{person::is_about, settings::Settings, subject::Subject};
use crate::view::{KeptTrial, TrialState, TrialSummary, TrialVerdict, TrialView, TrialWay};

#[derive(Debug)]
pub(super) struct Test {
    pub id: String,
    pub outcome: TestOutcome,
    pub whole: Whole,
}

/// A test with its steps, and what it was of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Whole {
    pub view: TrialView,
    pub subject: Subject,
    /// By which it can be judged again, where it came to an ID token that was seen.
    #[serde(default)]
    pub evidence: Option<Evidence>,
    /// Where the person said so.
    #[serde(default)]
    pub tokens: Option<Tokens>,
}

/// They prove who somebody is, so nothing prints them.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Tokens {
    pub id_token: String,
    pub access_token: Option<String>,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// What lists need of a test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct TestOutcome {
    way: TrialWay,
    state: TrialState,
    warned: bool,
    headline: String,
    detail: String,
    pub(super) finished_at: DateTime<Utc>,
    settings: Option<Settings>,
    #[serde(default)]
    person: Option<String>,
    #[serde(default)]
    took_ms: Option<u32>,
}

impl Test {
    pub(super) fn of(
        view: TrialView,
        subject: Subject,
        evidence: Option<&Evidence>,
        finished_at: DateTime<Utc>,
    ) -> Test {
        let outcome = TestOutcome {
            way: view.way,
            state: view.state,
            warned: view.state == TrialState::Passed && view.diagnosis.is_some(),
            headline: view.headline.clone(),
            detail: view.detail.clone(),
            finished_at,
            settings: subject.settings.clone(),
            person: person(&view.trace),
            took_ms: u32::try_from((finished_at - view.trace.started_at).num_milliseconds()).ok(),
        };
        let kept = |token: &Option<Secret>| token.as_ref().map(|token| token.expose().to_owned());
        let tokens = evidence.and_then(|evidence| {
            Some(Tokens { id_token: kept(&evidence.id_token)?, access_token: kept(&evidence.access_token) })
        });
        let id = view.id.clone();
        Test { id, outcome, whole: Whole { view, subject, evidence: evidence.cloned(), tokens } }
    }
}

impl Test {
    pub(super) fn is_about(&self, person: &str) -> bool {
        serde_json::to_value(&self.whole).is_ok_and(|whole| is_about(&whole, person))
    }
}

impl TestOutcome {
    pub(super) fn is_verdict(&self) -> bool {
        matches!(self.state, TrialState::Passed | TrialState::Failed)
    }

    pub(super) fn summary(&self, now: Option<&Settings>) -> TrialSummary {
        let changed = self.settings.as_ref().zip(now).map(|(tested, now)| tested.differing(now));
        TrialSummary {
            finished_at: Some(self.finished_at),
            way: Some(self.way),
            verdict: self.verdict(),
            headline: self.headline.clone(),
            changed: changed.unwrap_or_default(),
        }
    }

    pub(super) fn told(self, id: String, has_steps: bool) -> KeptTrial {
        KeptTrial {
            id,
            way: Some(self.way),
            verdict: self.verdict(),
            headline: self.headline,
            detail: self.detail,
            finished_at: self.finished_at,
            person: self.person,
            took_ms: self.took_ms,
            has_steps,
        }
    }

    /// What it came to without the person that it names.
    pub(super) fn without_person(&mut self) {
        self.person = None;
        "Who signed in was forgotten, and the steps of this test too.".clone_into(&mut self.detail);
    }

    fn verdict(&self) -> TrialVerdict {
        match self.state {
            TrialState::Passed if self.warned => TrialVerdict::Warned,
            TrialState::Passed => TrialVerdict::Passed,
            TrialState::Failed => TrialVerdict::Failed,
            TrialState::Running | TrialState::Ended => TrialVerdict::Ended,
        }
    }
}

impl TrialSummary {
    /// Of a connection that was tested, at that time where it is known, and what came of it cannot be read.
    pub(super) fn not_kept(finished_at: Option<DateTime<Utc>>) -> Self {
        let headline = "No result kept".to_owned();
        TrialSummary { finished_at, way: None, verdict: TrialVerdict::NotKept, headline, changed: Vec::new() }
    }
}

impl KeptTrial {
    /// A row that cannot be read.
    pub(super) fn unreadable(id: String, finished_at: DateTime<Utc>) -> Self {
        KeptTrial {
            id,
            way: None,
            verdict: TrialVerdict::NotKept,
            headline: "No result kept".to_owned(),
            detail: "What this test came to cannot be read any more.".to_owned(),
            finished_at,
            person: None,
            took_ms: None,
            has_steps: false,
        }
    }
}

/// Whom the provider said that it signed in, by what people know each other by.
fn person(trace: &Trace) -> Option<String> {
    let of_provider = |kind| matches!(kind, StepKind::IdToken | StepKind::Userinfo);
    let claims = || trace.steps.iter().filter(|step| of_provider(step.kind)).flat_map(|step| &step.claims);
    let named = |name: &str| claims().find(|claim| claim.name == name).and_then(|claim| claim.value.as_str());
    let name = ["name", "email", "preferred_username", "sub"].into_iter().find_map(named);
    name.filter(|name| !name.trim().is_empty()).map(|name| name.chars().take(MOST_OF_NAME).collect())
}

const MOST_OF_NAME: usize = 100;

//! What is going to be asked, and what came of it: one value, which fills in as the answers come.

use serde::{Deserialize, Serialize};

use crate::discovery::Vendor;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct Preflight {
    pub vendor: Option<Vendor>,
    pub state: PreflightState,
    /// What it came to so far, in a few words.
    pub headline: String,
    /// Why it ended early, in one sentence.
    pub stopped: Option<String>,
    /// In the order in which they are sent.
    pub requests: Vec<Request>,
    pub experiments: Vec<Experiment>,
    /// What is not asked, and why; each one sentence.
    pub left_out: Vec<String>,
    pub compatibility: Compatibility,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum PreflightState {
    Planned,
    Running,
    /// Every request that was ticked was sent, or could prove nothing any more.
    Done,
    /// It ended before: the provider wanted no more, or did not answer.
    Stopped,
}

/// A request that is going to be sent, unless it is left out or can prove nothing any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename = "PreflightRequest")]
pub struct Request {
    /// `client-id-control`; by this name it is left out.
    pub id: String,
    pub method: String,
    /// Where it goes, without its query.
    pub url: String,
    /// Which log line it leaves there, as far as that is known; one sentence.
    pub logs: String,
    pub sent: bool,
}

/// One question to the provider: with the connection's own value, and with a control.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Experiment {
    /// `callback-1`, `client-id`, `client-authentication`, `channel`, `pkce`, `scopes`, `claims`
    pub id: String,
    /// `Callback, tenant domain`
    pub title: String,
    pub own: Side,
    pub control: Side,
    pub verdict: Verdict,
    /// Why that is the verdict, in one sentence.
    pub because: String,
    /// What to do about a refusal, with the values at hand.
    pub remedy: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename = "ExperimentSide")]
pub struct Side {
    /// The ID of the request that asks this; none where none is sent.
    pub request: Option<String>,
    /// The value, or what is done in words.
    pub asked: String,
    /// Whether that is a literal value.
    pub literal: bool,
    /// What came, in a few words; none while nothing came.
    pub got: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename = "PreflightVerdict", rename_all = "snake_case")]
pub enum Verdict {
    Proven,
    Refused,
    #[default]
    Unknown,
}

/// What provider and tenant have in common, the strongest of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Compatibility {
    /// `Usable with Back Channel`
    pub headline: String,
    pub channel: Common,
    pub client_authentication: Common,
    pub pkce: Common,
    pub algorithm: Common,
}

/// One thing that both have to have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Common {
    /// The strongest that both have, as the API spells it; none where there is none.
    pub strongest: Option<String>,
    /// The same for a person.
    pub label: String,
    /// Why it is that, and what the connection has instead; sentences.
    pub because: String,
    /// The connection has it already.
    pub used: bool,
}

impl Preflight {
    pub fn counted(&self, verdict: Verdict) -> usize {
        self.experiments.iter().filter(|experiment| experiment.verdict == verdict).count()
    }

    /// How many requests were sent.
    pub fn sent(&self) -> usize {
        self.requests.iter().filter(|request| request.sent).count()
    }

    pub(super) fn experiment(&mut self, id: &str) -> Option<&mut Experiment> {
        self.experiments.iter_mut().find(|experiment| experiment.id == id)
    }
}

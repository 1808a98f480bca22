//! Trials that are kept: compared, judged again, handed on, forgotten.

use serde::{Deserialize, Serialize};

use super::TrialView;
use crate::field::MappingForm;

/// What can be done with a trial that is kept.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct KeptFacts {
    /// `K7M-4QX`: what two people call it on the phone. It stands in its reports.
    pub short_id: String,
    /// The settings by which it was judged, where it can be judged by others.
    pub judged_by: Option<JudgeForm>,
    /// Its tokens are kept too.
    pub has_tokens: bool,
}

/// Settings by which a kept trial is judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct JudgeForm {
    pub issuer: String,
    /// Which is the audience.
    pub client_id: String,
    /// Empty for any that a connection can take.
    pub algorithms: Vec<String>,
    pub leeway_seconds: u32,
    /// Whether the nonce that was sent has to come back.
    pub nonce: bool,
    pub mapping: MappingForm,
}

/// How a kept trial would have come out.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct JudgedTrial {
    pub view: TrialView,
    /// Beside the trial as it was.
    pub comparison: TrialComparison,
}

/// Two trials, fact by fact.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct TrialComparison {
    pub title: String,
    pub a: TrialView,
    pub b: TrialView,
    pub facts: Vec<TrialFact>,
    /// How many of the facts are the same.
    pub same: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct TrialFact {
    pub name: String,
    /// Absent where it is not there.
    pub a: Option<String>,
    pub b: Option<String>,
}

/// The tokens of a trial, shown because a person asked.
#[derive(Clone, Serialize, specta::Type)]
pub struct TrialTokens {
    pub id_token: String,
    pub access_token: Option<String>,
}

impl std::fmt::Debug for TrialTokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// What was removed of a person, and what it could not reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct Forgotten {
    pub tests: u32,
    pub sign_ins: u32,
    pub log_entries: u32,
    /// In a sentence each.
    pub beyond: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ReportFormat {
    /// One file, which opens in any browser and loads nothing.
    Html,
    Markdown,
}

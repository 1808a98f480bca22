use serde::{Deserialize, Serialize};

use crate::{Finding, finding::Check};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum CheckState {
    Passed,
    Warned,
    Failed,
    /// Nothing to check here; `got` says why.
    NotApplicable,
}

/// One named check with what it expected and what it got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct CheckResult {
    pub code: String,
    pub title: String,
    pub member: Option<String>,
    pub state: CheckState,
    pub expected: Option<String>,
    pub got: Option<String>,
    /// As in [`Finding`].
    #[serde(default)]
    pub literal: bool,
    pub spec: String,
}

impl Check {
    pub fn passed(&self, member: &str, expected: &str, got: &str) -> CheckResult {
        self.result(member, CheckState::Passed, Some(expected.to_owned()), Some(got.to_owned()))
    }

    /// The result of a check that led to `finding`.
    pub fn failed(&self, finding: &Finding) -> CheckResult {
        let state = if finding.is_error() { CheckState::Failed } else { CheckState::Warned };
        let result =
            self.result(finding.member.as_deref().unwrap_or(""), state, finding.expected.clone(), finding.got.clone());
        CheckResult { literal: finding.literal, ..result }
    }

    pub fn not_applicable(&self, member: &str, why: &str) -> CheckResult {
        self.result(member, CheckState::NotApplicable, None, Some(why.to_owned()))
    }

    fn result(&self, member: &str, state: CheckState, expected: Option<String>, got: Option<String>) -> CheckResult {
        CheckResult {
            code: self.code.to_owned(),
            title: self.title.to_owned(),
            member: (!member.is_empty()).then(|| member.to_owned()),
            state,
            expected,
            got,
            literal: false,
            spec: self.spec.to_owned(),
        }
    }
}

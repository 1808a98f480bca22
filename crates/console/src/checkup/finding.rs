use lintel_oidc::{Finding, Severity};
use serde::Serialize;

/// A connection, and what there is to say of it, the worst first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckedConnection {
    pub id: String,
    pub name: String,
    pub findings: Vec<CheckupFinding>,
}

/// An error keeps people from signing in, or will on a known day that has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckupFinding {
    pub severity: Severity,
    /// Stable, e.g. `domain-shared`; of the provider check, the code of its finding.
    pub code: String,
    pub message: String,
    pub remedy: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckupProgress {
    pub done: usize,
    pub total: usize,
}

impl CheckedConnection {
    /// Whether people cannot sign in, as far as is known.
    pub fn fails(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

impl CheckupFinding {
    pub(super) fn new(severity: Severity, code: &str, message: String, remedy: &str) -> Self {
        let remedy = (!remedy.is_empty()).then(|| remedy.to_owned());
        CheckupFinding { severity, code: code.to_owned(), message, remedy }
    }
}

impl From<&Finding> for CheckupFinding {
    fn from(finding: &Finding) -> Self {
        let values = match (&finding.expected, &finding.got) {
            (Some(expected), Some(got)) => format!(" Expected {expected}, got {got}."),
            _ => String::new(),
        };
        CheckupFinding {
            severity: finding.severity,
            code: finding.code.clone(),
            message: finding.message.clone() + &values,
            remedy: finding.remedy.clone(),
        }
    }
}

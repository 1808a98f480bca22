//! A check is a rule, defined once; a finding is its outcome with evidence.

use serde::{Deserialize, Serialize};

use crate::bidi::visible;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Works here, breaks the specification or will break elsewhere.
    Warning,
    /// A sign-in cannot succeed, or must not.
    Error,
}

/// A rule: everything about it that does not depend on the case at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    /// Stable name, e.g. `issuer-mismatch`; also the name of its page in `docs/findings`.
    pub code: &'static str,
    /// The rule as a short statement that is true when the check passes, e.g. `Issuer matches`.
    pub title: &'static str,
    /// What a failed check weighs.
    pub severity: Severity,
    /// The clause that makes it a rule, e.g. `OpenID Connect Core 1.0, section 3.1.3.7 (2)`.
    pub spec: &'static str,
    /// Why the rule exists and what usually breaks it, for the docs page.
    pub about: &'static str,
}

/// A check that failed, with the values at hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Finding {
    pub code: String,
    pub severity: Severity,
    /// The metadata member, parameter, claim or key the finding is about.
    pub member: Option<String>,
    /// What happened, to which value. One or two sentences for a person.
    pub message: String,
    pub expected: Option<String>,
    pub got: Option<String>,
    /// Whether both are literal values, which may be compared character by character; else one of them is said in words.
    #[serde(default)]
    pub literal: bool,
    /// What to do, with the person's own values.
    pub remedy: Option<String>,
    pub spec: String,
}

impl Check {
    /// The finding of this check on `member`; add the evidence with the builders below.
    pub fn finding(&self, member: &str, message: impl Into<String>) -> Finding {
        Finding {
            code: self.code.to_owned(),
            severity: self.severity,
            member: (!member.is_empty()).then(|| member.to_owned()),
            message: visible(message.into()),
            expected: None,
            got: None,
            literal: false,
            remedy: None,
            spec: self.spec.to_owned(),
        }
    }
}

impl Finding {
    pub fn expected(mut self, value: impl Into<String>) -> Self {
        self.expected = Some(visible(value.into()));
        self
    }

    pub fn got(mut self, value: impl Into<String>) -> Self {
        self.got = Some(visible(value.into()));
        self
    }

    pub fn literal(mut self, literal: bool) -> Self {
        self.literal = literal;
        self
    }

    pub fn remedy(mut self, text: impl Into<String>) -> Self {
        self.remedy = Some(visible(text.into()));
        self
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

//! Something to look at in a mapping.

use std::ops::Range;

use lintel_oidc::Severity;

/// Something to look at, by the bytes of the text.
#[derive(Debug)]
pub(super) struct Slip {
    pub severity: Severity,
    pub at: Range<usize>,
    pub message: String,
    pub remedy: Option<String>,
    pub fix: Option<Fix>,
}

/// What to put in the place of what.
#[derive(Debug)]
pub(super) struct Fix {
    pub label: String,
    pub at: Range<usize>,
    pub text: String,
}

impl Slip {
    pub(super) fn new(severity: Severity, at: Range<usize>, message: impl Into<String>) -> Self {
        Slip { severity, at, message: message.into(), remedy: None, fix: None }
    }

    pub(super) fn remedy(self, remedy: impl Into<String>) -> Self {
        Slip { remedy: Some(remedy.into()), ..self }
    }

    pub(super) fn fix(self, label: impl Into<String>, at: Range<usize>, text: impl Into<String>) -> Self {
        Slip { fix: Some(Fix { label: label.into(), at, text: text.into() }), ..self }
    }
}

use super::{
    checks::{
        ending::{CONNECTION_CHANGED, NOT_A_MEMBER, NOT_PROVISIONED, USER_BLOCKED},
        response::PROVIDER_REFUSED,
    },
    said,
};
use crate::{Finding, trace::Trace};

/// A sign-in that was refused, with why, and its closed trace.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    pub finding: Finding,
    pub trace: Trace,
}

impl Refusal {
    /// How the refusal reaches an application (RFC 6749, section 4.1.2.1).
    pub fn oauth_error(&self) -> (&'static str, String) {
        let finding = &self.finding;
        let denied = match finding.code.as_str() {
            code if code == PROVIDER_REFUSED.code || said::is_refusal(code) => {
                finding.got.as_deref().is_some_and(|got| got.starts_with("access_denied"))
            }
            code => {
                [NOT_PROVISIONED.code, USER_BLOCKED.code, NOT_A_MEMBER.code, CONNECTION_CHANGED.code].contains(&code)
            }
        };
        let error = if denied { "access_denied" } else { "server_error" };
        (error, format!("{} ({})", self.finding.message, self.finding.code))
    }
}

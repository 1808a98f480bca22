//! What both reports say.

use chrono::{DateTime, Utc};
use lintel_oidc::trace::{Claim, StepKind, Trace};

use crate::trial::test::Whole;

/// Claims of the protocol; any other is about the person.
const PROTOCOL: [&str; 14] = [
    "iss",
    "aud",
    "azp",
    "exp",
    "iat",
    "nbf",
    "auth_time",
    "nonce",
    "at_hash",
    "c_hash",
    "s_hash",
    "acr",
    "amr",
    "typ",
];

/// What is about the person who signed in, of the ID token and of userinfo.
pub(super) fn personal_claims(trace: &Trace) -> impl Iterator<Item = &Claim> {
    let read = trace.steps.iter().filter(|step| matches!(step.kind, StepKind::IdToken | StepKind::Userinfo));
    read.flat_map(|step| &step.claims).filter(|claim| !PROTOCOL.contains(&claim.name.as_str()))
}

/// To the second, as logs are searched.
pub(super) fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}

pub(super) fn lintel() -> String {
    format!("Lintel {}", env!("CARGO_PKG_VERSION"))
}

pub(super) fn began(whole: &Whole) -> String {
    utc(whole.view.trace.started_at)
}

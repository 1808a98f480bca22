//! A trial as a text to hand on: everything to whoever made it, or to the provider's administrator what that one has to look at.

mod own;
mod provider;

use chrono::{DateTime, Utc};
use lintel_oidc::trace::{Claim, StepKind, Trace};

use super::results::Whole;
use crate::{Console, view::ReportReader};

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

impl Console {
    /// In Markdown; none of a trial whose steps are not kept here. `tenant` is the tenant's name.
    pub fn trial_report(&self, id: &str, reader: ReportReader, tenant: &str) -> Option<String> {
        let test = self.results.test(id)?;
        let whole = test.whole.as_ref()?;
        Some(match reader {
            ReportReader::Own => own::report(whole, &format!("{tenant} ({})", self.url())),
            ReportReader::Provider => provider::report(whole),
        })
    }
}

/// What is about the person who signed in, of the ID token and of userinfo.
fn personal_claims(trace: &Trace) -> impl Iterator<Item = &Claim> {
    let read = trace.steps.iter().filter(|step| matches!(step.kind, StepKind::IdToken | StepKind::Userinfo));
    read.flat_map(|step| &step.claims).filter(|claim| !PROTOCOL.contains(&claim.name.as_str()))
}

/// To the second, as logs are searched.
fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}

fn lintel() -> String {
    format!("Lintel {}", env!("CARGO_PKG_VERSION"))
}

fn began(whole: &Whole) -> String {
    utc(whole.view.trace.started_at)
}

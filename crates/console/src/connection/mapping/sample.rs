//! Claims that a mapping is tried on.

use chrono::{DateTime, Utc};
use lintel_oidc::trace::{StepKind, Trace};
use serde_json::{Map, Value};

use crate::view::SampleLogin;

/// What the sign-ins of the connection brought, tests and logins through the tenant, newest first.
pub(super) fn samples(traces: &[Trace]) -> Vec<Sample> {
    let mut samples: Vec<Sample> = traces.iter().filter_map(Sample::of).collect();
    samples.sort_by_key(|sample| std::cmp::Reverse(sample.at));
    // The last test is among the tenant's logins too, where it went through the tenant.
    samples.dedup_by(|one, other| one.id == other.id);
    samples
}

/// The claims of one sign-in.
pub(super) struct Sample {
    pub(super) id: String,
    pub(super) at: DateTime<Utc>,
    pub(super) id_token: Map<String, Value>,
    pub(super) userinfo: Option<Map<String, Value>>,
}

impl Sample {
    /// `None` where the ID token was not read.
    fn of(trace: &Trace) -> Option<Self> {
        let claims = |kind: StepKind| -> Option<Map<String, Value>> {
            let step = trace.steps.iter().find(|step| step.kind == kind && !step.claims.is_empty())?;
            Some(step.claims.iter().map(|claim| (claim.name.clone(), claim.value.clone())).collect())
        };
        Some(Sample {
            id: trace.id.clone(),
            at: trace.started_at,
            id_token: claims(StepKind::IdToken)?,
            userinfo: claims(StepKind::Userinfo),
        })
    }

    pub(super) fn login(&self) -> SampleLogin {
        SampleLogin { id: self.id.clone(), at: self.at, person: self.person() }
    }

    fn person(&self) -> Option<String> {
        let who = ["name", "email", "sub"].iter().find_map(|claim| self.id_token.get(*claim));
        who.and_then(Value::as_str).map(str::to_owned)
    }
}

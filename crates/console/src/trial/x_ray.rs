//! A sign-in through a local tenant, as a test shows one.

use lintel_oidc::trace::Outcome;

use super::words::{also_failed, words};
use crate::{
    Console,
    view::{Problem, TrialPlace, TrialState, TrialView, TrialWay},
};

impl Console {
    /// The steps of a sign-in that the tenant's log names by the ID of its trace.
    pub async fn sign_in_steps(&self, trace_id: &str) -> Result<TrialView, Problem> {
        let Some(tenant) = self.served() else {
            let problem = Problem::new("steps-elsewhere", "The steps of a sign-in are seen on a local tenant alone.");
            return Err(problem.remedy("Test the connection to see its steps."));
        };
        let found = tenant.trace(trace_id).await.map_err(|error| {
            Problem::new("steps-unreadable", format!("The steps of that sign-in could not be read: {error}."))
        })?;
        let Some((connection_id, client_id, trace)) = found else {
            let message = "The steps of that sign-in are not kept any more: of each connection the newest 200 are.";
            return Err(Problem::new("steps-not-kept", message));
        };
        let (headline, detail, diagnosis) = words(&trace, false, TrialPlace::Browser);
        let state = match &trace.outcome {
            Some(Outcome::Accepted { .. }) => TrialState::Passed,
            Some(Outcome::Refused { .. }) => TrialState::Failed,
            Some(Outcome::Abandoned { .. }) | None => TrialState::Ended,
        };
        Ok(TrialView {
            id: trace.id.clone(),
            connection_name: self.read(&connection_id).await.map(|connection| connection.name).unwrap_or_default(),
            connection_id: Some(connection_id),
            way: TrialWay::ThroughTenant,
            place: TrialPlace::Browser,
            elsewhere: false,
            window_refused: false,
            application: Some(client_id),
            organization: None,
            state,
            headline,
            detail,
            also_failed: also_failed(&trace, diagnosis.as_ref()),
            diagnosis,
            // The connection may be another by now: a test tells what mends it.
            fix: None,
            ask: None,
            trace,
            finished_at: None,
        })
    }
}

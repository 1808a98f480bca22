//! The callback that an application has only as long as a test in the browser runs: written down before it is added, so that it goes
//! whatever becomes of the program.

use lintel_management::ClientError;
use serde_json::json;

use super::run::{Plan, Trial};
use crate::{
    Console,
    change::journal::{About, ChangeKind, ChangeState, Document, Subject, TestAddress, Underway},
    view::Problem,
};

const UPDATE: &str = "update:clients";

/// An address that was added, with its entry in the journal.
pub(super) struct Added {
    address: TestAddress,
    entry: Underway,
}

impl Console {
    /// Adds the trial's address to the callbacks of its application, where the browser comes back to one.
    pub(super) async fn add_test_address(&self, trial: &Trial) -> Result<Option<Added>, Problem> {
        let Plan::ThroughTenant(plan) = &trial.plan else { return Ok(None) };
        let Some(address) = &plan.application.address else { return Ok(None) };
        let granted = self.client.scopes().await?;
        if !granted.is_empty() && !granted.iter().any(|scope| scope == UPDATE) {
            return Err(not_granted());
        }
        let address = TestAddress { client_id: plan.application.client_id.clone(), callback: address.url().to_owned() };
        let subject = Subject::Connection(trial.subject.connection_id.clone().unwrap_or_default());
        let about = About { address: Some(address.clone()), ..About::default() };
        let nothing = Document::new();
        let entry = self.begin(subject, ChangeKind::TestAddress, &nothing, &nothing, about).await?;
        let added = Added { address, entry };
        if let Err(error) = self.put_callbacks(&added.address, true).await {
            // Without an answer it may be there all the same.
            self.remove_test_address(added).await;
            return Err(if error.status() == Some(403) { not_granted() } else { error.into() });
        }
        Ok(Some(added))
    }

    /// Takes the address away again. Where that does not succeed, the next start does it.
    pub(super) async fn remove_test_address(&self, Added { address, entry }: Added) {
        match self.take_away(&address).await {
            Ok(()) => entry.settle(ChangeState::Done).await,
            Err(problem) => tracing::warn!(
                problem = problem.code,
                "the address of a test is still among the callbacks of an application; the next start takes it away"
            ),
        }
    }

    /// The application has this callback no more, or is gone.
    pub(crate) async fn take_away(&self, address: &TestAddress) -> Result<(), Problem> {
        match self.put_callbacks(address, false).await {
            Err(error) if error.status() == Some(404) => Ok(()),
            done => Ok(done?),
        }
    }

    /// What else stands among the callbacks stays, as it is right now.
    async fn put_callbacks(
        &self,
        TestAddress { client_id, callback }: &TestAddress,
        there: bool,
    ) -> Result<(), ClientError> {
        let mut callbacks = self.client.client(client_id).await?.callbacks;
        if callbacks.contains(callback) == there {
            return Ok(());
        }
        match there {
            true => callbacks.push(callback.clone()),
            false => callbacks.retain(|other| other != callback),
        }
        self.client.update_application(client_id, &json!({ "callbacks": callbacks })).await.map(drop)
    }
}

fn not_granted() -> Problem {
    Problem::new(
        "scope-missing",
        format!("Lintel may not add an address to the application: its credentials lack {UPDATE}."),
    )
    .remedy("Grant it, or let the tenant’s log alone say what came of the test.")
}

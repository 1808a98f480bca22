//! The callback that an application has only as long as a test in the browser runs: written down before it is added, so that it goes
//! whatever becomes of the program.

use std::slice;

use lintel_management::{Application, Request};
use serde_json::json;

use super::run::{Plan, Trial};
use crate::{
    Console,
    change::journal::{About, ChangeKind, Document, Subject, TestAddress, Underway},
    view::Problem,
};

const UPDATE: &str = "update:clients";
/// Stands for the address before there is one.
const TO_BE_FOUND: &str = "http://127.0.0.1:PORT/lintel-test/PATH";

/// An address that was added, with its entry in the journal.
pub(super) struct Added {
    address: TestAddress,
    /// The request that added it.
    added: Request,
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
        let added = with(&self.client.client(&address.client_id).await?, &address.callback);
        let about = About { address: Some(address.clone()), ..About::sending(slice::from_ref(&added)) };
        let nothing = Document::new();
        let entry = self.begin(subject, ChangeKind::TestAddress, &nothing, &nothing, about).await?;
        let sent = self.client.perform(&added).await;
        let added = Added { address, added, entry };
        if let Err(error) = sent {
            // Without an answer it may be there all the same.
            self.remove_test_address(added).await;
            return Err(if error.status() == Some(403) { not_granted() } else { error.into() });
        }
        Ok(Some(added))
    }

    /// Takes the address away again. Where that does not succeed, the next start does it.
    pub(super) async fn remove_test_address(&self, Added { address, added, entry }: Added) {
        match self.take_away(&address).await {
            Ok(taken) => entry.settle_as(Document::new(), [added].into_iter().chain(taken).collect()).await,
            Err(problem) => tracing::warn!(
                problem = problem.code,
                "the address of a test is still among the callbacks of an application; the next start takes it away"
            ),
        }
    }

    /// The application has this callback no more, or is gone. The answer is what was sent for that.
    pub(crate) async fn take_away(
        &self,
        TestAddress { client_id, callback }: &TestAddress,
    ) -> Result<Option<Request>, Problem> {
        let taken = async {
            let application = self.client.client(client_id).await?;
            if !application.callbacks.contains(callback) {
                return Ok(None);
            }
            let request = without(&application, callback);
            self.client.perform(&request).await.map(|_| Some(request))
        };
        match taken.await {
            Err(error) if error.status() == Some(404) => Ok(None),
            done => Ok(done?),
        }
    }

    /// What a test in the browser sends to the application. Port and path are found when it starts.
    pub(crate) async fn test_address_requests(&self, client_id: &str) -> Result<Vec<Request>, Problem> {
        let application = self.client.client(client_id).await?;
        Ok(vec![with(&application, TO_BE_FOUND), without(&application, TO_BE_FOUND)])
    }
}

/// What else stands among the callbacks stays.
fn with(application: &Application, callback: &str) -> Request {
    let others = application.callbacks.iter().map(String::as_str).filter(|other| *other != callback);
    callbacks(application, others.chain([callback]).collect())
}

fn without(application: &Application, callback: &str) -> Request {
    callbacks(
        application,
        application.callbacks.iter().map(String::as_str).filter(|other| *other != callback).collect(),
    )
}

fn callbacks(application: &Application, callbacks: Vec<&str>) -> Request {
    Request::update_application(&application.client_id, json!({ "callbacks": callbacks }))
}

fn not_granted() -> Problem {
    Problem::new(
        "scope-missing",
        format!("Lintel may not add an address to the application: its credentials lack {UPDATE}."),
    )
    .remedy("Grant it, or let the tenant’s log alone say what came of the test.")
}

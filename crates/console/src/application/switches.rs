//! Which applications may use a connection.

use std::collections::HashSet;

use lintel_management::{Application, ClientError, Request, client::RefusedClient};

use crate::{
    Console,
    change::{
        journal::{About, ChangeKind, ChangeState, Document, Subject, SwitchedFor},
        seen::is_gone,
    },
    view::{ApplicationRow, Problem, RefusedApplication, Switched},
};

/// Nobody signs in to such an application, so that no connection can be enabled for it.
const NON_INTERACTIVE: &str = "non_interactive";

impl Console {
    /// The tenant's applications, with whether the connection is enabled for each.
    pub async fn list_applications(&self, connection_id: &str) -> Result<Vec<ApplicationRow>, Problem> {
        let (enabled, applications) = tokio::join!(self.client.connection_clients(connection_id), self.applications());
        let enabled: HashSet<String> = enabled?.into_iter().collect();
        Ok(applications?
            .into_iter()
            .map(|application| ApplicationRow {
                enabled: enabled.contains(&application.client_id),
                interactive: is_interactive(&application),
                client_id: application.client_id,
                name: application.name,
                app_type: application.app_type,
            })
            .collect())
    }

    /// Enables or disables the connection for each of these applications that people sign in to and the tenant takes, and says
    /// of the others why not.
    pub async fn switch_applications(
        &self,
        connection_id: &str,
        client_ids: &[String],
        enabled: bool,
    ) -> Result<Switched, Problem> {
        let (barred, switched) = self.barred(client_ids, enabled).await?;
        let refused = match switched.is_empty() {
            true => Vec::new(),
            false => self.switch(connection_id, &switched, enabled).await?,
        };
        let refused = refused
            .into_iter()
            .map(|refused| RefusedApplication { problem: Problem::from(refused.error), client_id: refused.client_id });
        let barred = barred.into_iter().map(|client_id| RefusedApplication { problem: nobody_signs_in(), client_id });
        Ok(Switched { refused: refused.chain(barred).collect() })
    }

    /// What that sends.
    pub(crate) async fn switch_requests(
        &self,
        connection_id: &str,
        client_ids: &[String],
        enabled: bool,
    ) -> Result<Vec<Request>, Problem> {
        let (_, switched) = self.barred(client_ids, enabled).await?;
        Ok(planned(connection_id, &switched, enabled))
    }

    /// The applications that cannot be switched so because nobody signs in to them, and the others.
    async fn barred(&self, client_ids: &[String], enabled: bool) -> Result<(Vec<String>, Vec<String>), Problem> {
        let without_logins = if enabled { self.without_logins().await? } else { HashSet::new() };
        Ok(client_ids.iter().cloned().partition(|client_id| without_logins.contains(client_id)))
    }

    /// Refuses an application that nobody signs in to.
    pub(crate) async fn has_logins(&self, client_id: &str) -> Result<(), Problem> {
        if self.without_logins().await?.contains(client_id) { Err(nobody_signs_in()) } else { Ok(()) }
    }

    /// The applications that nobody signs in to; none where the credentials may see no application.
    pub(crate) async fn without_logins(&self) -> Result<HashSet<String>, ClientError> {
        match self.client.clients_of_type(NON_INTERACTIVE).await {
            Ok(found) => Ok(found.into_iter().map(|application| application.client_id).collect()),
            Err(refused) if refused.status() == Some(403) => Ok(HashSet::new()),
            Err(error) => Err(error),
        }
    }

    /// Enables or disables the connection for one application.
    pub(crate) async fn switch_application(
        &self,
        connection_id: &str,
        client_id: &str,
        enabled: bool,
    ) -> Result<(), Problem> {
        let refused = self.switch(connection_id, &[client_id.to_owned()], enabled).await?;
        refused.into_iter().next().map_or(Ok(()), |refused| Err(Problem::from(refused.error)))
    }

    /// Switches once that is written down. What was refused is not in the entry then.
    pub(crate) async fn switch(
        &self,
        id: &str,
        client_ids: &[String],
        enabled: bool,
    ) -> Result<Vec<RefusedClient>, Problem> {
        let (subject, nothing) = (Subject::Connection(id.to_owned()), Document::new());
        let asked = SwitchedFor { client_ids: client_ids.to_vec(), enabled };
        let requests = planned(id, client_ids, enabled);
        let about = About { switched: Some(asked), ..About::sending(&requests) };
        let entry = self.begin(subject, ChangeKind::Applications, &nothing, &nothing, about).await?;
        let (refused, done) = match self.client.switch_clients(requests).await {
            Ok(refused) => {
                let is_refused = |one: &&String| refused.iter().any(|refused| refused.client_id == **one);
                let done: Vec<String> = client_ids.iter().filter(|one| !is_refused(one)).cloned().collect();
                (Ok(refused), Some(done))
            }
            // Some of them may be done all the same.
            Err(error) => {
                let held =
                    match is_gone(&error) {
                        true => Some(Vec::new()),
                        false => self.client.connection_clients(id).await.ok().map(|held| {
                            client_ids.iter().filter(|one| held.contains(one) == enabled).cloned().collect()
                        }),
                    };
                (Err(self.refused(id, error)), held)
            }
        };
        match done {
            Some(done) if done.is_empty() => entry.settle(ChangeState::NotDone).await,
            Some(done) => entry.settle_switched(SwitchedFor { client_ids: done, enabled }).await,
            // The next start looks.
            None => {}
        }
        refused
    }

    /// Every application of the tenant but the one that stands for all.
    pub(crate) async fn applications(&self) -> Result<Vec<Application>, Problem> {
        let mut applications = self.client.clients().await?;
        applications.retain(|application| application.other.get("global") != Some(&true.into()));
        Ok(applications)
    }
}

pub(crate) fn planned(id: &str, client_ids: &[String], enabled: bool) -> Vec<Request> {
    let changes: Vec<_> = client_ids.iter().map(|client_id| (client_id.clone(), enabled)).collect();
    Request::set_connection_clients(id, &changes)
}

fn nobody_signs_in() -> Problem {
    Problem::new(
        "no-logins",
        "Nobody signs in to a machine-to-machine application, so no connection can be enabled for it.",
    )
}

pub(crate) fn is_interactive(application: &Application) -> bool {
    application.app_type.as_deref() != Some(NON_INTERACTIVE)
}

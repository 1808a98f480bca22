//! Which applications may use a connection.

use crate::{
    Console,
    view::{ApplicationRow, Problem},
};

impl Console {
    /// The tenant's applications that people sign in to, with whether the connection is enabled for each.
    pub async fn list_applications(&self, connection_id: &str) -> Result<Vec<ApplicationRow>, Problem> {
        let enabled = self.client.connection_clients(connection_id).await?;
        let applications = self.client.clients().await?;
        Ok(applications
            .into_iter()
            .filter(|application| application.app_type.as_deref() != Some("non_interactive"))
            .map(|application| ApplicationRow {
                enabled: enabled.contains(&application.client_id),
                client_id: application.client_id,
                name: application.name,
                app_type: application.app_type,
            })
            .collect())
    }

    pub async fn enable_application(&self, connection_id: &str, client_id: &str, enabled: bool) -> Result<(), Problem> {
        Ok(self.client.set_connection_clients(connection_id, &[(client_id.to_owned(), enabled)]).await?)
    }
}

use reqwest::Method;
use serde_json::Value;

use super::{CheckpointPage, Client, ClientError};
use crate::{
    Connection,
    wire::{EnabledClient, Enablement},
};

/// The enablement changes that one call takes.
const ENABLEMENTS: usize = 50;

impl Client {
    /// Every connection of the strategy, or of any.
    pub async fn list_connections(&self, strategy: Option<&str>) -> Result<Vec<Connection>, ClientError> {
        let call = self.call(Method::GET, &["connections"]);
        match strategy {
            Some(strategy) => call.query("strategy", strategy).every().await,
            None => call.every().await,
        }
    }

    /// The connections of the strategy, page by page.
    pub async fn connections_page(
        &self,
        strategy: &str,
        from: Option<&str>,
    ) -> Result<CheckpointPage<Connection>, ClientError> {
        self.call(Method::GET, &["connections"]).query("strategy", strategy).page(from).await
    }

    pub async fn connection(&self, id: &str) -> Result<Connection, ClientError> {
        self.call(Method::GET, &["connections", id]).json().await
    }

    pub async fn create_connection(&self, body: &Value) -> Result<Connection, ClientError> {
        self.call(Method::POST, &["connections"]).body(body.clone()).json().await
    }

    /// Members at the top are merged by the tenant; `options` are replaced whole.
    pub async fn update_connection(&self, id: &str, body: &Value) -> Result<Connection, ClientError> {
        self.call(Method::PATCH, &["connections", id]).body(body.clone()).json().await
    }

    /// Its users go with it.
    pub async fn delete_connection(&self, id: &str) -> Result<(), ClientError> {
        self.call(Method::DELETE, &["connections", id]).send().await.map(drop)
    }

    /// The client IDs of the applications that may use the connection.
    pub async fn connection_clients(&self, id: &str) -> Result<Vec<String>, ClientError> {
        let clients: Vec<EnabledClient> = self.call(Method::GET, &["connections", id, "clients"]).every().await?;
        Ok(clients.into_iter().map(|client| client.client_id).collect())
    }

    /// Enables (`true`) or disables the connection for these applications; the others keep what they have.
    pub async fn set_connection_clients(&self, id: &str, changes: &[(String, bool)]) -> Result<(), ClientError> {
        for changes in changes.chunks(ENABLEMENTS) {
            let changes: Vec<_> =
                changes.iter().map(|(client_id, status)| Enablement { client_id, status: *status }).collect();
            let body = serde_json::to_value(changes).unwrap_or_default();
            self.call(Method::PATCH, &["connections", id, "clients"]).body(body).send().await?;
        }
        Ok(())
    }
}

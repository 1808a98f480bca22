use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{CheckpointPage, Client, ClientError};
use crate::{
    Connection, Method, NamedConnection, Request,
    wire::{ConnectionId, EnabledClient},
};

impl Client {
    /// Every connection of the strategy, or of any: a [`Connection`], or of each what `T` takes of one. What it does not take is skipped.
    pub async fn list_connections<T: DeserializeOwned + Send + 'static>(
        &self,
        strategy: Option<&str>,
    ) -> Result<Vec<T>, ClientError> {
        let call = self.call(Method::Get, &["connections"]);
        match strategy {
            Some(strategy) => call.query("strategy", strategy).every().await,
            None => call.every().await,
        }
    }

    /// What every connection of the strategy is called.
    pub async fn named_connections(&self, strategy: &str) -> Result<Vec<NamedConnection>, ClientError> {
        let call = self.call(Method::Get, &["connections"]).query("strategy", strategy);
        call.query("fields", "id,name,display_name").every().await
    }

    /// The IDs of every connection of the strategy.
    pub async fn connection_ids(&self, strategy: &str) -> Result<Vec<String>, ClientError> {
        let call = self.call(Method::Get, &["connections"]).query("strategy", strategy).query("fields", "id");
        let connections: Vec<ConnectionId> = call.every().await?;
        Ok(connections.into_iter().map(|connection| connection.id).collect())
    }

    /// The connections of the strategy, page by page.
    pub async fn connections_page(
        &self,
        strategy: &str,
        from: Option<&str>,
    ) -> Result<CheckpointPage<Connection>, ClientError> {
        self.call(Method::Get, &["connections"]).query("strategy", strategy).checkpoint(from).await
    }

    pub async fn connection(&self, id: &str) -> Result<Connection, ClientError> {
        self.call(Method::Get, &["connections", id]).json().await
    }

    /// The connection of that name, of whatever strategy; names are unique in a tenant.
    pub async fn connection_named(&self, name: &str) -> Result<Option<Connection>, ClientError> {
        let found: Vec<Connection> = self.call(Method::Get, &["connections"]).query("name", name).every().await?;
        Ok(found.into_iter().find(|connection| connection.name == name))
    }

    pub async fn create_connection(&self, body: &Value) -> Result<Connection, ClientError> {
        self.request(Request::create_connection(body.clone())).json().await
    }

    /// Members at the top are merged by the tenant; `options` are replaced whole.
    pub async fn update_connection(&self, id: &str, body: &Value) -> Result<Connection, ClientError> {
        self.request(Request::update_connection(id, body.clone())).json().await
    }

    /// Its users go with it.
    pub async fn delete_connection(&self, id: &str) -> Result<(), ClientError> {
        self.request(Request::delete_connection(id)).send().await.map(drop)
    }

    /// The client IDs of the applications that may use the connection.
    pub async fn connection_clients(&self, id: &str) -> Result<Vec<String>, ClientError> {
        let clients: Vec<EnabledClient> = self.call(Method::Get, &["connections", id, "clients"]).every().await?;
        Ok(clients.into_iter().map(|client| client.client_id).collect())
    }

    /// Enables (`true`) or disables the connection for these applications; the others keep what they have. One application
    /// that the tenant does not take spoils the whole call that names it, so such a call is split until that one stands
    /// alone. The answer says which were refused; all others are done.
    pub async fn set_connection_clients(
        &self,
        id: &str,
        changes: &[(String, bool)],
    ) -> Result<Vec<RefusedClient>, ClientError> {
        self.switch_clients(Request::set_connection_clients(id, changes)).await
    }

    /// The same as it was planned.
    pub async fn switch_clients(&self, requests: Vec<Request>) -> Result<Vec<RefusedClient>, ClientError> {
        let mut refused = Vec::new();
        let mut waiting: Vec<Request> = requests.into_iter().rev().collect();
        while let Some(request) = waiting.pop() {
            match self.request(request.clone()).send().await {
                Ok(_) => {}
                Err(error) if !is_about_a_client(&error) => return Err(error),
                Err(error) => match request.halves() {
                    Ok([first, rest]) => waiting.extend([rest, first]),
                    Err(client_id) => refused.push(RefusedClient { client_id, error }),
                },
            }
        }
        Ok(refused)
    }
}

/// An application that a connection could not be enabled or disabled for.
#[derive(Debug)]
pub struct RefusedClient {
    pub client_id: String,
    pub error: ClientError,
}

/// Whether the call may go through without one of the applications that it named.
fn is_about_a_client(error: &ClientError) -> bool {
    matches!(error.status(), Some(400 | 403 | 404 | 409))
        && !matches!(error.code(), Some("insufficient_scope" | "inexistent_connection"))
}

use serde_json::Value;

use super::{Client, ClientError};
use crate::{Application, Connection, Method, Request, wire::ConnectionId};

impl Client {
    /// Every application.
    pub async fn clients(&self) -> Result<Vec<Application>, ClientError> {
        self.call(Method::Get, &["clients"]).every().await
    }

    /// Every application of that type: `non_interactive`.
    pub async fn clients_of_type(&self, app_type: &str) -> Result<Vec<Application>, ClientError> {
        self.call(Method::Get, &["clients"]).query("app_type", app_type).every().await
    }

    pub async fn client(&self, client_id: &str) -> Result<Application, ClientError> {
        self.call(Method::Get, &["clients", client_id]).json().await
    }

    /// The connections that are enabled for the application.
    pub async fn client_connections(&self, client_id: &str) -> Result<Vec<Connection>, ClientError> {
        self.call(Method::Get, &["clients", client_id, "connections"]).every().await
    }

    /// The IDs of the connections of the strategy that are enabled for the application.
    pub async fn client_connection_ids(&self, client_id: &str, strategy: &str) -> Result<Vec<String>, ClientError> {
        let call = self.call(Method::Get, &["clients", client_id, "connections"]);
        let connections: Vec<ConnectionId> = call.query("strategy", strategy).query("fields", "id").every().await?;
        Ok(connections.into_iter().map(|connection| connection.id).collect())
    }

    pub async fn create_application(&self, body: &Value) -> Result<Application, ClientError> {
        self.request(Request::create_application(body.clone())).json().await
    }

    /// Members that the body lacks stay as they are.
    pub async fn update_application(&self, client_id: &str, body: &Value) -> Result<Application, ClientError> {
        self.request(Request::update_application(client_id, body.clone())).json().await
    }

    pub async fn delete_application(&self, client_id: &str) -> Result<(), ClientError> {
        self.request(Request::delete_application(client_id)).send().await.map(drop)
    }
}

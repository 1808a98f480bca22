use reqwest::Method;

use super::{Client, ClientError};
use crate::User;

impl Client {
    /// The users of a connection, by name, or of all; those that offset pages reach, which is the first thousand.
    pub async fn users(&self, connection_name: Option<&str>) -> Result<Vec<User>, ClientError> {
        let call = self.call(Method::GET, &["users"]).query("search_engine", "v3");
        match connection_name {
            Some(name) => call.query("q", format!("identities.connection:\"{name}\"")).reachable().await,
            None => call.reachable().await,
        }
    }

    pub async fn user(&self, user_id: &str) -> Result<User, ClientError> {
        self.call(Method::GET, &["users", user_id]).json().await
    }

    pub async fn delete_user(&self, user_id: &str) -> Result<(), ClientError> {
        self.call(Method::DELETE, &["users", user_id]).send().await.map(drop)
    }
}

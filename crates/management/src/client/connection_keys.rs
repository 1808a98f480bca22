use super::{Client, ClientError};
use crate::{ConnectionKey, Method, Request};

impl Client {
    /// The keys that the connection signs its client assertions with. The tenant refuses (400) where there are none.
    pub async fn connection_keys(&self, id: &str) -> Result<Vec<ConnectionKey>, ClientError> {
        self.call(Method::Get, &["connections", id, "keys"]).json().await
    }

    /// Makes the first keys of a connection, current and next. `signing_alg` is `RS256` unless it is given.
    pub async fn create_connection_keys(
        &self,
        id: &str,
        signing_alg: Option<&str>,
    ) -> Result<Vec<ConnectionKey>, ClientError> {
        self.request(Request::create_connection_keys(id, signing_alg)).json().await
    }

    /// The next key becomes current, and the current one stops at once. Answers the key that is next from now on.
    pub async fn rotate_connection_keys(
        &self,
        id: &str,
        signing_alg: Option<&str>,
    ) -> Result<ConnectionKey, ClientError> {
        self.request(Request::rotate_connection_keys(id, signing_alg)).json().await
    }
}

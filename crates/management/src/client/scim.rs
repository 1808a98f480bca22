use reqwest::Method;

use super::{Client, ClientError};
use crate::ScimConfiguration;

impl Client {
    /// Inbound SCIM of a connection; none where it is off.
    pub async fn scim_configuration(&self, id: &str) -> Result<Option<ScimConfiguration>, ClientError> {
        match self.call(Method::GET, &["connections", id, "scim-configuration"]).json().await {
            Ok(configuration) => Ok(Some(configuration)),
            Err(error) if error.status() == Some(404) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

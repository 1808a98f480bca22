use reqwest::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Client, ClientError};
use crate::scim::{CreatedScimToken, ScimConfiguration, ScimPair, ScimToken};

const CONFIGURATION: &str = "scim-configuration";

impl Client {
    /// Inbound SCIM of a connection; none where it is off.
    pub async fn scim_configuration(&self, id: &str) -> Result<Option<ScimConfiguration>, ClientError> {
        match self.call(Method::GET, &["connections", id, CONFIGURATION]).json().await {
            Ok(configuration) => Ok(Some(configuration)),
            Err(error) if error.status() == Some(404) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Turns SCIM on; with the tenant's own mapping and user ID attribute where none are given.
    pub async fn create_scim_configuration(
        &self,
        id: &str,
        settings: Option<(&str, &[ScimPair])>,
    ) -> Result<ScimConfiguration, ClientError> {
        let body = settings.map_or_else(|| json!({}), |(user_id_attribute, mapping)| body(user_id_attribute, mapping));
        self.call(Method::POST, &["connections", id, CONFIGURATION]).body(body).json().await
    }

    /// Both are replaced whole.
    pub async fn update_scim_configuration(
        &self,
        id: &str,
        user_id_attribute: &str,
        mapping: &[ScimPair],
    ) -> Result<ScimConfiguration, ClientError> {
        let body = body(user_id_attribute, mapping);
        self.call(Method::PATCH, &["connections", id, CONFIGURATION]).body(body).json().await
    }

    /// Turns SCIM off. Its tokens end with it.
    pub async fn delete_scim_configuration(&self, id: &str) -> Result<(), ClientError> {
        self.call(Method::DELETE, &["connections", id, CONFIGURATION]).send().await.map(drop)
    }

    /// What the connection would be mapped by if nobody said otherwise.
    pub async fn default_scim_mapping(&self, id: &str) -> Result<Vec<ScimPair>, ClientError> {
        #[derive(Deserialize)]
        struct Default {
            mapping: Vec<ScimPair>,
        }
        let default: Default =
            self.call(Method::GET, &["connections", id, CONFIGURATION, "default-mapping"]).json().await?;
        Ok(default.mapping)
    }

    /// Without their values, which are shown once.
    pub async fn scim_tokens(&self, id: &str) -> Result<Vec<ScimToken>, ClientError> {
        self.call(Method::GET, &["connections", id, CONFIGURATION, "tokens"]).json().await
    }

    /// A token that lasts this many seconds, or until it is revoked. The tenant has two of a connection at the most (409).
    pub async fn create_scim_token(
        &self,
        id: &str,
        scopes: &[String],
        lifetime: Option<u64>,
    ) -> Result<CreatedScimToken, ClientError> {
        let mut body = json!({ "scopes": scopes });
        if let (Some(lifetime), Value::Object(body)) = (lifetime, &mut body) {
            body.insert("token_lifetime".to_owned(), lifetime.into());
        }
        self.call(Method::POST, &["connections", id, CONFIGURATION, "tokens"]).body(body).json().await
    }

    pub async fn delete_scim_token(&self, id: &str, token_id: &str) -> Result<(), ClientError> {
        self.call(Method::DELETE, &["connections", id, CONFIGURATION, "tokens", token_id]).send().await.map(drop)
    }
}

fn body(user_id_attribute: &str, mapping: &[ScimPair]) -> Value {
    json!({ "user_id_attribute": user_id_attribute, "mapping": mapping })
}

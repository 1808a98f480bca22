use serde::Deserialize;

use super::{Client, ClientError, call::Call};
use crate::{
    Method, Request,
    scim::{Group, NewScimToken, ScimConfiguration, ScimPair, ScimToken},
};

#[derive(Deserialize)]
struct DefaultMapping {
    #[serde(default)]
    mapping: Vec<ScimPair>,
}

impl Client {
    /// Inbound SCIM of a connection; none where it is off.
    pub async fn scim_configuration(&self, id: &str) -> Result<Option<ScimConfiguration>, ClientError> {
        match self.scim(Method::Get, id, &[]).json().await {
            Ok(configuration) => Ok(Some(configuration)),
            Err(error) if error.status() == Some(404) && error.code().is_none() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Switches SCIM on: with these settings, or with the tenant's own defaults.
    pub async fn create_scim_configuration(
        &self,
        id: &str,
        settings: Option<(&str, &[ScimPair])>,
    ) -> Result<ScimConfiguration, ClientError> {
        self.request(Request::create_scim_configuration(id, settings)).json().await
    }

    /// Replaces both settings.
    pub async fn update_scim_configuration(
        &self,
        id: &str,
        user_id_attribute: &str,
        mapping: &[ScimPair],
    ) -> Result<ScimConfiguration, ClientError> {
        self.request(Request::update_scim_configuration(id, user_id_attribute, mapping)).json().await
    }

    /// Switches SCIM off, which ends its tokens.
    pub async fn delete_scim_configuration(&self, id: &str) -> Result<(), ClientError> {
        self.request(Request::delete_scim_configuration(id)).send().await.map(drop)
    }

    /// The mapping that a configuration has when nobody sets one.
    pub async fn scim_default_mapping(&self, id: &str) -> Result<Vec<ScimPair>, ClientError> {
        let answer: DefaultMapping = self.scim(Method::Get, id, &["default-mapping"]).json().await?;
        Ok(answer.mapping)
    }

    pub async fn scim_tokens(&self, id: &str) -> Result<Vec<ScimToken>, ClientError> {
        self.scim(Method::Get, id, &["tokens"]).json().await
    }

    /// `lifetime` is in seconds and more than 900; without one the token does not expire.
    pub async fn create_scim_token(
        &self,
        id: &str,
        scopes: &[String],
        lifetime: Option<u64>,
    ) -> Result<NewScimToken, ClientError> {
        self.request(Request::create_scim_token(id, scopes, lifetime)).json().await
    }

    pub async fn revoke_scim_token(&self, id: &str, token_id: &str) -> Result<(), ClientError> {
        self.request(Request::revoke_scim_token(id, token_id)).send().await.map(drop)
    }

    /// Every connection's.
    pub async fn scim_configurations(&self) -> Result<Vec<ScimConfiguration>, ClientError> {
        self.call(Method::Get, &["connections-scim-configurations"]).every().await
    }

    /// The groups that a user is a member of.
    pub async fn user_groups(&self, user_id: &str) -> Result<Vec<Group>, ClientError> {
        self.call(Method::Get, &["users", user_id, "groups"]).every().await
    }

    fn scim(&self, method: Method, id: &str, below: &[&str]) -> Call<'_> {
        self.call(method, &[["connections", id, "scim-configuration"].as_slice(), below].concat())
    }
}

//! Inbound SCIM of a connection, and its tokens.

use serde_json::{Value, json};

use super::{Method, Request};
use crate::scim::ScimPair;

impl Request {
    /// Switches inbound SCIM on: with these settings, or with the tenant's own defaults.
    pub fn create_scim_configuration(id: &str, settings: Option<(&str, &[ScimPair])>) -> Self {
        let body = settings.map_or_else(|| json!({}), |(attribute, mapping)| scim_settings(attribute, mapping));
        Request::new(Method::Post, &["connections", id, "scim-configuration"]).body(body)
    }

    /// Replaces both settings.
    pub fn update_scim_configuration(id: &str, user_id_attribute: &str, mapping: &[ScimPair]) -> Self {
        let body = scim_settings(user_id_attribute, mapping);
        Request::new(Method::Patch, &["connections", id, "scim-configuration"]).body(body)
    }

    /// Switches SCIM off, which ends its tokens.
    pub fn delete_scim_configuration(id: &str) -> Self {
        Request::new(Method::Delete, &["connections", id, "scim-configuration"])
    }

    /// Makes a token, which the answer alone has. `lifetime` is in seconds and more than 900; without one the token does not expire.
    pub fn create_scim_token(id: &str, scopes: &[String], lifetime: Option<u64>) -> Self {
        let mut body = json!({ "scopes": scopes });
        if let Some(lifetime) = lifetime {
            body["token_lifetime"] = lifetime.into();
        }
        Request::new(Method::Post, &["connections", id, "scim-configuration", "tokens"]).body(body)
    }

    /// Whoever has the token is refused from then on.
    pub fn revoke_scim_token(id: &str, token_id: &str) -> Self {
        Request::new(Method::Delete, &["connections", id, "scim-configuration", "tokens", token_id])
    }
}

fn scim_settings(user_id_attribute: &str, mapping: &[ScimPair]) -> Value {
    json!({ "user_id_attribute": user_id_attribute, "mapping": mapping })
}

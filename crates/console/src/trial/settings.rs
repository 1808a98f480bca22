//! The settings of a connection that a sign-in depends on, as they were when it was tested.

use std::collections::BTreeMap;

use lintel_management::Connection;
use lintel_oidc::{
    Channel, Secret,
    metadata::ProviderSource,
    sign_in::{AssertionAudience, AttributeMap, ClientAuthentication, RelyingParty, UpstreamValue},
    trace::mask,
};
use lintel_tenant::relying_party;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use url::Url;

use crate::change::words::label;

/// Each by its path in the options, with the length and a short hash of its value: enough to tell whether it changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Settings(BTreeMap<String, String>);

/// What a sign-in takes from the stored metadata besides issuer and endpoints.
const FROM_METADATA: [&str; 3] = [
    "code_challenge_methods_supported",
    "dpop_signing_alg_values_supported",
    "authorization_response_iss_parameter_supported",
];

impl Settings {
    /// What the tenant's sign-in reads of the connection; nothing of one whose settings are not visible. A key that it signs with is no
    /// setting, and no tenant elsewhere gives it away.
    pub(super) fn of(connection: &Connection) -> Option<Self> {
        let nowhere = Url::parse("http://localhost").ok()?;
        // Named one by one, so that what is added to a relying party is thought of here.
        let RelyingParty {
            connection: _,
            provider,
            channel,
            client_id,
            client_authentication,
            redirect_uri: _,
            scope,
            pkce,
            send_back_channel_nonce,
            upstream_params,
            dpop_signing_alg,
            id_token_signed_response_algs: mut algorithms,
            id_token_session_expiry_supported,
            attribute_map,
        } = relying_party(connection, &nowhere, None).ok()?;
        let mut settings = Settings(BTreeMap::new());
        settings.put("type", &json!(channel.label()));
        settings.put("client_id", &json!(client_id));
        settings.put("scope", &json!(scope.split_whitespace().collect::<Vec<_>>()));
        settings.put_provider(&provider, channel);
        if channel == Channel::BackChannel {
            settings.put_client(&client_authentication);
            settings.put("connection_settings/pkce", &json!(pkce));
            settings.put("send_back_channel_nonce", &json!(send_back_channel_nonce));
            settings.put("dpop_signing_alg", &json!(dpop_signing_alg));
        }
        let upstream = upstream_params.into_iter().map(|param| match param.value {
            UpstreamValue::Static(value) => (param.name, json!({ "value": value })),
            UpstreamValue::Alias(alias) => (param.name, json!({ "alias": alias })),
        });
        settings.put("upstream_params", &Value::Object(upstream.collect()));
        algorithms.sort_unstable();
        settings.put("id_token_signed_response_algs", &json!(algorithms));
        settings.put("id_token_session_expiry_supported", &json!(id_token_session_expiry_supported));
        settings.put(
            "attribute_map",
            &match attribute_map {
                AttributeMap::BindAll => json!("bind_all"),
                AttributeMap::UseMap { attributes, userinfo_scope } => {
                    json!({ "attributes": attributes, "userinfo_scope": userinfo_scope.unwrap_or_default() })
                }
            },
        );
        Some(settings)
    }

    /// Which of them are others now, by their names on the screen.
    pub(super) fn differing(&self, now: &Settings) -> Vec<String> {
        let differs = |(path, value): &(&String, &String)| now.0.get(*path).is_some_and(|now| now != *value);
        let mut labels: Vec<String> = self.0.iter().filter(differs).map(|(path, _)| named(path)).collect();
        labels.dedup();
        labels
    }

    /// As a sign-in resolves it. Before the tenant has filled it in, nothing is said of it.
    fn put_provider(&mut self, provider: &ProviderSource, channel: Channel) {
        if provider.metadata.is_none() && provider.issuer.is_none() {
            return;
        }
        let endpoints: &[&str] = match channel {
            Channel::FrontChannel => &["issuer", "authorization_endpoint", "jwks_uri"],
            Channel::BackChannel => {
                &["issuer", "authorization_endpoint", "jwks_uri", "token_endpoint", "userinfo_endpoint"]
            }
        };
        for member in endpoints {
            self.put(member, &json!(provider.says(member)));
        }
        for member in FROM_METADATA {
            if let Some(value) = provider.metadata.as_ref().and_then(|metadata| metadata.get(member)) {
                self.put(&format!("oidc_metadata/{member}"), value);
            }
        }
    }

    fn put_client(&mut self, authentication: &ClientAuthentication) {
        match authentication {
            ClientAuthentication::ClientSecretPost(secret) => {
                self.put("token_endpoint_auth_method", &json!("client_secret_post"));
                self.put("client_secret", &json!(secret.as_ref().map(Secret::expose)));
            }
            ClientAuthentication::PrivateKeyJwt { key: _, algorithm, audience } => {
                self.put("token_endpoint_auth_method", &json!("private_key_jwt"));
                self.put("token_endpoint_auth_signing_alg", &json!(algorithm.to_string()));
                let to_issuer = *audience == AssertionAudience::Issuer;
                self.put("token_endpoint_jwtca_aud_format", &json!(to_issuer));
            }
            // Of applications alone.
            ClientAuthentication::ClientSecretBasic(_) | ClientAuthentication::Public => {}
        }
    }

    fn put(&mut self, path: &str, value: &Value) {
        self.0.insert(path.to_owned(), mask(&ordered(value).to_string()));
    }
}

fn named(path: &str) -> String {
    let path: Vec<String> = std::iter::once("options").chain(path.split('/')).map(str::to_owned).collect();
    label(&path)
}

/// The same value whatever the order of its members, which means nothing.
fn ordered(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_unstable_by_key(|(name, _)| *name);
            Value::Object(Map::from_iter(sorted.into_iter().map(|(name, value)| (name.clone(), ordered(value)))))
        }
        Value::Array(values) => values.iter().map(ordered).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(options: Value, more: Value) -> Settings {
        let mut connection = json!({ "id": "con_1", "name": "acme", "strategy": "oidc", "options": options });
        connection.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
        Settings::of(&serde_json::from_value(connection).expect("a connection")).expect("settings")
    }

    fn options() -> Value {
        json!({
            "type": "back_channel", "client_id": "a", "client_secret": "s3cret", "scope": "openid email",
            "issuer": "https://idp.example", "connection_settings": { "pkce": "auto" },
            "attribute_map": { "mapping_mode": "use_map", "attributes": { "a": "1", "b": "2" } },
            "domain_aliases": ["acme.example"], "icon_url": "https://acme.example/a.png"
        })
    }

    fn differing(change: impl FnOnce(&mut Value)) -> Vec<String> {
        let mut changed = options();
        change(&mut changed);
        settings(options(), json!({})).differing(&settings(changed, json!({})))
    }

    #[test]
    fn what_a_sign_in_depends_on_is_named_when_it_differs() {
        assert_eq!(differing(|options| options["scope"] = json!("openid")), ["Scopes"]);
        assert_eq!(differing(|options| options["client_secret"] = json!("other")), ["Client Secret"]);
        assert_eq!(differing(|options| options["connection_settings"] = json!({ "pkce": "plain" })), ["PKCE"]);
        assert_eq!(differing(|options| options["issuer"] = json!("https://other.example")), ["issuer"]);
        assert_eq!(differing(|options| options["attribute_map"] = json!({})), ["User Mapping"]);
        assert_eq!(differing(|options| options["type"] = json!("front_channel")), ["Communication Channel"]);
    }

    #[test]
    fn what_no_sign_in_depends_on_changes_nothing() {
        let nothing: [String; 0] = [];
        assert_eq!(differing(|options| options["domain_aliases"] = json!([])), nothing);
        assert_eq!(differing(|options| options["icon_url"] = json!("")), nothing);
        assert_eq!(differing(|options| options["scope"] = json!("openid  email")), nothing);
        let another_order = json!({ "b": "2", "a": "1" });
        assert_eq!(differing(|options| options["attribute_map"]["attributes"] = another_order), nothing);
        let shown = json!({ "display_name": "Acme", "show_as_button": true });
        assert_eq!(settings(options(), json!({})), settings(options(), shown));
    }

    #[test]
    fn no_value_can_be_read_from_them() {
        let kept = serde_json::to_string(&settings(options(), json!({}))).expect("JSON");
        assert!(!kept.contains("s3cret") && !kept.contains("idp.example"), "{kept}");
    }

    #[test]
    fn settings_that_are_not_visible_are_not_compared() {
        let hidden = json!({ "id": "con_1", "name": "acme", "strategy": "oidc" });
        assert_eq!(Settings::of(&serde_json::from_value(hidden).expect("a connection")), None);
    }
}

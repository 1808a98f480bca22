//! What the options of a connection say, as Auth0 reads them: the one reading for a sign-in, a form and a comparison.

use lintel_management::{Connection, Options, texts};
use lintel_oidc::{
    Channel, Secret,
    sign_in::{AssertionAudience, Pkce},
    signing::SigningAlgorithm,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

/// The options of a connection with strategy `oidc`, each member under its own name unless its text says another.
///
/// Reading takes no offence: a member that is absent, null, empty, of another type or a word that is not known has its default.
/// [`OidcOptions::write`] puts a reading over the options and leaves alone every member that means the same already, so that
/// what nobody here knows stays, in its place and spelling.
#[derive(Debug, Clone, PartialEq)]
pub struct OidcOptions<'a> {
    /// `type`; front channel by default.
    pub channel: Channel,
    pub client_id: Option<&'a str>,
    pub client_secret: Option<Secret>,
    /// By default the secret.
    pub token_endpoint_auth_method: AuthMethod,
    /// What client assertions are signed with, in the API's word; `RS256` by default. See [`OidcOptions::assertion_algorithm`].
    pub token_endpoint_auth_signing_alg: &'a str,
    /// By default the token endpoint.
    pub token_endpoint_jwtca_aud_format: AssertionAudience,

    pub discovery_url: Option<&'a str>,
    pub issuer: Option<&'a str>,
    pub authorization_endpoint: Option<&'a str>,
    pub token_endpoint: Option<&'a str>,
    pub userinfo_endpoint: Option<&'a str>,
    pub jwks_uri: Option<&'a str>,
    /// The discovery document that the tenant stored when it last fetched it.
    pub oidc_metadata: Option<&'a Map<String, Value>>,

    /// Space separated: `scope`, else `scopes` as Auth0's published guide spells it, else `openid`.
    pub scope: &'a str,
    /// `connection_settings.pkce`; by default whatever the provider advertises.
    pub pkce: Pkce,
    /// Of the back channel; over the front channel there always is one.
    pub send_back_channel_nonce: bool,
    /// By parameter of the authorization request.
    pub upstream_params: Option<&'a Map<String, Value>>,
    /// What DPoP proofs are signed with; none is no DPoP.
    pub dpop_signing_alg: Option<&'a str>,
    /// What an ID token may be signed with; none named is any that is supported. Their order means nothing.
    pub id_token_signed_response_algs: Vec<&'a str>,
    pub id_token_session_expiry_supported: bool,

    /// From claims to the profile; by default every claim is taken.
    pub attribute_map: Option<&'a Map<String, Value>>,
    /// By default at each login.
    pub set_user_root_attributes: ProfileSync,
    /// Attributes that the tenant does not keep.
    pub non_persistent_attrs: Vec<&'a str>,

    /// The domains of home realm discovery, as they were written. Their order means nothing.
    pub domain_aliases: Vec<&'a str>,
    /// One more such domain, from before there was a list.
    pub tenant_domain: Option<&'a str>,
    /// The logo on the button of the login page.
    pub icon_url: Option<&'a str>,
}

/// How the client proves itself at the token endpoint.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum AuthMethod {
    #[default]
    ClientSecretPost,
    PrivateKeyJwt,
}

/// When name, nickname, given_name, family_name and picture follow the provider, and whether a login creates users.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ProfileSync {
    #[default]
    OnEachLogin,
    /// Once, when the user is created.
    OnFirstLogin,
    /// Never, and no user is created.
    NeverOnLogin,
}

impl<'a> OidcOptions<'a> {
    pub fn of(options: &'a Options) -> Self {
        let text = |member| options.text(member);
        let on = |member: &str| options.0.get(member).and_then(Value::as_bool).unwrap_or_default();
        let object = |member: &str| options.0.get(member).and_then(Value::as_object);
        OidcOptions {
            channel: word(options, "type").unwrap_or(Channel::FrontChannel),
            client_id: text("client_id"),
            client_secret: text("client_secret").map(Secret::new),
            token_endpoint_auth_method: word(options, "token_endpoint_auth_method").unwrap_or_default(),
            token_endpoint_auth_signing_alg: text("token_endpoint_auth_signing_alg").unwrap_or("RS256"),
            token_endpoint_jwtca_aud_format: word(options, "token_endpoint_jwtca_aud_format").unwrap_or_default(),
            discovery_url: text("discovery_url"),
            issuer: text("issuer"),
            authorization_endpoint: text("authorization_endpoint"),
            token_endpoint: text("token_endpoint"),
            userinfo_endpoint: text("userinfo_endpoint"),
            jwks_uri: text("jwks_uri"),
            oidc_metadata: object("oidc_metadata"),
            scope: text("scope").or_else(|| text("scopes")).unwrap_or("openid"),
            pkce: Pkce::from_setting(object("connection_settings").and_then(|settings| settings.get("pkce")?.as_str())),
            send_back_channel_nonce: on("send_back_channel_nonce"),
            upstream_params: object("upstream_params"),
            dpop_signing_alg: text("dpop_signing_alg"),
            id_token_signed_response_algs: texts(&options.0, "id_token_signed_response_algs").collect(),
            id_token_session_expiry_supported: on("id_token_session_expiry_supported"),
            attribute_map: object("attribute_map"),
            set_user_root_attributes: word(options, "set_user_root_attributes").unwrap_or_default(),
            non_persistent_attrs: texts(&options.0, "non_persistent_attrs").collect(),
            domain_aliases: texts(&options.0, "domain_aliases").collect(),
            tenant_domain: text("tenant_domain"),
            icon_url: text("icon_url"),
        }
    }

    /// Of a connection whose options are visible.
    pub fn of_connection(connection: &'a Connection) -> Option<Self> {
        connection.options.as_ref().map(OidcOptions::of)
    }

    /// What client assertions are signed with; Auth0's default where its word is unknown.
    pub fn assertion_algorithm(&self) -> SigningAlgorithm {
        self.token_endpoint_auth_signing_alg.parse().unwrap_or(SigningAlgorithm::RS256)
    }

    /// Whether the connection authenticates at the provider by a key of its own.
    pub fn uses_private_key_jwt(&self) -> bool {
        self.token_endpoint_auth_method == AuthMethod::PrivateKeyJwt
    }

    /// Puts the reading over `options`: a member changes where it meant something else, and goes where nothing is said. White
    /// space around a text and between scopes, and the order of a list, mean nothing.
    pub fn write(&self, options: &mut Options) {
        let before = options.clone();
        for ((member, was), (_, is)) in OidcOptions::of(&before).members().into_iter().zip(self.members()) {
            match is {
                is if same(was.as_ref(), is.as_ref()) => {}
                Some(pkce) if member == PKCE => put_pkce(&mut options.0, pkce),
                Some(value) => drop(options.0.insert(member.to_owned(), value)),
                None => drop(options.0.shift_remove(member)),
            }
        }
    }

    /// Each member as it is written when it changes.
    fn members(&self) -> [(&'static str, Option<Value>); 26] {
        let text = |text: Option<&str>| text.map(|text| text.trim().into());
        let list = |list: &Vec<&str>| (!list.is_empty()).then(|| list.as_slice().into());
        let object = |object: Option<&Map<String, Value>>| object.cloned().map(Value::Object);
        [
            ("type", Some(json!(self.channel))),
            ("client_id", text(self.client_id)),
            ("client_secret", self.client_secret.as_ref().map(|secret| secret.expose().into())),
            ("token_endpoint_auth_method", Some(json!(self.token_endpoint_auth_method))),
            ("token_endpoint_auth_signing_alg", Some(self.token_endpoint_auth_signing_alg.into())),
            ("token_endpoint_jwtca_aud_format", Some(json!(self.token_endpoint_jwtca_aud_format))),
            ("discovery_url", text(self.discovery_url)),
            ("issuer", text(self.issuer)),
            ("authorization_endpoint", text(self.authorization_endpoint)),
            ("token_endpoint", text(self.token_endpoint)),
            ("userinfo_endpoint", text(self.userinfo_endpoint)),
            ("jwks_uri", text(self.jwks_uri)),
            ("oidc_metadata", object(self.oidc_metadata)),
            ("scope", Some(self.scope.split_whitespace().collect::<Vec<_>>().join(" ").into())),
            (PKCE, Some(self.pkce.setting().into())),
            ("send_back_channel_nonce", Some(self.send_back_channel_nonce.into())),
            ("upstream_params", object(self.upstream_params)),
            ("dpop_signing_alg", text(self.dpop_signing_alg)),
            ("id_token_signed_response_algs", list(&self.id_token_signed_response_algs)),
            ("id_token_session_expiry_supported", Some(self.id_token_session_expiry_supported.into())),
            ("attribute_map", object(self.attribute_map)),
            ("set_user_root_attributes", Some(json!(self.set_user_root_attributes))),
            ("non_persistent_attrs", list(&self.non_persistent_attrs)),
            ("domain_aliases", list(&self.domain_aliases)),
            ("tenant_domain", text(self.tenant_domain)),
            ("icon_url", text(self.icon_url)),
        ]
    }
}

const PKCE: &str = "connection_settings.pkce";

/// A word that is one of a few.
fn word<T: DeserializeOwned>(options: &Options, member: &str) -> Option<T> {
    T::deserialize(options.0.get(member)?).ok()
}

/// A list means the same in any order.
fn same(one: Option<&Value>, other: Option<&Value>) -> bool {
    match (one, other) {
        (Some(Value::Array(one)), Some(Value::Array(other))) => {
            one.iter().all(|item| other.contains(item)) && other.iter().all(|item| one.contains(item))
        }
        _ => one == other,
    }
}

/// The other members of `connection_settings` stay.
fn put_pkce(members: &mut Map<String, Value>, pkce: Value) {
    let settings = members.entry("connection_settings").or_insert_with(|| Value::Object(Map::new()));
    if !settings.is_object() {
        *settings = Value::Object(Map::new());
    }
    settings["pkce"] = pkce;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(value: Value) -> Options {
        serde_json::from_value(value).expect("options")
    }

    #[test]
    fn what_is_absent_empty_unknown_or_of_another_type_has_its_default() {
        let nothing = Options::default();
        let defaults = OidcOptions::of(&nothing);
        assert_eq!((defaults.channel, defaults.pkce, defaults.scope), (Channel::FrontChannel, Pkce::Auto, "openid"));
        assert_eq!(defaults.assertion_algorithm(), SigningAlgorithm::RS256);
        let strange = options(json!({
            "type": "side_channel", "client_id": "", "client_secret": null, "token_endpoint_auth_method": 7,
            "token_endpoint_jwtca_aud_format": "both", "scope": "", "connection_settings": "auto",
            "send_back_channel_nonce": "true", "upstream_params": [], "id_token_signed_response_algs": "RS256",
            "set_user_root_attributes": "sometimes", "domain_aliases": [null, 1], "icon_url": {},
        }));
        assert_eq!(OidcOptions::of(&strange), defaults);
    }

    #[test]
    fn a_reading_that_is_written_where_it_came_from_changes_nothing() {
        for value in [
            json!({}),
            json!({
                "scopes": "openid  email", "type": null, "connection_settings": { "pkce": "s256", "x": 1 },
                "domain_aliases": ["b.example", 4, "a.example"], "icon_url": " https://a.example ", "unknown": { "kept": [1] },
            }),
        ] {
            let mut written = options(value.clone());
            OidcOptions::of(&options(value.clone())).write(&mut written);
            assert_eq!(json!(written), value);
        }
    }

    #[test]
    fn a_reading_that_is_written_elsewhere_is_read_there_and_what_is_unknown_stays() {
        let said = options(json!({
            "type": "back_channel", "client_id": "client", "client_secret": "secret",
            "token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": "ES256",
            "token_endpoint_jwtca_aud_format": "issuer", "discovery_url": "https://a.example/.well-known/openid-configuration",
            "issuer": "https://a.example", "authorization_endpoint": "https://a.example/a", "token_endpoint": "https://a.example/t",
            "userinfo_endpoint": "https://a.example/u", "jwks_uri": "https://a.example/k", "oidc_metadata": { "issuer": "x" },
            "scope": "openid email", "connection_settings": { "pkce": "S256" }, "send_back_channel_nonce": true,
            "upstream_params": { "a": { "value": "b" } }, "dpop_signing_alg": "ES256",
            "id_token_signed_response_algs": ["ES256"], "id_token_session_expiry_supported": true,
            "attribute_map": { "mapping_mode": "use_map" }, "set_user_root_attributes": "never_on_login",
            "non_persistent_attrs": ["groups"], "domain_aliases": ["a.example"], "tenant_domain": "b.example",
            "icon_url": "https://a.example/i",
        }));
        let unknown = json!({ "kept": [1], "connection_settings": { "kept": 2 } });
        let mut written = options(unknown.clone());
        OidcOptions::of(&said).write(&mut written);
        assert_eq!(OidcOptions::of(&written), OidcOptions::of(&said));
        assert_eq!(written.0.len(), said.0.len() + 1, "every member was written");
        OidcOptions::of(&options(json!({}))).write(&mut written);
        assert_eq!(OidcOptions::of(&written), OidcOptions::of(&Options::default()));
        assert_eq!((&written.0["kept"], &written.0["connection_settings"]["kept"]), (&json!([1]), &json!(2)));
    }
}

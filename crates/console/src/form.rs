//! The form and the API's `options`, one to the other. Members that the form does not show stay as they are.

use std::collections::{BTreeMap, BTreeSet};

use lintel_management::{Connection, Options, options::FROM_METADATA};
use lintel_oidc::{Channel, discovery::unfinished_endpoint, loopback::is_loopback, sign_in::Pkce};
use serde_json::{Map, Value};
use url::Url;

use crate::{
    domains,
    stored_metadata::{forget_metadata, replace_metadata},
    upstream_params,
    view::{AuthAudience, AuthMethod, ConnectionForm, MappingForm, MetadataEdit, Problem, ProfileSync, SecretInput},
};

const AUTH_METHOD: &str = "token_endpoint_auth_method";
const AUTH_SIGNING_ALG: &str = "token_endpoint_auth_signing_alg";
const AUTH_AUDIENCE: &str = "token_endpoint_jwtca_aud_format";
const NONCE: &str = "send_back_channel_nonce";
const ID_TOKEN_ALGS: &str = "id_token_signed_response_algs";
const DPOP: &str = "dpop_signing_alg";
const SESSION_EXPIRY: &str = "id_token_session_expiry_supported";
const PROFILE_SYNC: &str = "set_user_root_attributes";
const DOMAINS: &str = "domain_aliases";
const TENANT_DOMAIN: &str = "tenant_domain";
const ICON_URL: &str = "icon_url";

impl ConnectionForm {
    /// The form of a connection, its secret left where it is.
    pub(crate) fn of(connection: &Connection) -> Self {
        let options = connection.options.clone().unwrap_or_default();
        let discovery_url = options.discovery_url().map(str::to_owned);
        ConnectionForm {
            name: connection.name.clone(),
            display_name: connection.display_name.clone().unwrap_or_else(|| connection.name.clone()),
            discovery_url: discovery_url.or_else(|| options.issuer().map(str::to_owned)).unwrap_or_default(),
            channel: channel(&options),
            client_id: options.client_id().unwrap_or_default().to_owned(),
            client_secret: SecretInput::Unchanged,
            auth_method: auth_method(&options),
            auth_signing_alg: auth_signing_alg(&options).to_owned(),
            auth_audience: auth_audience(&options),
            scope: options.scope().to_owned(),
            pkce: Pkce::from_setting(options.pkce()),
            profile_sync: profile_sync(&options),
            back_channel_nonce: is_on(&options, NONCE),
            id_token_algs: id_token_algs(&options),
            dpop_signing_alg: options.text(DPOP).map(str::to_owned),
            session_expiry: is_on(&options, SESSION_EXPIRY),
            upstream_params: upstream_params::read(&options),
            document: None,
            metadata: BTreeMap::new(),
            mapping: MappingForm::of(&options),
            domains: domain_aliases(&options),
            tenant_domain: options.text(TENANT_DOMAIN).unwrap_or_default().to_owned(),
            show_as_button: connection.show_as_button,
            icon_url: options.text(ICON_URL).unwrap_or_default().to_owned(),
        }
    }

    /// What a person can get wrong without anybody being asked: the first field that will not do.
    /// `saved` is the connection as the form was filled from it: a field that says what is saved hinders no other edit.
    pub(crate) fn validate(&self, saved: Option<&Connection>) -> Result<(), Problem> {
        let held = saved.map(ConnectionForm::of);
        let edited = |field: fn(&ConnectionForm) -> &str| {
            held.as_ref().is_none_or(|held| field(held).trim() != field(self).trim())
        };
        let nothing = Options::default();
        let options = saved.and_then(|saved| saved.options.as_ref()).unwrap_or(&nothing);
        if edited(|form| &form.name)
            && let Some(problem) = name_problem(&self.name)
        {
            return Err(problem);
        }
        for (name, edit) in &self.metadata {
            if let (true, MetadataEdit::Set { value }) = (FROM_METADATA.contains(&name.as_str()), edit) {
                endpoint_problem(name, value.as_str().unwrap_or_default()).map_or(Ok(()), Err)?;
            }
        }
        self.document_serves()?;
        self.mapping.attribute_map(options)?;
        upstream_params::validate(&self.upstream_params, self.channel, options)?;
        self.domains_serve(options)?;
        self.icon_url_serves(options)?;
        let length = self.display_name.trim().chars().count();
        if length > 128 && edited(|form| &form.display_name) {
            return Err(Problem::new("display-name-too-long", format!("The display name has {length} characters."))
                .at("display_name")
                .remedy("Use up to 128."));
        }
        if self.discovery_url.trim().is_empty() && edited(|form| &form.discovery_url) {
            return Err(Problem::new("discovery-url-missing", "The discovery URL is empty.")
                .at("discovery_url")
                .remedy("Enter the provider's issuer, base URL or full discovery URL."));
        }
        if self.client_id.trim().is_empty() && edited(|form| &form.client_id) {
            return Err(Problem::new("client-id-missing", "The client ID is empty.")
                .at("client_id")
                .remedy("Copy it from the application that you registered at the provider."));
        }
        let openid = self.scope.split_whitespace().any(|scope| scope == "openid");
        if !openid && edited(|form| &form.scope) {
            return Err(Problem::new("openid-scope-missing", format!("The scopes “{}” lack openid.", self.scope))
                .at("scope")
                .remedy("Add openid: without it the provider sends no ID token."));
        }
        Ok(())
    }

    fn domains_serve(&self, current: &Options) -> Result<(), Problem> {
        let held = domain_aliases(current);
        if self.domains.len() > domains::MOST && self.domains.len() > held.len() {
            let message =
                format!("There are {} domains, and a connection has up to {}.", self.domains.len(), domains::MOST);
            return Err(Problem::new("domains-too-many", message).at("domains").remedy("Remove some of them."));
        }
        let unsound = |domain: &&String| !held.contains(domain) && domains::read(domain).as_ref() != Ok(*domain);
        if let Some(domain) = self.domains.iter().find(unsound) {
            let why = domains::read(domain).err().unwrap_or_else(|| "It is more than a domain.".to_owned());
            return Err(
                Problem::new("domain-invalid", format!("“{domain}” will not do as a domain. {why}")).at("domains")
            );
        }
        Ok(())
    }

    fn icon_url_serves(&self, current: &Options) -> Result<(), Problem> {
        let icon_url = self.icon_url.trim();
        if icon_url.is_empty() || current.text(ICON_URL).map(str::trim) == Some(icon_url) {
            return Ok(());
        }
        let problem = |message: String, remedy: &str| {
            Err(Problem::new("icon-url-unusable", message).at("icon_url").remedy(remedy))
        };
        if !Url::parse(icon_url).is_ok_and(|url| url.scheme() == "https") {
            return problem(
                format!("The logo URL “{icon_url}” is not an https URL."),
                "Enter the whole URL with https://. Login pages load no image over plain http.",
            );
        }
        let length = icon_url.chars().count();
        if length > 255 {
            return problem(
                format!("The logo URL has {length} characters."),
                "Use up to 255: put the image at a shorter address.",
            );
        }
        Ok(())
    }

    /// A client that authenticates with its secret needs one: a new one, or the one that is saved. Where it is saved without one
    /// already, that hinders no other edit.
    pub(crate) fn has_secret(&self, saved: Option<&Connection>) -> Result<(), Problem> {
        let enough = match &self.client_secret {
            SecretInput::Replace(secret) => !secret.expose().is_empty(),
            SecretInput::Unchanged => saved.is_some_and(|saved| {
                let held = saved.options.as_ref().and_then(Options::client_secret).is_some();
                held || ConnectionForm::of(saved).uses_secret()
            }),
        };
        if !self.uses_secret() || enough {
            return Ok(());
        }
        Err(Problem::new("client-secret-missing", "Back Channel needs a client secret, and there is none.")
            .at("client_secret")
            .remedy("Create a client secret at the provider and paste its value."))
    }

    fn uses_secret(&self) -> bool {
        self.channel == Channel::BackChannel && self.auth_method == AuthMethod::ClientSecretPost
    }

    /// An edit of a member that only the stored document can hold needs that document; where the connection has none, or its
    /// discovery URL changes and takes it along, the edit would be lost.
    pub(crate) fn metadata_is_kept_in(&self, options: &Options) -> Result<(), Problem> {
        let lost = self.metadata.iter().find(|(name, edit)| {
            let (MetadataEdit::Set { value } | MetadataEdit::Live { value }) = edit else { return false };
            let held = match FROM_METADATA.contains(&name.as_str()) {
                true => options.0.get(*name),
                false => options.oidc_metadata().and_then(|metadata| metadata.get(*name)),
            };
            held != Some(value)
        });
        lost.map_or(Ok(()), |(name, _)| {
            Err(Problem::new("metadata-not-stored", format!("{name} has no stored metadata document to stand in."))
                .at("metadata")
                .remedy("Save the discovery URL first, so that the tenant stores the document; then edit it."))
        })
    }

    pub(crate) fn display_name(&self) -> &str {
        match self.display_name.trim() {
            "" => &self.name,
            display_name => display_name,
        }
    }

    /// `options` as they are to be: `current` with the form's fields in them. `discovery_url` is the URL that answered.
    pub(crate) fn options(&self, current: Option<&Options>, discovery_url: &str) -> Options {
        let mut options = current.cloned().unwrap_or_default();
        let elsewhere = options.discovery_url() != Some(discovery_url) && Some(discovery_url) != options.issuer();
        if elsewhere && !discovery_url.is_empty() {
            forget_metadata(&mut options.0);
            options.0.insert("discovery_url".to_owned(), discovery_url.into());
        }
        if let Some(document) = &self.document {
            replace_metadata(&mut options.0, document);
        }
        self.put_metadata(&mut options.0);
        if channel(&options) != self.channel || current.is_none() {
            let channel_type = match self.channel {
                Channel::FrontChannel => "front_channel",
                Channel::BackChannel => "back_channel",
            };
            options.0.insert("type".to_owned(), channel_type.into());
        }
        if options.client_id().unwrap_or_default().trim() != self.client_id.trim() {
            options.0.insert("client_id".to_owned(), self.client_id.trim().into());
        }
        self.put_client_authentication(&mut options);
        self.put_profile(&mut options);
        let members = &mut options.0;
        // A way to authenticate without the secret keeps the one that is saved, for the way back.
        if let (SecretInput::Replace(secret), true) = (&self.client_secret, self.uses_secret()) {
            members.insert("client_secret".to_owned(), secret.expose().into());
        }
        self.put_scope(members);
        self.put_pkce(members);
        self.put_mapping(members);
        self.put_sync(&mut options);
        self.put_login_experience(&mut options);
        options
    }

    /// Each edited member where it belongs: those that a connection can say itself at the top, all others in the stored document.
    fn put_metadata(&self, members: &mut Map<String, Value>) {
        for (name, edit) in &self.metadata {
            let own = FROM_METADATA.contains(&name.as_str());
            let stored = members.get("oidc_metadata").and_then(|metadata| metadata.get(name)).cloned();
            let value = match edit {
                MetadataEdit::Set { value } | MetadataEdit::Live { value } => Some(value.clone()),
                MetadataEdit::Stored => stored,
            };
            if own {
                match &value {
                    Some(value) => members.insert(name.clone(), value.clone()),
                    None => members.shift_remove(name),
                };
            }
            let document = match edit {
                MetadataEdit::Set { .. } => !own,
                MetadataEdit::Live { .. } => true,
                MetadataEdit::Stored => false,
            };
            if let (true, Some(value), Some(Value::Object(metadata))) =
                (document, value, members.get_mut("oidc_metadata"))
            {
                metadata.insert(name.clone(), value);
            }
        }
    }

    fn put_client_authentication(&self, options: &mut Options) {
        if auth_method(options) != self.auth_method {
            let method = match self.auth_method {
                AuthMethod::ClientSecretPost => "client_secret_post",
                AuthMethod::PrivateKeyJwt => "private_key_jwt",
            };
            options.0.insert(AUTH_METHOD.to_owned(), method.into());
        }
        if auth_signing_alg(options) != self.auth_signing_alg {
            options.0.insert(AUTH_SIGNING_ALG.to_owned(), self.auth_signing_alg.as_str().into());
        }
        if auth_audience(options) != self.auth_audience {
            let audience = match self.auth_audience {
                AuthAudience::TokenEndpoint => "token_endpoint",
                AuthAudience::Issuer => "issuer",
            };
            options.0.insert(AUTH_AUDIENCE.to_owned(), audience.into());
        }
    }

    /// Settings of the connection profile whose absence is their default: where nothing is chosen, the member goes.
    fn put_profile(&self, options: &mut Options) {
        if is_on(options, NONCE) != self.back_channel_nonce {
            options.0.insert(NONCE.to_owned(), self.back_channel_nonce.into());
        }
        if is_on(options, SESSION_EXPIRY) != self.session_expiry {
            options.0.insert(SESSION_EXPIRY.to_owned(), self.session_expiry.into());
        }
        let algorithms: BTreeSet<&String> = self.id_token_algs.iter().collect();
        if !id_token_algs(options).iter().collect::<BTreeSet<_>>().eq(&algorithms) {
            let chosen = (!algorithms.is_empty()).then(|| self.id_token_algs.as_slice().into());
            put_or_remove(&mut options.0, ID_TOKEN_ALGS, chosen);
        }
        if options.text(DPOP) != self.dpop_signing_alg.as_deref() {
            put_or_remove(&mut options.0, DPOP, self.dpop_signing_alg.as_deref().map(Value::from));
        }
        upstream_params::put(&self.upstream_params, &mut options.0);
    }

    /// `scope`, unless what is there says the same, be it under `scopes` or with other white space.
    fn put_scope(&self, members: &mut Map<String, Value>) {
        let wanted: Vec<&str> = self.scope.split_whitespace().collect();
        if !Options(members.clone()).scope().split_whitespace().eq(wanted.iter().copied()) {
            members.insert("scope".to_owned(), wanted.join(" ").into());
        }
    }

    /// `connection_settings.pkce`; its other members stay. Unset and unknown words mean auto.
    fn put_pkce(&self, members: &mut Map<String, Value>) {
        if Pkce::from_setting(Options(members.clone()).pkce()) == self.pkce {
            return;
        }
        let settings = members.entry("connection_settings").or_insert_with(|| Value::Object(Map::new()));
        if !settings.is_object() {
            *settings = Value::Object(Map::new());
        }
        settings["pkce"] = self.pkce.setting().into();
    }

    /// A mapping that will not do has been refused by `validate`.
    fn put_mapping(&self, members: &mut Map<String, Value>) {
        if let Ok(Some(map)) = self.mapping.attribute_map(&Options(members.clone())) {
            members.insert("attribute_map".to_owned(), Value::Object(map));
        }
    }

    fn put_sync(&self, options: &mut Options) {
        if profile_sync(options) != self.profile_sync {
            let wanted = match self.profile_sync {
                ProfileSync::OnEachLogin => "on_each_login",
                ProfileSync::OnFirstLogin => "on_first_login",
                ProfileSync::NeverOnLogin => "never_on_login",
            };
            options.0.insert(PROFILE_SYNC.to_owned(), wanted.into());
        }
    }

    /// What a login page shows of the connection and which addresses lead to it, as far as `options` have it. Where nothing
    /// is entered, the member goes.
    pub(crate) fn put_login_experience(&self, options: &mut Options) {
        let keys = |domains: &[String]| domains.iter().map(|domain| domains::key(domain)).collect::<BTreeSet<_>>();
        if keys(&domain_aliases(options)) != keys(&self.domains) {
            let domains = (!self.domains.is_empty()).then(|| self.domains.as_slice().into());
            put_or_remove(&mut options.0, DOMAINS, domains);
        }
        for (member, text) in [(TENANT_DOMAIN, self.tenant_domain.trim()), (ICON_URL, self.icon_url.trim())] {
            if options.text(member).unwrap_or_default().trim() != text {
                put_or_remove(&mut options.0, member, (!text.is_empty()).then(|| text.into()));
            }
        }
    }
}

/// Unset and unknown words mean `on_each_login`.
fn profile_sync(options: &Options) -> ProfileSync {
    match options.set_user_root_attributes() {
        "on_first_login" => ProfileSync::OnFirstLogin,
        "never_on_login" => ProfileSync::NeverOnLogin,
        _ => ProfileSync::OnEachLogin,
    }
}

pub(crate) fn domain_aliases(options: &Options) -> Vec<String> {
    texts(options, DOMAINS)
}

/// Unset, null and unknown words mean `client_secret_post`.
fn auth_method(options: &Options) -> AuthMethod {
    match options.text(AUTH_METHOD) {
        Some("private_key_jwt") => AuthMethod::PrivateKeyJwt,
        _ => AuthMethod::ClientSecretPost,
    }
}

fn auth_signing_alg(options: &Options) -> &str {
    options.text(AUTH_SIGNING_ALG).unwrap_or("RS256")
}

fn auth_audience(options: &Options) -> AuthAudience {
    match options.text(AUTH_AUDIENCE) {
        Some("issuer") => AuthAudience::Issuer,
        _ => AuthAudience::TokenEndpoint,
    }
}

fn id_token_algs(options: &Options) -> Vec<String> {
    texts(options, ID_TOKEN_ALGS)
}

fn texts(options: &Options, member: &str) -> Vec<String> {
    let listed = options.0.get(member).and_then(Value::as_array);
    listed.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn is_on(options: &Options, member: &str) -> bool {
    options.0.get(member).and_then(Value::as_bool).unwrap_or_default()
}

fn put_or_remove(members: &mut Map<String, Value>, member: &str, value: Option<Value>) {
    match value {
        Some(value) => members.insert(member.to_owned(), value),
        None => members.shift_remove(member),
    };
}

/// What is wrong with an issuer or endpoint that a person entered.
fn endpoint_problem(name: &str, value: &str) -> Option<Problem> {
    if let Some(finding) = unfinished_endpoint(name, value).filter(|_| name != "issuer") {
        let problem = Problem::new(&finding.code, finding.message).at("metadata");
        return Some(
            problem.remedy("Enter the whole URL, with what stands for {…} and without # and what follows it."),
        );
    }
    let sound =
        Url::parse(value).is_ok_and(|url| url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url)));
    (!sound).then(|| {
        Problem::new("endpoint-unusable", format!("{name} is “{value}”, which is not an https URL."))
            .at("metadata")
            .remedy("Enter the whole URL with https://. Plain http is accepted for this computer only.")
    })
}

pub(crate) fn channel(options: &Options) -> Channel {
    match options.channel_type() {
        "back_channel" => Channel::BackChannel,
        _ => Channel::FrontChannel,
    }
}

/// What is wrong with a connection name (Management API, `ConnectionName`), if anything.
/// Blanks around it are not part of it.
pub(crate) fn name_problem(name: &str) -> Option<Problem> {
    let name = name.trim();
    let rule = "Use letters, digits and single hyphens between them, up to 128 characters.";
    let problem = |message: String| Some(Problem::new("name-invalid", message).at("name").remedy(rule));
    if name.is_empty() {
        return problem("The connection name is empty.".to_owned());
    }
    if let Some(character) = name.chars().find(|character| !character.is_ascii_alphanumeric() && *character != '-') {
        let named = match character {
            _ if character.is_whitespace() => "A blank".to_owned(),
            _ if character.is_ascii_graphic() || character.is_alphanumeric() => format!("“{character}”"),
            _ => format!("The character U+{:04X}", u32::from(character)),
        };
        return problem(format!("{named} cannot be in a connection name."));
    }
    if name.len() > 128 {
        return problem(format!("The connection name has {} characters.", name.len()));
    }
    if name.starts_with('-') || name.ends_with('-') || name.contains("--") {
        return problem(format!("“{name}” has a hyphen at an edge or two in a row."));
    }
    None
}

/// The connection name that is nearest to a text: `acme-corp` of `Acme Corp`. None where nothing of it can be in a name.
pub(crate) fn name_like(text: &str) -> Option<String> {
    let mut name = String::new();
    for character in text.chars().flat_map(char::to_lowercase) {
        match spelled(character) {
            Some(letters) => name.push_str(letters),
            None if character.is_ascii_alphanumeric() => name.push(character),
            None if !name.is_empty() && !name.ends_with('-') => name.push('-'),
            None => {}
        }
    }
    // Room for a number behind it.
    name.truncate(120);
    let name = name.trim_end_matches('-');
    (!name.is_empty()).then(|| name.to_owned())
}

/// A letter of western Europe in ASCII.
fn spelled(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ä' | 'æ' => "ae",
        'ö' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        'à' | 'á' | 'â' | 'ã' | 'å' => "a",
        'ç' => "c",
        'è'..='ë' => "e",
        'ì'..='ï' => "i",
        'ñ' => "n",
        'ò'..='õ' | 'ø' => "o",
        'ù'..='û' => "u",
        'ý' | 'ÿ' => "y",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use lintel_oidc::Secret;
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::view::{UpstreamParam, UpstreamSource};

    fn form() -> ConnectionForm {
        ConnectionForm {
            name: "acme".to_owned(),
            display_name: "Acme".to_owned(),
            discovery_url: "https://new.example".to_owned(),
            client_id: "client".to_owned(),
            scope: "openid email".to_owned(),
            ..ConnectionForm::default()
        }
    }

    fn options(value: Value) -> Options {
        serde_json::from_value(value).expect("options")
    }

    #[test]
    fn an_endpoint_with_a_placeholder_or_a_fragment_is_refused_as_it_is_entered() {
        for (member, value, code) in [
            ("token_endpoint", "https://op.example/{tenant}/token", Some("endpoint-templated")),
            ("jwks_uri", "https://{host}/keys", Some("endpoint-templated")),
            ("authorization_endpoint", "https://op.example/authorize#top", Some("endpoint-with-fragment")),
            ("authorization_endpoint", "http://op.example/authorize", Some("endpoint-unusable")),
            ("authorization_endpoint", "https://op.example/authorize?realm=a", None),
            ("issuer", "https://op.example/{tenant}", None),
        ] {
            let problem = endpoint_problem(member, value);
            assert_eq!(problem.map(|problem| problem.code).as_deref(), code, "{value}");
        }
    }

    const NEW: &str = "https://new.example/.well-known/openid-configuration";

    #[test]
    fn a_changed_discovery_url_takes_the_old_metadata_with_it_and_keeps_overrides() {
        let current = options(json!({
            "discovery_url": "https://old.example/.well-known/openid-configuration",
            "oidc_metadata": { "issuer": "https://old.example", "jwks_uri": "https://old.example/keys" },
            "issuer": "https://old.example", "jwks_uri": "https://override.example/keys", "custom": { "kept": [1] },
        }));
        let edited = form().options(Some(&current), NEW);
        assert_eq!(edited.discovery_url(), Some(NEW));
        assert_eq!(edited.oidc_metadata(), None);
        assert_eq!(edited.issuer(), None);
        assert_eq!(edited.text("jwks_uri"), Some("https://override.example/keys"));
        assert_eq!(edited.0["custom"], json!({ "kept": [1] }));
    }

    #[test]
    fn edits_of_the_metadata_go_where_they_belong() {
        let current = options(json!({
            "discovery_url": NEW, "jwks_uri": "https://a.example/keys",
            "oidc_metadata": { "jwks_uri": "https://a.example/keys", "scopes_supported": ["openid"], "x": 1 },
        }));
        let edited = |name: &str, edit: MetadataEdit| {
            let metadata = BTreeMap::from([(name.to_owned(), edit)]);
            ConnectionForm { metadata, ..form() }.options(Some(&current), NEW)
        };
        let set = edited("jwks_uri", MetadataEdit::Set { value: json!("https://b.example/keys") });
        assert_eq!(set.text("jwks_uri"), Some("https://b.example/keys"));
        assert_eq!(set.oidc_metadata(), current.oidc_metadata());
        let live = edited("jwks_uri", MetadataEdit::Live { value: json!("https://c.example/keys") });
        assert_eq!(live.text("jwks_uri"), Some("https://c.example/keys"));
        assert_eq!(live.0["oidc_metadata"]["jwks_uri"], "https://c.example/keys");
        let set = edited("scopes_supported", MetadataEdit::Set { value: json!(["openid", "email"]) });
        assert_eq!(set.0["oidc_metadata"]["scopes_supported"], json!(["openid", "email"]));
        assert!(!set.0.contains_key("scopes_supported"));
        let back =
            ConnectionForm { metadata: BTreeMap::from([("jwks_uri".to_owned(), MetadataEdit::Stored)]), ..form() };
        assert_eq!(back.options(Some(&live), NEW).text("jwks_uri"), Some("https://c.example/keys"));
        let edit = MetadataEdit::Set { value: json!(["openid"]) };
        let homeless = ConnectionForm { metadata: BTreeMap::from([("scopes_supported".to_owned(), edit)]), ..form() };
        let without = homeless.options(Some(&options(json!({ "discovery_url": NEW }))), NEW);
        assert_eq!(homeless.metadata_is_kept_in(&without).expect_err("refused").field.as_deref(), Some("metadata"));
        assert_eq!(homeless.metadata_is_kept_in(&homeless.options(Some(&current), NEW)), Ok(()));
        let bad = MetadataEdit::Set { value: json!("http://a.example/keys") };
        let bad = ConnectionForm { metadata: BTreeMap::from([("jwks_uri".to_owned(), bad)]), ..form() };
        assert_eq!(bad.validate(None).expect_err("refused").field.as_deref(), Some("metadata"));
    }

    #[test]
    fn pkce_changes_alone() {
        let current = options(json!({ "connection_settings": { "pkce": "S256", "other": 1 } }));
        let disabled = ConnectionForm { pkce: Pkce::Disabled, ..form() }.options(Some(&current), NEW);
        assert_eq!(disabled.0["connection_settings"], json!({ "pkce": "disabled", "other": 1 }));
        let set = ConnectionForm { pkce: Pkce::S256, ..form() }.options(Some(&options(json!({}))), NEW);
        assert_eq!(set.0["connection_settings"], json!({ "pkce": "S256" }));
        assert!(!form().options(Some(&options(json!({}))), NEW).0.contains_key("connection_settings"));
    }

    #[test]
    fn an_unchanged_secret_goes_back_as_it_is() {
        let current = options(json!({ "client_secret": " s3cret ", "connection_settings": { "pkce": "S256" } }));
        let edited = form().options(Some(&current), NEW);
        assert_eq!(edited.client_secret(), Some(" s3cret "));
        let replaced = ConnectionForm { client_secret: SecretInput::Replace(Secret::new("new")), ..form() };
        assert_eq!(replaced.options(Some(&current), NEW).client_secret(), Some("new"));
    }

    #[test]
    fn what_the_form_says_already_is_not_written_again() {
        let current = options(
            json!({ "type": "back_channel", "discovery_url": NEW, "client_id": " client ", "scope": " openid   email", "x": null }),
        );
        assert_eq!(form().options(Some(&current), NEW), current);
    }

    #[test]
    fn what_is_unset_null_or_unknown_reads_as_the_default_and_stays_as_it_is() {
        for current in [
            json!({}),
            json!({
                "token_endpoint_auth_method": null, "token_endpoint_auth_signing_alg": null,
                "id_token_signed_response_algs": null, "upstream_params": null,
            }),
            json!({
                "token_endpoint_auth_method": "client_secret_basic", "token_endpoint_jwtca_aud_format": "other",
                "send_back_channel_nonce": "yes", "id_token_signed_response_algs": [], "dpop_signing_alg": "",
            }),
            json!({ "token_endpoint_auth_signing_alg": "RS256", "send_back_channel_nonce": false }),
        ] {
            let mut current = options(current);
            current.0.extend(options(json!({ "discovery_url": NEW, "type": "back_channel", "client_id": "client", "scope": "openid email" })).0);
            assert_eq!(form().options(Some(&current), NEW), current);
        }
    }

    #[test]
    fn each_setting_is_written_where_the_api_has_it_and_goes_when_nothing_is_chosen() {
        let chosen = ConnectionForm {
            auth_method: AuthMethod::PrivateKeyJwt,
            auth_signing_alg: "PS256".to_owned(),
            auth_audience: AuthAudience::Issuer,
            back_channel_nonce: true,
            id_token_algs: vec!["ES256".to_owned(), "RS256".to_owned()],
            dpop_signing_alg: Some("Ed25519".to_owned()),
            session_expiry: true,
            upstream_params: vec![UpstreamParam {
                name: "screen_name".to_owned(),
                source: UpstreamSource::Alias { alias: "login_hint".to_owned() },
            }],
            ..form()
        };
        let current = options(json!({ "not_declared": 1 }));
        let written = chosen.options(Some(&current), NEW);
        let expected = json!({
            "token_endpoint_auth_method": "private_key_jwt",
            "token_endpoint_auth_signing_alg": "PS256",
            "token_endpoint_jwtca_aud_format": "issuer",
            "send_back_channel_nonce": true,
            "id_token_signed_response_algs": ["ES256", "RS256"],
            "dpop_signing_alg": "Ed25519",
            "id_token_session_expiry_supported": true,
            "upstream_params": { "screen_name": { "alias": "login_hint" } },
            "not_declared": 1,
        });
        for (member, value) in expected.as_object().expect("members") {
            assert_eq!(written.0.get(member), Some(value), "{member}");
        }
        let reordered =
            ConnectionForm { id_token_algs: vec!["RS256".to_owned(), "ES256".to_owned()], ..chosen.clone() };
        assert_eq!(reordered.options(Some(&written), NEW), written);

        let back = form().options(Some(&written), NEW);
        assert_eq!(back.text("token_endpoint_auth_method"), Some("client_secret_post"));
        assert_eq!(back.0["send_back_channel_nonce"], false);
        for member in ["id_token_signed_response_algs", "dpop_signing_alg", "upstream_params"] {
            assert!(!back.0.contains_key(member), "{member}");
        }
        assert_eq!(back.0["not_declared"], 1);
    }

    #[test]
    fn when_a_profile_follows_the_provider_is_written_only_where_its_meaning_changes() {
        let syncing = |profile_sync| ConnectionForm { profile_sync, ..form() };
        for (stored, profile_sync) in [
            (json!({}), ProfileSync::OnEachLogin),
            (json!({ "set_user_root_attributes": null }), ProfileSync::OnEachLogin),
            (json!({ "set_user_root_attributes": "other" }), ProfileSync::OnEachLogin),
            (json!({ "set_user_root_attributes": "on_first_login" }), ProfileSync::OnFirstLogin),
            (json!({ "set_user_root_attributes": "never_on_login" }), ProfileSync::NeverOnLogin),
        ] {
            let written = syncing(profile_sync).options(Some(&options(stored.clone())), NEW);
            assert_eq!(written.0.get("set_user_root_attributes"), stored.get("set_user_root_attributes"), "{stored}");
        }
        let first = options(json!({ "set_user_root_attributes": "on_first_login" }));
        for (profile_sync, word) in
            [(ProfileSync::NeverOnLogin, "never_on_login"), (ProfileSync::OnEachLogin, "on_each_login")]
        {
            assert_eq!(syncing(profile_sync).options(Some(&first), NEW).set_user_root_attributes(), word);
        }
    }

    #[test]
    fn domains_and_logo_are_written_when_they_change_and_go_when_they_are_empty() {
        let current = options(json!({
            "domain_aliases": ["B.example", "bücher.example"], "tenant_domain": "a.example",
            "icon_url": "https://cdn.example/a.svg",
        }));
        let shown = ConnectionForm {
            domains: vec!["xn--bcher-kva.example".to_owned(), "b.example".to_owned()],
            tenant_domain: "a.example".to_owned(),
            icon_url: " https://cdn.example/a.svg ".to_owned(),
            ..form()
        };
        let same = shown.options(Some(&current), NEW);
        for member in ["domain_aliases", "tenant_domain", "icon_url"] {
            assert_eq!(same.0.get(member), current.0.get(member), "{member}");
        }
        let fewer = ConnectionForm { domains: vec!["b.example".to_owned()], ..shown };
        assert_eq!(fewer.options(Some(&current), NEW).0["domain_aliases"], json!(["b.example"]));
        let none = form().options(Some(&current), NEW);
        for member in ["domain_aliases", "tenant_domain", "icon_url"] {
            assert!(!none.0.contains_key(member), "{member}");
        }
    }

    #[test]
    fn a_domain_or_logo_that_will_not_do_is_refused() {
        let long = format!("https://cdn.example/{}", "x".repeat(236));
        let with = |domains: &[&str], icon_url: &str| ConnectionForm {
            domains: domains.iter().map(|domain| (*domain).to_owned()).collect(),
            icon_url: icon_url.to_owned(),
            ..form()
        };
        for (form, field) in [
            (with(&["Acme.example"], ""), "domains"),
            (with(&["ok.example", "*.acme.example"], ""), "domains"),
            (with(&["ada@acme.example"], ""), "domains"),
            (with(&[], "http://cdn.example/logo.png"), "icon_url"),
            (with(&[], "logo.png"), "icon_url"),
            (with(&[], &long), "icon_url"),
        ] {
            assert_eq!(form.validate(None).expect_err(field).field.as_deref(), Some(field), "{form:?}");
        }
        assert_eq!(
            with(&["acme.example", "xn--bcher-kva.example"], "https://cdn.example/a.png").validate(None),
            Ok(())
        );
        let many: Vec<String> = (0..=domains::MOST).map(|number| format!("d{number}.example")).collect();
        let problem = ConnectionForm { domains: many, ..form() }.validate(None).expect_err("too many");
        assert!(problem.message.contains("1001 domains"), "{}", problem.message);
    }

    #[test]
    fn private_key_jwt_needs_no_secret_and_keeps_the_one_that_is_saved() {
        let typed = SecretInput::Replace(Secret::new("typed"));
        let signs = ConnectionForm { auth_method: AuthMethod::PrivateKeyJwt, client_secret: typed, ..form() };
        assert_eq!(signs.has_secret(None), Ok(()));
        let saved = options(json!({ "client_secret": "saved" }));
        assert_eq!(signs.options(Some(&saved), NEW).client_secret(), Some("saved"));
        assert_eq!(form().has_secret(None).expect_err("refused").field.as_deref(), Some("client_secret"));
    }

    #[test]
    fn scopes_in_the_published_spelling_stay_where_they_are_until_they_change() {
        let current = options(json!({ "scopes": "openid email" }));
        assert!(!form().options(Some(&current), NEW).0.contains_key("scope"));
        let changed = ConnectionForm { scope: "openid".to_owned(), ..form() };
        assert_eq!(changed.options(Some(&current), NEW).scope(), "openid");
    }

    #[test]
    fn names_are_held_to_the_rule() {
        for good in ["a", "acme-entra", "A1-b2", &"x".repeat(128)] {
            assert_eq!(name_problem(good), None, "{good}");
        }
        assert_eq!(name_problem(" acme "), None, "blanks around a name are not part of it");
        for bad in ["", "-a", "a-", "a--b", "a_b", "ä", "a b", &"x".repeat(129)] {
            assert!(name_problem(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn what_cannot_be_in_a_name_is_named_so_that_it_is_seen() {
        let message = |name| name_problem(name).expect("a problem").message;
        assert_eq!(message("a b"), "A blank cannot be in a connection name.");
        assert_eq!(message("a_b"), "“_” cannot be in a connection name.");
        assert_eq!(message("a\u{200b}b"), "The character U+200B cannot be in a connection name.");
    }

    #[test]
    fn the_nearest_name_of_a_text_is_a_name() {
        for (text, name) in [
            ("Acme Corp", Some("acme-corp")),
            (" acme_entra (prod) ", Some("acme-entra-prod")),
            ("Müller & Söhne", Some("mueller-soehne")),
            ("two--hyphens", Some("two-hyphens")),
            ("-a-", Some("a")),
            ("名前", None),
            ("", None),
        ] {
            assert_eq!(name_like(text).as_deref(), name, "{text}");
        }
        let long = name_like(&"x y".repeat(100)).expect("a name");
        assert_eq!(name_problem(&long), None);
    }

    /// What another tool, or an older rule, may have left in a connection.
    fn whatever_is_saved() -> impl Strategy<Value = Connection> {
        let texts = || {
            prop_oneof![
                Just(Value::Null),
                Just(json!("")),
                Just(json!(" x ")),
                Just(json!("http://op.example")),
                Just(json!("back_channel")),
                Just(json!("private_key_jwt")),
                Just(json!("openid  email ")),
                Just(json!("email")),
                Just(json!("x".repeat(300))),
                Just(json!(5)),
                Just(json!([" a", "*.b.example", "c.example", 7])),
                Just(json!({ "": { "value": "" }, " state": { "alias": "x" }, "scope": { "value": "y" } })),
                Just(json!({ "mapping_mode": "use_map", "attributes": "none", "pkce": "S257", "x": 1 })),
            ]
        };
        let members = prop::collection::vec((prop::sample::select(MEMBERS.as_slice()), texts()), 0..12);
        let name = prop_oneof![Just("acme".to_owned()), Just("a_b".to_owned()), Just("-".repeat(200))];
        let display_name = prop_oneof![
            Just(None),
            Just(Some(String::new())),
            Just(Some(" A ".to_owned())),
            Just(Some("x".repeat(200)))
        ];
        (name, display_name, members).prop_map(|(name, display_name, members)| Connection {
            id: "con_1".to_owned(),
            name,
            strategy: "oidc".to_owned(),
            display_name,
            options: Some(Options(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())),
            show_as_button: false,
            other: Map::new(),
        })
    }

    const MEMBERS: [&str; 18] = [
        "type",
        "client_id",
        "client_secret",
        "discovery_url",
        "issuer",
        "scope",
        "scopes",
        "connection_settings",
        "attribute_map",
        "set_user_root_attributes",
        AUTH_METHOD,
        AUTH_SIGNING_ALG,
        AUTH_AUDIENCE,
        ID_TOKEN_ALGS,
        DPOP,
        DOMAINS,
        ICON_URL,
        upstream_params::MEMBER,
    ];

    /// A field, and an edit of it.
    type FieldEdit = (&'static str, fn(&mut ConnectionForm));

    /// Each field with a sound value that no saved connection above has.
    fn edits() -> Vec<FieldEdit> {
        vec![
            ("display_name", |form| form.display_name = "Acme".to_owned()),
            ("discovery_url", |form| form.discovery_url = NEW.to_owned()),
            ("client_id", |form| form.client_id = "client".to_owned()),
            ("client_secret", |form| form.client_secret = SecretInput::Replace(Secret::new("new"))),
            ("auth_signing_alg", |form| form.auth_signing_alg = "ES384".to_owned()),
            ("scope", |form| form.scope = "openid phone".to_owned()),
            ("pkce", |form| form.pkce = Pkce::Plain),
            ("profile_sync", |form| form.profile_sync = ProfileSync::NeverOnLogin),
            ("back_channel_nonce", |form| form.back_channel_nonce = true),
            ("id_token_algs", |form| form.id_token_algs = vec!["PS256".to_owned()]),
            ("dpop_signing_alg", |form| form.dpop_signing_alg = Some("ES512".to_owned())),
            ("session_expiry", |form| form.session_expiry = true),
            ("upstream_params", |form| {
                let source = UpstreamSource::Value { value: "login".to_owned() };
                form.upstream_params.push(UpstreamParam { name: "prompt".to_owned(), source });
            }),
            ("domains", |form| form.domains.push("new.example".to_owned())),
            ("tenant_domain", |form| form.tenant_domain = "new.example".to_owned()),
            ("show_as_button", |form| form.show_as_button = true),
            ("icon_url", |form| form.icon_url = "https://cdn.example/new.svg".to_owned()),
        ]
    }

    mod properties {
        use super::*;
        use crate::hold::hold;

        #[test]
        fn whatever_is_saved_hinders_no_other_edit_and_stays_as_it_is() {
            hold(256, whatever_is_saved(), |saved| {
                let options = saved.options.clone().expect("options");
                let form = ConnectionForm::of(&saved);
                prop_assert_eq!(form.options(Some(&options), &form.discovery_url), options);
                let nothing: FieldEdit = ("nothing", |_| {});
                for (field, edit) in edits().into_iter().chain([nothing]) {
                    let mut edited = form.clone();
                    edit(&mut edited);
                    prop_assert_eq!(edited.validate(Some(&saved)), Ok(()), "{}", field);
                    prop_assert_eq!(edited.has_secret(Some(&saved)), Ok(()), "{}", field);
                }
                Ok(())
            });
        }
    }

    #[test]
    fn a_field_that_will_not_do_is_refused_where_it_is_edited() {
        let saved = Connection {
            id: "con_1".to_owned(),
            name: "a_b".to_owned(),
            strategy: "oidc".to_owned(),
            display_name: Some("x".repeat(200)),
            options: Some(options(json!({ "scope": "email", "client_id": "" }))),
            show_as_button: false,
            other: Map::new(),
        };
        let refused: [FieldEdit; 6] = [
            ("name", |form| form.name = "b_c".to_owned()),
            ("display_name", |form| form.display_name = "y".repeat(129)),
            ("scope", |form| form.scope = "profile".to_owned()),
            ("icon_url", |form| form.icon_url = "http://cdn.example/a".to_owned()),
            ("domains", |form| form.domains = vec!["*.example".to_owned()]),
            ("upstream_params.state", |form| {
                let source = UpstreamSource::Value { value: "x".to_owned() };
                form.upstream_params = vec![UpstreamParam { name: "state".to_owned(), source }];
            }),
        ];
        for (field, edit) in refused {
            let mut form = ConnectionForm::of(&saved);
            edit(&mut form);
            assert_eq!(form.validate(Some(&saved)).expect_err(field).field.as_deref(), Some(field));
        }
        let sound = Connection {
            options: Some(options(
                json!({ "client_id": "a", "discovery_url": NEW, "type": "back_channel", "client_secret": "s" }),
            )),
            ..saved
        };
        let emptied: [FieldEdit; 2] =
            [("client_id", |form| form.client_id.clear()), ("discovery_url", |form| form.discovery_url.clear())];
        for (field, edit) in emptied {
            let mut form = ConnectionForm::of(&sound);
            edit(&mut form);
            assert_eq!(form.validate(Some(&sound)).expect_err(field).field.as_deref(), Some(field));
        }
        let blank =
            ConnectionForm { client_secret: SecretInput::Replace(Secret::new("")), ..ConnectionForm::of(&sound) };
        assert_eq!(blank.has_secret(Some(&sound)).expect_err("refused").field.as_deref(), Some("client_secret"));
    }
}

//! The fields of a connection, one entry each, in the order of the screens.

use std::collections::{BTreeMap, BTreeSet};

use lintel_management::Connection;
use lintel_oidc::{Channel, sign_in::Pkce};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    AsCode, Elsewhere, Field, Held, Needed, Parts, Section, choices,
    declare::fields,
    meaning,
    member::{non_empty, put_or_remove, put_text, text, texts},
    shown, word,
};
use crate::{
    domains, form, upstream_params,
    view::{AuthAudience, AuthMethod, MappingForm, MetadataEdit, ProfileSync, SecretInput, UpstreamParam},
};

fields! {
    /// Never changeable after creation.
    name: String = String::new(),
    Field {
        path: "/name",
        label: "Connection Name",
        help: "Applications and login links carry this name, so it can’t be changed.",
        needed: Some(Needed {
            code: "name-invalid",
            message: "The connection name is empty.",
            remedy: "Use letters, digits and single hyphens between them, up to 128 characters.",
        }),
        ..Field::PLAIN
    },
    |held| held.connection.name.clone();

    /// What a login page says; the name where it is empty.
    display_name: String = String::new(),
    Field {
        path: "/display_name",
        label: "Display name",
        help: "What login pages call this connection. Empty, the connection name serves.",
        put: |form, connection| {
            let held = connection.get("display_name").and_then(Value::as_str);
            if held.map(str::trim) != Some(form.display_name.trim()) {
                connection.insert("display_name".to_owned(), form.display_name().into());
            }
        },
        ..Field::PLAIN
    },
    |held| held.connection.display_name.clone().unwrap_or_else(|| held.connection.name.clone());

    /// What the person typed: base URL, issuer or full discovery URL. Saved as the URL that answered.
    discovery_url: String = String::new(),
    Field {
        path: "/options/discovery_url",
        label: "OpenID Connect Discovery URL",
        needed: Some(Needed {
            code: "discovery-url-missing",
            message: "The discovery URL is empty.",
            remedy: "Enter the provider’s issuer, base URL or full discovery URL.",
        }),
        meaning: meaning::discovery_url,
        put: form::put_discovery_url,
        ..Field::PLAIN
    },
    |held| held.options.discovery_url().or_else(|| held.options.issuer()).unwrap_or_default().to_owned();

    /// The metadata document that takes the place of the stored one, if any does.
    document: Option<Map<String, Value>> = None,
    Field {
        path: "/options/oidc_metadata",
        label: "Connection Metadata",
        parts: Parts::Under("Stored metadata"),
        as_code: AsCode::NotInTerraform,
        put: form::put_document,
        ..Field::PLAIN
    },
    |_held| None;

    /// Edits of the provider's metadata, by member, over the document.
    metadata: BTreeMap<String, MetadataEdit> = BTreeMap::new(),
    Field {
        path: "/options/issuer",
        also: &[
            "/options/authorization_endpoint",
            "/options/token_endpoint",
            "/options/userinfo_endpoint",
            "/options/jwks_uri",
        ],
        label: "Issuer details",
        parts: Parts::Named,
        meaning: meaning::metadata,
        put: form::put_metadata,
        ..Field::PLAIN
    },
    |_held| BTreeMap::new();

    channel: Channel = Channel::BackChannel,
    Field {
        path: "/options/type",
        label: "Communication Channel",
        choices: choices::CHANNELS,
        shown: shown::chosen,
        meaning: meaning::channel,
        put: |form, options| word::put(options, "type", Channel::FrontChannel, &form.channel),
        ..Field::PLAIN
    },
    |held| word::channel(held.options);

    client_id: String = String::new(),
    Field {
        path: "/options/client_id",
        label: "Client ID",
        section: Section::Client,
        needed: Some(Needed {
            code: "client-id-missing",
            message: "The client ID is empty.",
            remedy: "Copy it from the application that you registered at the provider.",
        }),
        elsewhere: Elsewhere::Substituted,
        meaning: meaning::client,
        put: |form, options| {
            if text(options, "client_id").trim() != form.client_id.trim() {
                options.insert("client_id".to_owned(), form.client_id.trim().into());
            }
        },
        ..Field::PLAIN
    },
    |held| held.options.client_id().unwrap_or_default().to_owned();

    client_secret: SecretInput = SecretInput::Unchanged,
    Field {
        path: "/options/client_secret",
        label: "Client Secret",
        section: Section::Client,
        needed: Some(Needed {
            code: "client-secret-missing",
            message: "Back Channel needs the Client Secret.",
            remedy: "Create one at the provider and paste its value, or choose Front Channel.",
        }),
        elsewhere: Elsewhere::Secret,
        meaning: meaning::client,
        put: |form, options| {
            // A way to authenticate without the secret keeps the one that is saved, for the way back.
            if let (SecretInput::Replace(secret), true) = (&form.client_secret, form.uses_secret()) {
                options.insert("client_secret".to_owned(), secret.expose().into());
            }
        },
        ..Field::PLAIN
    },
    |_held| SecretInput::Unchanged;

    /// How the token endpoint knows that it is this client, on Back Channel.
    auth_method: AuthMethod = AuthMethod::ClientSecretPost,
    Field {
        path: "/options/token_endpoint_auth_method",
        label: "Authentication Method",
        section: Section::Client,
        choices: choices::AUTH_METHODS,
        meaning: meaning::auth_method,
        put: |form, options| {
            word::put(options, "token_endpoint_auth_method", AuthMethod::ClientSecretPost, &form.auth_method)
        },
        ..Field::PLAIN
    },
    |held| word::read(held.options, "token_endpoint_auth_method").unwrap_or(AuthMethod::ClientSecretPost);

    /// What a client assertion is signed with. Looked at with `private_key_jwt` alone.
    auth_signing_alg: String = "RS256".to_owned(),
    Field {
        path: "/options/token_endpoint_auth_signing_alg",
        label: "Assertion algorithm",
        section: Section::Client,
        meaning: meaning::assertion,
        put: |form, options| {
            let member = "token_endpoint_auth_signing_alg";
            if non_empty(options, member).unwrap_or("RS256") != form.auth_signing_alg {
                options.insert(member.to_owned(), form.auth_signing_alg.as_str().into());
            }
        },
        ..Field::PLAIN
    },
    |held| held.options.text("token_endpoint_auth_signing_alg").unwrap_or("RS256").to_owned();

    /// Whom a client assertion is addressed to. Looked at with `private_key_jwt` alone.
    auth_audience: AuthAudience = AuthAudience::TokenEndpoint,
    Field {
        path: "/options/token_endpoint_jwtca_aud_format",
        label: "Assertion audience",
        section: Section::Client,
        help: "What the assertion names as its `aud`. Providers refuse one that is addressed to somebody else.",
        choices: choices::AUDIENCES,
        meaning: meaning::assertion,
        put: |form, options| {
            word::put(options, "token_endpoint_jwtca_aud_format", AuthAudience::TokenEndpoint, &form.auth_audience)
        },
        ..Field::PLAIN
    },
    |held| word::read(held.options, "token_endpoint_jwtca_aud_format").unwrap_or(AuthAudience::TokenEndpoint);

    /// Space separated, with `openid`.
    scope: String = "openid profile email".to_owned(),
    Field {
        path: "/options/scope",
        also: &["/options/scopes"],
        label: "Scopes",
        section: Section::Profile,
        needed: Some(Needed {
            code: "openid-scope-missing",
            message: "The scopes are empty.",
            remedy: "Enter at least `openid`: without it the provider sends no ID token.",
        }),
        as_code: AsCode::Terraform("options.scopes"),
        // Unless what is there says the same, be it under `scopes` or with other white space.
        put: |form, options| {
            let wanted: Vec<&str> = form.scope.split_whitespace().collect();
            let held = non_empty(options, "scope").or_else(|| non_empty(options, "scopes")).unwrap_or("openid");
            if !held.split_whitespace().eq(wanted.iter().copied()) {
                options.insert("scope".to_owned(), wanted.join(" ").into());
            }
        },
        ..Field::PLAIN
    },
    |held| held.options.scope().to_owned();

    pkce: Pkce = Pkce::Auto,
    Field {
        path: "/options/connection_settings/pkce",
        also: &["/options/connection_settings"],
        label: "PKCE",
        section: Section::Profile,
        choices: choices::PKCE,
        shown: shown::pkce,
        meaning: meaning::pkce,
        // Its neighbours stay. Unset and unknown words mean auto.
        put: |form, options| {
            let held = options.get("connection_settings").and_then(|settings| settings.get("pkce"));
            if Pkce::from_setting(held.and_then(Value::as_str)) == form.pkce {
                return;
            }
            let settings = options.entry("connection_settings").or_insert_with(|| Value::Object(Map::new()));
            if !settings.is_object() {
                *settings = Value::Object(Map::new());
            }
            settings["pkce"] = form.pkce.setting().into();
        },
        ..Field::PLAIN
    },
    |held| Pkce::from_setting(held.options.pkce());

    /// Whether Back Channel sends a nonce; Front Channel always does.
    back_channel_nonce: bool = false,
    Field {
        path: "/options/send_back_channel_nonce",
        label: "Nonce",
        section: Section::Profile,
        help: "The authorization request carries a nonce, which the ID token has to bring back. Front Channel always sends one.",
        meaning: meaning::nonce,
        put: |form, options| word::put(options, "send_back_channel_nonce", false, &form.back_channel_nonce),
        ..Field::PLAIN
    },
    |held| word::read(held.options, "send_back_channel_nonce").unwrap_or_default();

    /// What an ID token may be signed with; none named is any that is supported.
    id_token_algs: Vec<String> = Vec::new(),
    Field {
        path: "/options/id_token_signed_response_algs",
        label: "ID token algorithms",
        section: Section::Profile,
        is_set: true,
        meaning: meaning::id_token_algs,
        put: |form, options| {
            let member = "id_token_signed_response_algs";
            let algorithms: BTreeSet<&String> = form.id_token_algs.iter().collect();
            if !texts(options.get(member)).iter().collect::<BTreeSet<_>>().eq(&algorithms) {
                let chosen = (!algorithms.is_empty()).then(|| form.id_token_algs.as_slice().into());
                put_or_remove(options, member, chosen);
            }
        },
        ..Field::PLAIN
    },
    |held| texts(held.options.0.get("id_token_signed_response_algs"));

    /// What DPoP proofs are signed with, on Back Channel; none is no DPoP.
    dpop_signing_alg: Option<String> = None,
    Field {
        path: "/options/dpop_signing_alg",
        label: "DPoP",
        section: Section::Profile,
        meaning: meaning::dpop,
        put: |form, options| {
            if non_empty(options, "dpop_signing_alg") != form.dpop_signing_alg.as_deref() {
                put_or_remove(options, "dpop_signing_alg", form.dpop_signing_alg.as_deref().map(Value::from));
            }
        },
        ..Field::PLAIN
    },
    |held| held.options.text("dpop_signing_alg").map(str::to_owned);

    /// Whether the ID token's `session_expiry` ends the person's session.
    session_expiry: bool = false,
    Field {
        path: "/options/id_token_session_expiry_supported",
        label: "Session expiry",
        section: Section::Profile,
        help: "The ID token’s `session_expiry` ends the person’s session at Auth0, and a login whose ID token lacks it is refused. The local tenant refuses alike; it keeps no session to end.",
        put: |form, options| word::put(options, "id_token_session_expiry_supported", false, &form.session_expiry),
        ..Field::PLAIN
    },
    |held| word::read(held.options, "id_token_session_expiry_supported").unwrap_or_default();

    /// What the authorization request says besides.
    upstream_params: Vec<UpstreamParam> = Vec::new(),
    Field {
        path: "/options/upstream_params",
        label: "Upstream parameters",
        parts: Parts::Under("Upstream parameters"),
        section: Section::Profile,
        shown: shown::upstream_params,
        put: |form, options| upstream_params::put(&form.upstream_params, options),
        ..Field::PLAIN
    },
    |held| upstream_params::read(held.options);

    mapping: MappingForm = MappingForm::default(),
    Field {
        path: "/options/attribute_map",
        label: "User Mapping",
        parts: Parts::Under("User Mapping"),
        section: Section::Mapping,
        put: form::put_mapping,
        ..Field::PLAIN
    },
    |held| MappingForm::of(held.options);

    profile_sync: ProfileSync = ProfileSync::OnEachLogin,
    Field {
        path: "/options/set_user_root_attributes",
        label: "Sync user profile attributes",
        section: Section::Sync,
        choices: choices::SYNC,
        shown: shown::chosen,
        meaning: meaning::profile_sync,
        put: |form, options| {
            word::put(options, "set_user_root_attributes", ProfileSync::OnEachLogin, &form.profile_sync)
        },
        ..Field::PLAIN
    },
    |held| word::read(held.options, "set_user_root_attributes").unwrap_or_default();

    /// The domains of home realm discovery, as they are stored.
    domains: Vec<String> = Vec::new(),
    Field {
        path: "/options/domain_aliases",
        label: "Identity provider domains",
        section: Section::Realms,
        is_set: true,
        elsewhere: Elsewhere::Kept,
        shown: shown::domains,
        meaning: meaning::domains,
        put: |form, options| {
            let keys = |domains: &[String]| domains.iter().map(|domain| domains::key(domain)).collect::<BTreeSet<_>>();
            if keys(&texts(options.get("domain_aliases"))) != keys(&form.domains) {
                let domains = (!form.domains.is_empty()).then(|| form.domains.as_slice().into());
                put_or_remove(options, "domain_aliases", domains);
            }
        },
        ..Field::PLAIN
    },
    |held| texts(held.options.0.get("domain_aliases"));

    /// One more such domain, from before there was a list; empty where it is not set.
    tenant_domain: String = String::new(),
    Field {
        path: "/options/tenant_domain",
        label: "Legacy domain",
        section: Section::Realms,
        elsewhere: Elsewhere::Kept,
        meaning: meaning::domains,
        put: |form, options| put_text(options, "tenant_domain", &form.tenant_domain),
        ..Field::PLAIN
    },
    |held| held.options.text("tenant_domain").unwrap_or_default().to_owned();

    /// Whether login pages show a button for the connection.
    show_as_button: bool = false,
    Field {
        path: "/show_as_button",
        label: "Display connection button",
        section: Section::Button,
        meaning: meaning::button,
        put: |form, connection| drop(connection.insert("show_as_button".to_owned(), form.show_as_button.into())),
        ..Field::PLAIN
    },
    |held| held.connection.show_as_button;

    /// The logo on that button, an https URL; empty for none.
    icon_url: String = String::new(),
    Field {
        path: "/options/icon_url",
        label: "Button logo URL",
        section: Section::Button,
        put: |form, options| put_text(options, "icon_url", &form.icon_url),
        ..Field::PLAIN
    },
    |held| held.options.text("icon_url").unwrap_or_default().to_owned();
}

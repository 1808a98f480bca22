//! The fields of a connection, one entry each, in the order of the screens.

use std::collections::{BTreeMap, BTreeSet};

use lintel_management::{Connection, Options};
use lintel_oidc::{
    Channel,
    sign_in::{AssertionAudience as AuthAudience, Pkce},
};
use lintel_tenant::{AuthMethod, OidcOptions, ProfileSync};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    choices,
    declare::fields,
    description::{AsCode, Elsewhere, Field, Held, Needed, Parts, Put, Section},
    meaning, metadata, note, shown,
    texts::{all, entered, owned},
    upstream_params,
    values::{MappingForm, MetadataEdit, SecretInput, UpstreamParam},
};
use crate::experience::domains;

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
        put: Put::Held(|form, connection| {
            let held = connection.get("display_name").and_then(Value::as_str);
            if held.map(str::trim) != Some(form.display_name.trim()) {
                connection.insert("display_name".to_owned(), form.display_name().into());
            }
        }),
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
        put: Put::Held(|form, options| metadata::put_discovery_url(&form.discovery_url, options)),
        ..Field::PLAIN
    },
    |held| held.said.discovery_url.or(held.said.issuer).unwrap_or_default().to_owned();

    /// The metadata document that takes the place of the stored one, if any does.
    document: Option<Map<String, Value>> = None,
    Field {
        path: "/options/oidc_metadata",
        label: "Connection Metadata",
        parts: Parts::Under("Stored metadata"),
        as_code: AsCode::NotInTerraform,
        put: Put::Held(|form, options| metadata::put_document(form.document.as_ref(), options)),
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
        put: Put::Held(|form, options| metadata::put_edits(&form.metadata, options)),
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
        put: Put::Said(|form, said| said.channel = form.channel),
        ..Field::PLAIN
    },
    |held| held.said.channel;

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
        put: Put::Said(|form, said| said.client_id = entered(&form.client_id)),
        ..Field::PLAIN
    },
    |held| held.said.client_id.unwrap_or_default().to_owned();

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
        put: Put::Said(|form, said| {
            // A way to authenticate without the secret keeps the one that is saved, for the way back.
            if let (SecretInput::Replace(secret), true) = (&form.client_secret, form.uses_secret()) {
                said.client_secret = Some(secret.clone());
            }
        }),
        ..Field::PLAIN
    },
    |_held| SecretInput::Unchanged;

    /// The day on which the provider ends the client secret, `YYYY-MM-DD`; empty where that is not known.
    client_secret_ends: String = String::new(),
    Field {
        path: "/metadata/lintel_client_secret_ends",
        label: "Client Secret ends",
        section: Section::Client,
        help: "The day on which the provider ends it, as YYYY-MM-DD. Noted on this connection: no export and no other tenant gets it.",
        elsewhere: Elsewhere::Here,
        put: Put::Held(|form, connection| {
            note::put(connection, note::CLIENT_SECRET_ENDS, form.client_secret_ends.trim());
        }),
        ..Field::PLAIN
    },
    |held| note::read(held.connection, note::CLIENT_SECRET_ENDS).to_owned();

    /// How the token endpoint knows that it is this client, on Back Channel.
    auth_method: AuthMethod = AuthMethod::ClientSecretPost,
    Field {
        path: "/options/token_endpoint_auth_method",
        label: "Authentication Method",
        section: Section::Client,
        choices: choices::AUTH_METHODS,
        meaning: meaning::auth_method,
        put: Put::Said(|form, said| said.token_endpoint_auth_method = form.auth_method),
        ..Field::PLAIN
    },
    |held| held.said.token_endpoint_auth_method;

    /// What a client assertion is signed with. Looked at with `private_key_jwt` alone.
    auth_signing_alg: String = "RS256".to_owned(),
    Field {
        path: "/options/token_endpoint_auth_signing_alg",
        label: "Assertion algorithm",
        section: Section::Client,
        meaning: meaning::assertion,
        put: Put::Said(|form, said| said.token_endpoint_auth_signing_alg = &form.auth_signing_alg),
        ..Field::PLAIN
    },
    |held| held.said.token_endpoint_auth_signing_alg.to_owned();

    /// Whom a client assertion is addressed to. Looked at with `private_key_jwt` alone.
    auth_audience: AuthAudience = AuthAudience::TokenEndpoint,
    Field {
        path: "/options/token_endpoint_jwtca_aud_format",
        label: "Assertion audience",
        section: Section::Client,
        help: "What the assertion names as its `aud`. Providers refuse one that is addressed to somebody else.",
        choices: choices::AUDIENCES,
        meaning: meaning::assertion,
        put: Put::Said(|form, said| said.token_endpoint_jwtca_aud_format = form.auth_audience),
        ..Field::PLAIN
    },
    |held| held.said.token_endpoint_jwtca_aud_format;

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
        put: Put::Said(|form, said| said.scope = &form.scope),
        ..Field::PLAIN
    },
    |held| held.said.scope.to_owned();

    pkce: Pkce = Pkce::Auto,
    Field {
        path: "/options/connection_settings/pkce",
        also: &["/options/connection_settings"],
        label: "PKCE",
        section: Section::Profile,
        choices: choices::PKCE,
        shown: shown::pkce,
        meaning: meaning::pkce,
        put: Put::Said(|form, said| said.pkce = form.pkce),
        ..Field::PLAIN
    },
    |held| held.said.pkce;

    /// Whether Back Channel sends a nonce; Front Channel always does.
    back_channel_nonce: bool = false,
    Field {
        path: "/options/send_back_channel_nonce",
        label: "Nonce",
        section: Section::Profile,
        help: "The authorization request carries a nonce, which the ID token has to bring back. Front Channel always sends one.",
        meaning: meaning::nonce,
        put: Put::Said(|form, said| said.send_back_channel_nonce = form.back_channel_nonce),
        ..Field::PLAIN
    },
    |held| held.said.send_back_channel_nonce;

    /// What an ID token may be signed with; none named is any that is supported.
    id_token_algs: Vec<String> = Vec::new(),
    Field {
        path: "/options/id_token_signed_response_algs",
        label: "ID token algorithms",
        section: Section::Profile,
        is_set: true,
        meaning: meaning::id_token_algs,
        put: Put::Said(|form, said| said.id_token_signed_response_algs = all(&form.id_token_algs)),
        ..Field::PLAIN
    },
    |held| owned(&held.said.id_token_signed_response_algs);

    /// What DPoP proofs are signed with, on Back Channel; none is no DPoP.
    dpop_signing_alg: Option<String> = None,
    Field {
        path: "/options/dpop_signing_alg",
        label: "DPoP",
        section: Section::Profile,
        meaning: meaning::dpop,
        put: Put::Said(|form, said| said.dpop_signing_alg = form.dpop_signing_alg.as_deref()),
        ..Field::PLAIN
    },
    |held| held.said.dpop_signing_alg.map(str::to_owned);

    /// Whether the ID token's `session_expiry` ends the person's session.
    session_expiry: bool = false,
    Field {
        path: "/options/id_token_session_expiry_supported",
        label: "Session expiry",
        section: Section::Profile,
        help: "The ID token’s `session_expiry` ends the person’s session at Auth0, and a login whose ID token lacks it is refused. The local tenant refuses alike; it keeps no session to end.",
        put: Put::Said(|form, said| said.id_token_session_expiry_supported = form.session_expiry),
        ..Field::PLAIN
    },
    |held| held.said.id_token_session_expiry_supported;

    /// What the authorization request says besides.
    upstream_params: Vec<UpstreamParam> = Vec::new(),
    Field {
        path: "/options/upstream_params",
        label: "Upstream parameters",
        parts: Parts::Under("Upstream parameters"),
        section: Section::Profile,
        shown: shown::upstream_params,
        put: Put::Held(|form, options| upstream_params::put(&form.upstream_params, options)),
        ..Field::PLAIN
    },
    |held| upstream_params::read(held.options);

    mapping: MappingForm = MappingForm::default(),
    Field {
        path: "/options/attribute_map",
        label: "User Mapping",
        parts: Parts::Under("User Mapping"),
        section: Section::Mapping,
        put: Put::Held(|form, options| {
            // One that will not do has been refused before.
            if let Ok(Some(map)) = form.mapping.attribute_map(&Options(options.clone())) {
                options.insert("attribute_map".to_owned(), Value::Object(map));
            }
        }),
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
        put: Put::Said(|form, said| said.set_user_root_attributes = form.profile_sync),
        ..Field::PLAIN
    },
    |held| held.said.set_user_root_attributes;

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
        put: Put::Said(|form, said| {
            // One that is written otherwise is the same domain.
            let keys = |domains: &[&str]| domains.iter().map(|domain| domains::key(domain)).collect::<BTreeSet<_>>();
            let domains = all(&form.domains);
            if keys(&said.domain_aliases) != keys(&domains) {
                said.domain_aliases = domains;
            }
        }),
        ..Field::PLAIN
    },
    |held| owned(&held.said.domain_aliases);

    /// One more such domain, from before there was a list; empty where it is not set.
    tenant_domain: String = String::new(),
    Field {
        path: "/options/tenant_domain",
        label: "Legacy domain",
        section: Section::Realms,
        elsewhere: Elsewhere::Kept,
        meaning: meaning::domains,
        put: Put::Said(|form, said| said.tenant_domain = entered(&form.tenant_domain)),
        ..Field::PLAIN
    },
    |held| held.said.tenant_domain.unwrap_or_default().to_owned();

    /// Whether login pages show a button for the connection.
    show_as_button: bool = false,
    Field {
        path: "/show_as_button",
        label: "Display connection button",
        section: Section::Button,
        meaning: meaning::button,
        put: Put::Held(|form, connection| {
            connection.insert("show_as_button".to_owned(), form.show_as_button.into());
        }),
        ..Field::PLAIN
    },
    |held| held.connection.show_as_button;

    /// The logo on that button, an https URL; empty for none.
    icon_url: String = String::new(),
    Field {
        path: "/options/icon_url",
        label: "Button logo URL",
        section: Section::Button,
        put: Put::Said(|form, said| said.icon_url = entered(&form.icon_url)),
        ..Field::PLAIN
    },
    |held| held.said.icon_url.unwrap_or_default().to_owned();
}

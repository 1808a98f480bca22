//! What the provider's `auth0_connection` has for OpenID Connect (version 1.55), and what the API calls it.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Flag,
    /// Texts, sorted and each once.
    Set,
    List,
    /// Texts by name.
    Map,
    /// A text that is JSON.
    Json,
}

/// At the top of the resource, besides the name.
pub(super) const TOP: [(&str, Kind); 6] = [
    ("strategy", Kind::Text),
    ("display_name", Kind::Text),
    ("is_domain_connection", Kind::Flag),
    ("show_as_button", Kind::Flag),
    ("realms", Kind::List),
    ("metadata", Kind::Map),
];

/// Blocks at the top of the resource.
pub(super) const TOP_BLOCKS: [(&str, &[(&str, Kind)]); 4] = [
    ("authentication", &[("active", Kind::Flag)]),
    ("connected_accounts", &[("active", Kind::Flag)]),
    ("cross_app_access_requesting_app", &[("active", Kind::Flag)]),
    ("cross_app_access_resource_app", &[("status", Kind::Text)]),
];

/// In `options`, besides the secret and the scope.
pub(super) const OPTIONS: [(&str, Kind); 21] = [
    ("type", Kind::Text),
    ("client_id", Kind::Text),
    ("discovery_url", Kind::Text),
    ("issuer", Kind::Text),
    ("authorization_endpoint", Kind::Text),
    ("token_endpoint", Kind::Text),
    ("userinfo_endpoint", Kind::Text),
    ("jwks_uri", Kind::Text),
    ("icon_url", Kind::Text),
    ("tenant_domain", Kind::Text),
    ("domain_aliases", Kind::Set),
    ("set_user_root_attributes", Kind::Text),
    ("non_persistent_attrs", Kind::Set),
    ("upstream_params", Kind::Json),
    ("send_back_channel_nonce", Kind::Flag),
    ("id_token_session_expiry_supported", Kind::Flag),
    ("id_token_signed_response_algs", Kind::List),
    ("token_endpoint_auth_method", Kind::Text),
    ("token_endpoint_auth_signing_alg", Kind::Text),
    ("token_endpoint_jwtca_aud_format", Kind::Text),
    ("dpop_signing_alg", Kind::Text),
];

/// Blocks in `options`.
pub(super) const OPTION_BLOCKS: [(&str, &[(&str, Kind)]); 3] = [
    ("connection_settings", &[("pkce", Kind::Text)]),
    ("attribute_map", &[("mapping_mode", Kind::Text), ("userinfo_scope", Kind::Text), ("attributes", Kind::Json)]),
    ("federated_connections_access_tokens", &[("active", Kind::Flag)]),
];

/// What the API calls `scope`, one text, is the set `scopes` here.
pub(super) const SCOPES: &str = "scopes";

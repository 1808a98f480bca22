use serde_json::{Map, Value};

use crate::{
    TenantState,
    api::{caller::Caller, error::ApiError, fields::Fields, query::Query, scopes, unreadable},
    store::{ApplicationRecord, Unreadable},
};

/// The names that `fields` may hold.
const FIELDS: [&str; 82] = [
    "name",
    "description",
    "callbacks",
    "oidc_backchannel_logout",
    "oidc_logout",
    "session_transfer",
    "allowed_origins",
    "web_origins",
    "client_id",
    "tenant",
    "global",
    "config_route",
    "callback_url_template",
    "jwt_configuration",
    "jwt_configuration.lifetime_in_seconds",
    "jwt_configuration.secret_encoded",
    "jwt_configuration.scopes",
    "jwt_configuration.alg",
    "api_type",
    "logo_uri",
    "allowed_clients",
    "owners",
    "custom_login_page",
    "custom_login_page_on",
    "sso",
    "addons",
    "form_template",
    "custom_login_page_preview",
    "encryption_key",
    "encryption_key.pub",
    "encryption_key.cert",
    "client_secret",
    "signing_keys",
    "mobile",
    "mobile.android",
    "mobile.ios",
    "token_endpoint_auth_method",
    "allowed_logout_urls",
    "app_type",
    "is_first_party",
    "oidc_conformant",
    "client_metadata",
    "is_token_endpoint_ip_header_trusted",
    "initiate_login_uri",
    "grant_types",
    "refresh_token",
    "refresh_token.rotation_type",
    "refresh_token.expiration_type",
    "refresh_token.leeway",
    "refresh_token.policies",
    "refresh_token.token_lifetime",
    "default_organization",
    "organization_usage",
    "organization_require_behavior",
    "organization_discovery_methods",
    "client_authentication_methods",
    "client_authentication_methods.private_key_jwt",
    "require_pushed_authorization_requests",
    "require_proof_of_possession",
    "id_token",
    "signed_request_object",
    "signed_request_object.required",
    "signed_request_object.credentials",
    "compliance_level",
    "skip_non_verifiable_callback_uri_confirmation_prompt",
    "token_exchange",
    "token_exchange.allow_any_profile_of_type",
    "token_quota",
    "identity_assertion_authorization_grant",
    "third_party_security_mode",
    "subject_type_authorization",
    "resource_server_identifier",
    "express_configuration",
    "my_organization_configuration",
    "async_approval_notification_channels",
    "token_vault_privileged_access",
    "token_vault_privileged_access.credentials",
    "registration_type",
    "external_metadata_type",
    "external_metadata_created_by",
    "external_client_id",
    "redirection_policy",
];
/// All that `read:client_summary` shows.
const SUMMARY: [&str; 4] = ["client_id", "app_type", "name", "description"];

/// How a caller sees applications.
#[derive(Debug)]
pub(super) struct SeenClients {
    fields: Option<Fields>,
    summary_only: bool,
    with_secrets: bool,
    /// The application whose secret opens everything is not shown with the secrets of the others.
    management: String,
}

impl SeenClients {
    pub(super) fn of(query: &Query, caller: &Caller, state: &TenantState) -> Result<Self, ApiError> {
        Ok(SeenClients {
            fields: Some(Fields::of(query, &FIELDS, &[])?),
            summary_only: !caller.has(scopes::READ_CLIENTS) && !caller.has(scopes::READ_CLIENT_KEYS),
            ..SeenClients::whole(caller, state)
        })
    }

    /// Every member, for whoever may change them.
    pub(super) fn whole(caller: &Caller, state: &TenantState) -> Self {
        SeenClients {
            fields: None,
            summary_only: false,
            with_secrets: caller.has(scopes::READ_CLIENT_KEYS),
            management: state.own_applications.management.clone(),
        }
    }

    pub(super) fn show_row(&self, row: Result<ApplicationRecord, Unreadable>) -> Map<String, Value> {
        match row {
            Ok(application) => self.show(application),
            Err(unreadable) => self.selected(unreadable::shown(&unreadable, "client_id", "name")),
        }
    }

    pub(super) fn show(&self, application: ApplicationRecord) -> Map<String, Value> {
        let with_secret = self.with_secrets && application.client_id != self.management;
        let mut shown = if with_secret { self::with_secret(application) } else { application.client };
        if self.summary_only {
            shown.retain(|name, _| SUMMARY.contains(&name.as_str()));
        }
        self.selected(shown)
    }

    fn selected(&self, shown: Map<String, Value>) -> Map<String, Value> {
        match &self.fields {
            Some(fields) => fields.apply(shown),
            None => shown,
        }
    }
}

pub(super) fn with_secret(application: ApplicationRecord) -> Map<String, Value> {
    let mut shown = application.client;
    if let Some(secret) = application.client_secret {
        shown.insert("client_secret".to_owned(), secret.expose().into());
    }
    shown
}

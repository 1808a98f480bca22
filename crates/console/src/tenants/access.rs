//! Whether credentials of an Auth0 tenant work, and what they may do.

use super::{
    Tenants,
    address::tenant_url,
    credentials::{client, network, trimmed},
};
use crate::{
    console::STRATEGY,
    problem::DISTRUSTED,
    view::{AccessCheck, Problem, ScopeRow, TenantAccess, TenantCredentials, WantedScope},
};

/// What each scope is for, in the order of importance. Without the first nothing can be shown.
const SCOPES: [(&str, &str); 28] = [
    ("read:connections", "list and open connections"),
    ("read:connections_options", "see their settings"),
    ("create:connections", "create connections"),
    ("update:connections", "save changes"),
    ("update:connections_options", "save changes of their settings"),
    ("delete:connections", "delete connections"),
    ("read:clients", "list applications and enable them"),
    ("read:users", "count and list users"),
    ("delete:users", "delete users"),
    ("read:custom_domains", "show a callback URL for each custom domain"),
    ("read:connections_keys", "see the keys of private_key_jwt"),
    ("create:connections_keys", "create keys"),
    ("update:connections_keys", "rotate keys"),
    ("read:scim_config", "see whether SCIM is on"),
    ("create:scim_config", "turn SCIM on"),
    ("update:scim_config", "change what SCIM writes"),
    ("delete:scim_config", "turn SCIM off"),
    ("read:scim_token", "list the tokens of providers"),
    ("create:scim_token", "create them"),
    ("delete:scim_token", "revoke them"),
    ("read:logs", "show sign-ins and what providers asked, and what came of a test"),
    ("read:client_keys", "redeem an application’s code in a test through the tenant"),
    ("update:clients", "let a test in the browser come back to this computer"),
    ("read:organizations", "list organizations"),
    ("read:organization_connections", "see which of them use a connection"),
    ("create:organization_connections", "let an organization use a connection"),
    ("update:organization_connections", "switch membership at login and the button"),
    ("delete:organization_connections", "end an organization’s use of a connection"),
];

impl Tenants {
    /// What to authorize an application for.
    pub fn wanted_scopes(&self) -> Vec<WantedScope> {
        let wanted =
            |(scope, purpose): (&str, &str)| WantedScope { scope: scope.to_owned(), purpose: purpose.to_owned() };
        SCOPES.into_iter().map(wanted).collect()
    }

    /// Asks the tenant for a token with these credentials. Cancelled through its ticket.
    pub async fn check_access(&self, ticket: &str, access: &TenantAccess) -> Result<AccessCheck, Problem> {
        self.common.tickets.run(ticket, self.read_access(access)).await?
    }

    /// Refuses credentials with which nothing could be shown.
    pub(super) async fn sound_access(&self, access: &TenantAccess) -> Result<(), Problem> {
        let found = self.read_access(access).await?;
        match found.scopes.first().filter(|scope| !scope.granted).map(|scope| &scope.scope) {
            None => Ok(()),
            Some(lacking) => Err(Problem::new(
                "scope-missing",
                format!("The application may not {lacking}, without which nothing can be shown."),
            )
            .at("client_id")
            .remedy(format!("Authorize it for {lacking} in the dashboard: Applications, APIs, Auth0 Management API, Machine to Machine Applications."))),
        }
    }

    async fn read_access(&self, access: &TenantAccess) -> Result<AccessCheck, Problem> {
        let url = tenant_url(&access.domain)?;
        let way = network(&access.proxy, &access.authorities)?;
        let client = client(&url, &trimmed(&access.credentials), &way, &self.common.world.clock)?;
        let granted = client.scopes().await.map_err(|error| refused(&error, &url))?;
        if matches!(access.credentials, TenantCredentials::Token { .. }) {
            // Its scopes are what it says itself; whether it is taken only the tenant says.
            match client.connections_page(STRATEGY, None).await {
                Err(error) if error.status() != Some(403) => return Err(refused(&error, &url)),
                _ => {}
            }
        }
        let scopes = SCOPES
            .into_iter()
            .map(|(scope, purpose)| ScopeRow {
                scope: scope.to_owned(),
                purpose: purpose.to_owned(),
                granted: granted.iter().any(|granted| granted == scope),
            })
            .collect();
        Ok(AccessCheck { url: url.to_string(), scopes })
    }
}

fn refused(error: &lintel_management::ClientError, url: &url::Url) -> Problem {
    use lintel_management::{
        ClientError,
        client::{distrusted, unreachable},
    };
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let told = error.to_string();
    match (error, error.code()) {
        (ClientError::Unreachable { source, .. }, _) => {
            tracing::warn!(%error, %source, "a tenant could not be reached");
            Problem::new("tenant-unreachable", format!("{host} could not be reached: {}.", unreachable(source)))
                .at("domain")
                .remedy(if distrusted(source).is_some() { DISTRUSTED } else { "Check the domain, and whether this computer is online." })
        }
        (ClientError::Ended { .. }, _) => Problem::from(error.clone()).at("token"),
        (ClientError::Unsigned(_), _) => Problem::from(error.clone()).at("private_key"),
        (ClientError::Refused { status: 401, .. }, _) => {
            Problem::new("token-refused", format!("{host} does not take the token: {told}."))
                .at("token")
                .remedy("Get a new one in the dashboard: Applications, APIs, Auth0 Management API, API Explorer.")
        }
        (_, Some("invalid_client" | "access_denied")) if !told.to_lowercase().contains("audience") => {
            Problem::new("credentials-refused", format!("{host} refused the credentials: {told}."))
                .at("client_secret")
                .remedy("Copy client ID and secret again, and check that the application is authorized for the Auth0 Management API.")
        }
        (ClientError::Token { .. }, _) => Problem::new("token-refused", format!("{host} gave no token: {told}."))
            .at("domain")
            .remedy("Use the tenant’s own domain (NAME.REGION.auth0.com), not a custom one, and an application that is authorized for the Auth0 Management API."),
        (_, Some(_) | None) => Problem::new("tenant-unreadable", format!("{host} did not answer like an Auth0 tenant: {told}."))
            .at("domain")
            .remedy("Check the domain."),
    }
}

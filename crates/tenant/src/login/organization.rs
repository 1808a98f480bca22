//! The organization that an application's people sign in to, where the request names one.

use lintel_management::Connection;
use lintel_oidc::{Finding, sign_in::NOT_A_MEMBER};
use serde_json::Value;

use super::standing;
use crate::{
    TenantState,
    oauth::OAuthError,
    state::Organization,
    store::{ApplicationRecord, Membership, OrganizationRecord, StoreError},
};

/// `organization_usage` of an application; a new one denies.
enum Usage {
    Deny,
    Allow,
    Require,
}

/// The organization of the request, by its ID or its name, as far as the application takes one.
pub(super) async fn asked(
    state: &TenantState,
    application: &ApplicationRecord,
    organization: Option<&str>,
) -> Result<Option<OrganizationRecord>, OAuthError> {
    let name = application.name();
    let usage = match application.client.get("organization_usage").and_then(Value::as_str) {
        Some("allow") => Usage::Allow,
        Some("require") => Usage::Require,
        _ => Usage::Deny,
    };
    let organization = match (organization, usage) {
        (None, Usage::Allow | Usage::Deny) => return Ok(None),
        (None, Usage::Require) => {
            return Err(OAuthError::invalid_request(format!(
                "parameter organization is required for this client: organization_usage of '{name}' is require."
            )));
        }
        (Some(_), Usage::Deny) => {
            return Err(OAuthError::invalid_request(format!(
                "parameter organization is not allowed for this client: set organization_usage of '{name}' to allow or require."
            )));
        }
        (Some(organization), Usage::Allow | Usage::Require) => organization,
    };
    let found = match state.store.organization(organization).await {
        Ok(None) => state.store.organization_named(organization).await,
        found => found,
    };
    match found {
        Ok(Some(found)) => Ok(Some(found)),
        Ok(None) => Err(OAuthError::invalid_request(format!(
            "parameter organization is invalid: this tenant has no organization '{organization}'. It takes an organization's ID or name."
        ))),
        Err(error) => Err(OAuthError::new("server_error", format!("The sign-in cannot begin: {error}."))),
    }
}

/// Those of the connections that are enabled for the organization, with a button where the organization has one.
pub(super) async fn connections(
    state: &TenantState,
    organization: &OrganizationRecord,
    enabled: Vec<Connection>,
) -> Result<Vec<Connection>, StoreError> {
    let own = state.store.organization_connections(&organization.id).await?;
    let of_organization = |mut connection: Connection| {
        let own = own.iter().find(|own| own.connection_id == connection.id)?;
        connection.show_as_button = own.switches.show_as_button;
        Some(connection)
    };
    Ok(enabled.into_iter().filter_map(of_organization).collect())
}

/// What keeps a verified person out of the organization; nothing where the person is a member, or has become one.
pub(super) async fn entered(
    state: &TenantState,
    organization: &Organization,
    connection: &Connection,
    user_id: &str,
) -> Result<Result<Membership, Finding>, StoreError> {
    let entered = state.store.enter_organization(&organization.id, &connection.id, user_id).await?;
    Ok(match entered {
        Membership::Member | Membership::Joined => Ok(entered),
        Membership::NotMember => Err(not_a_member(organization, connection, user_id)),
        Membership::NotEnabled => Err(standing::not_of_organization(connection, organization)),
        Membership::OrganizationGone => Err(standing::organization_gone(organization)),
    })
}

fn not_a_member(organization: &Organization, connection: &Connection, user_id: &str) -> Finding {
    let Organization { id, name } = organization;
    NOT_A_MEMBER
        .finding("assign_membership_on_login", format!("user {user_id} is not part of the {id} organization"))
        .expected(format!("a member of {name}, or assign_membership_on_login: true"))
        .got("no member, and assign_membership_on_login: false")
        .remedy(format!(
            "Switch on membership at login for {} in the organization {name} (assign_membership_on_login), or add the person to its members.",
            connection.name
        ))
}

//! A sign-in ends by the state of the tenant at its end: whoever took a provider, a connection or an application away meanwhile expects
//! the door to be shut.

use lintel_management::Connection;
use lintel_oidc::{
    Channel, Finding,
    sign_in::{CONNECTION_CHANGED, RelyingParty, USER_BLOCKED},
};

use super::request::ApplicationRequest;
use crate::{
    TenantState,
    relying_party::relying_party,
    state::Organization,
    store::{ApplicationRecord, Standing, StoreError},
};

/// Why a sign-in may not end as it began.
#[derive(Debug)]
pub(super) enum Fallen {
    ApplicationGone,
    CallbackRemoved(Box<ApplicationRecord>),
    /// The application can still be told.
    Connection(Finding),
    Unreadable(StoreError),
}

/// The connection as it is now, where the sign-in that began with `connection` may end.
///
/// What counts is what says whose answer it is: issuer, endpoints, client ID and channel. Everything else may change.
pub(super) async fn stands(
    state: &TenantState,
    connection: &Connection,
    request: &ApplicationRequest,
) -> Result<Connection, Fallen> {
    let organization = request.party.organization.as_ref();
    let id = organization.map(|organization| organization.id.as_str());
    let standing = state.store.standing(&request.client_id, &connection.id, id).await.map_err(Fallen::Unreadable)?;
    let Standing { application, connection: now, enabled, organization: of_organization } = standing;
    let Some(application) = application.filter(|application| !application.is_global()) else {
        return Err(Fallen::ApplicationGone);
    };
    if !application.callbacks.contains(&request.way_back.redirect_uri) {
        return Err(Fallen::CallbackRemoved(Box::new(application)));
    }
    let Some(now) = now else {
        return Err(Fallen::Connection(gone(connection)));
    };
    if !enabled {
        return Err(Fallen::Connection(disabled(connection, &application)));
    }
    if let (Some(organization), Some(standing)) = (organization, of_organization) {
        if !standing.there {
            return Err(Fallen::Connection(organization_gone(organization)));
        }
        if !standing.enabled {
            return Err(Fallen::Connection(not_of_organization(connection, organization)));
        }
    }
    match changed(connection, &now, request) {
        Some(finding) => Err(Fallen::Connection(finding)),
        None => Ok(now),
    }
}

pub(super) fn gone(connection: &Connection) -> Finding {
    CONNECTION_CHANGED
        .finding("connection", format!("The connection {} was deleted while the person signed in.", connection.name))
        .expected(format!("{} ({})", connection.name, connection.id))
        .got("no connection with this ID")
        .remedy("Sign in again. A new connection of the same name is another one.")
}

pub(super) fn organization_gone(organization: &Organization) -> Finding {
    let Organization { id, name } = organization;
    CONNECTION_CHANGED
        .finding("organization", format!("The organization {name} was deleted while the person signed in."))
        .expected(format!("{name} ({id})"))
        .got("no organization with this ID")
        .remedy("Sign in again, to an organization that is there. A new one of the same name is another one.")
}

pub(super) fn not_of_organization(connection: &Connection, organization: &Organization) -> Finding {
    let (connection, Organization { name, .. }) = (&connection.name, organization);
    CONNECTION_CHANGED
        .finding(
            "organization",
            format!("The connection {connection} was disabled for the organization {name} while the person signed in."),
        )
        .expected(format!("{connection} enabled for {name}"))
        .got("not enabled")
        .remedy("Sign in through a connection of the organization, or enable this one for it again.")
}

pub(super) fn blocked(user_id: &str) -> Finding {
    USER_BLOCKED
        .finding("blocked", format!("The user {user_id} is blocked."))
        .expected("a user who is not blocked")
        .got("blocked: true")
        .remedy("Activate the person at the provider, whose provisioning then sends active: true, or delete the user.")
}

fn disabled(connection: &Connection, application: &ApplicationRecord) -> Finding {
    let (connection, application) = (&connection.name, application.name());
    CONNECTION_CHANGED
        .finding(
            "connection",
            format!(
                "The connection {connection} was disabled for the application {application} while the person signed in."
            ),
        )
        .expected(format!("{connection} enabled for {application}"))
        .got("not enabled")
        .remedy("Sign in through a connection that is enabled, or enable this one again.")
}

fn changed(before: &Connection, now: &Connection, request: &ApplicationRequest) -> Option<Finding> {
    let read = |connection| relying_party(connection, request.address.callback_url(), None);
    let name = &before.name;
    // What it began with was read once already.
    let before = read(before).ok()?;
    let now = match read(now) {
        Ok(now) => now,
        Err(error) => {
            return Some(
                CONNECTION_CHANGED
                    .finding(
                        "connection",
                        format!("The connection {name} was changed while the person signed in. {error}"),
                    )
                    .expected("a connection that can sign in")
                    .got(error.to_string())
                    .remedy("Complete the connection, then sign in again."),
            );
        }
    };
    let (before, now) = (identity(&before), identity(&now));
    let ((member, was), (_, is)) = before.iter().zip(&now).find(|((_, was), (_, is))| was != is)?;
    Some(
        CONNECTION_CHANGED
            .finding(
                member,
                format!("The connection {name} had {member} {was} when the sign-in began, and has {is} now."),
            )
            .expected(is)
            .got(was)
            .remedy("Sign in again: the new sign-in goes by the connection as it is now."),
    )
}

/// What says whose answer a connection takes, each as far as it is known without asking the provider.
fn identity(rp: &RelyingParty) -> [(&'static str, String); 7] {
    let looked_up = || match &rp.provider.discovery_url {
        Some(url) => format!("what {url} says"),
        None => "not set".to_owned(),
    };
    let said = |member| (member, rp.provider.says(member).unwrap_or_else(looked_up));
    let channel = match rp.channel {
        Channel::BackChannel => "back_channel",
        Channel::FrontChannel => "front_channel",
    };
    [
        said("issuer"),
        said("authorization_endpoint"),
        said("token_endpoint"),
        said("userinfo_endpoint"),
        said("jwks_uri"),
        ("client_id", rp.client_id.clone()),
        ("type", channel.to_owned()),
    ]
}

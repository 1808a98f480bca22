//! Who is unknown to a connection that creates nobody at login.

use lintel_oidc::{Finding, sign_in::NOT_PROVISIONED};

use crate::store::NearestUser;

/// With both values where somebody was provisioned who may be the same person.
pub(super) fn finding(user_id: &str, subject: &str, scim: bool, nearest: Option<NearestUser>) -> Finding {
    let disabled = "JIT user provisioning is disabled for this connection";
    let Some(nearest) = nearest else {
        let remedy = if scim {
            "Assign the person to the provisioning job at the provider, which then creates the user by SCIM with this sub as its user ID \
             attribute. Or let the connection create users: sync user profile attributes at each login."
        } else {
            "Provision the user, or let the connection create users: sync user profile attributes at each login."
        };
        return NOT_PROVISIONED
            .finding("set_user_root_attributes", format!("{disabled}, and {user_id} does not exist."))
            .expected("a user who was provisioned before")
            .got("no such user")
            .remedy(remedy);
    };
    let NearestUser { user_id: near, external_id, same } = nearest;
    let external = match &external_id {
        Some(external_id) => format!(", with externalId {external_id}"),
        None => ", without an externalId".to_owned(),
    };
    let said = format!(
        "{disabled}, and {user_id} does not exist. The login's sub is {subject}; the provisioned user with the same {same} is {near}{external}."
    );
    NOT_PROVISIONED
        .finding("sub", said)
        .expected(format!("a sub that is the last part of {near}"))
        .got(subject)
        .remedy(
            "Send the same value as sub and as the attribute that SCIM makes the user ID of. Where the provider's sub cannot be sent by \
             SCIM, as Entra ID's pairwise one, let the login create the user and let SCIM only update it.",
        )
}

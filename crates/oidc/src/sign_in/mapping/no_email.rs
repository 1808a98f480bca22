use serde_json::{Map, Value};
use url::Url;

use super::{attribute_map::AttributeMap, profile::Mapped};
use crate::{Channel, Finding, sign_in::checks::profile::EMAIL_MISSING};

/// Claims that hold an e-mail address where no claim of that name came: at Microsoft Entra ID and AD FS.
const MAY_BE_ONE: [&str; 3] = ["upn", "unique_name", "preferred_username"];

impl AttributeMap {
    /// What is said of a login that filled a profile and no e-mail address in it: where one may be, and how it is had. A mapping that is
    /// written by hand says itself what it wants.
    pub(in crate::sign_in) fn no_email(
        &self,
        mapped: &[Mapped],
        id_token: &Map<String, Value>,
        scope: &str,
        channel: Channel,
        userinfo_endpoint: Option<&Url>,
    ) -> Option<Finding> {
        let there = mapped.iter().any(|attribute| attribute.name == "email" && !attribute.value.is_null());
        if *self != AttributeMap::BindAll || mapped.is_empty() || there {
            return None;
        }
        let asks = scope.split_whitespace().any(|one| one == "email");
        let address =
            |name: &&&str| id_token.get(**name).and_then(Value::as_str).is_some_and(|text| text.contains('@'));
        let release =
            "have the provider release the address to this client (at Microsoft Entra ID: the optional claim email)";
        let remedy = match (MAY_BE_ONE.iter().find(address), userinfo_endpoint) {
            _ if !asks => "Add email to the scopes of the connection.".to_owned(),
            (Some(name), _) => format!(
                "The ID token brought {name}, which looks like an address. If it is a mailbox, choose Use map under User Mapping and name \
                 it there, as in `\"email\": \"${{context.tokenset.{name}}}\"`. Or {release}."
            ),
            (None, Some(endpoint)) if channel == Channel::BackChannel => format!(
                "The provider may give it at its userinfo endpoint alone ({endpoint}). Under User Mapping choose Use map, and name it there, \
                 as in `\"email\": \"${{context.userinfo.email}}\"`. If it is not there either, this person has none, or {release}."
            ),
            _ => format!("This person has none, or {release}."),
        };
        let expected = if asks { "email, which the scopes ask for" } else { "email" };
        let message = "The profile has no e-mail address: the ID token brought none.";
        Some(EMAIL_MISSING.finding("email", message).expected(expected).got("no email").remedy(remedy))
    }
}

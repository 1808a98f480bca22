//! Who may ask what: by the bearer token of the connection, and its scopes.

use axum::http::Method;
use lintel_scim::{Error, Kind};

use super::call::Call;
use crate::{
    ScimResources, ScimScope, ScimVerb,
    oauth::bearer,
    store::{ScimTokenRecord, ScimTokenVerdict},
};

/// The token that came with the request, where one came.
pub(super) fn presented(call: &Call) -> Option<&str> {
    bearer(&call.headers).filter(|token| !token.is_empty())
}

/// The token, where it is good for the connection.
pub(super) fn good(verdict: Option<ScimTokenVerdict>) -> Result<ScimTokenRecord, Error> {
    let Some(verdict) = verdict else {
        return Err(refused(
            "No token came: a request needs the header Authorization: Bearer, with a token of this connection.",
        ));
    };
    match verdict {
        ScimTokenVerdict::Good(token) => Ok(token),
        ScimTokenVerdict::Unknown => Err(refused("The token is none that was made for this connection.")),
        ScimTokenVerdict::OfAnotherConnection => {
            Err(refused("The token was made for another connection of this tenant."))
        }
        ScimTokenVerdict::Revoked { at } => Err(refused(&format!("The token was revoked at {at}."))),
        ScimTokenVerdict::Expired { at } => Err(refused(&format!("The token expired at {at}."))),
    }
}

/// Whether the token may do this to resources of the kind. A search reads, whatever its method.
pub(super) fn require(token: &ScimTokenRecord, kind: Kind, method: &Method) -> Result<(), Error> {
    let verb = match *method {
        Method::POST => ScimVerb::Post,
        Method::PUT => ScimVerb::Put,
        Method::PATCH => ScimVerb::Patch,
        Method::DELETE => ScimVerb::Delete,
        _ => ScimVerb::Get,
    };
    let resources = match kind {
        Kind::User => ScimResources::Users,
        Kind::Group => ScimResources::Groups,
    };
    let scope = ScimScope { verb, resources };
    if token.scopes.iter().any(|own| own == scope.as_str()) {
        return Ok(());
    }
    let has = if token.scopes.is_empty() { "none".to_owned() } else { token.scopes.join(", ") };
    Err(Error::of(403, format!("The token {} lacks the scope {scope}; it has {has}.", token.id)))
}

fn refused(detail: &str) -> Error {
    Error::of(401, detail)
}

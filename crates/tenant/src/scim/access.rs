//! Who may ask what: by the bearer token of the connection, and its scopes.

use axum::http::Method;
use lintel_scim::{Error, Kind};

use super::call::Call;
use crate::{
    ScimResources, ScimScope, ScimVerb, TenantState,
    oauth::bearer,
    store::{ScimTokenRecord, ScimTokenVerdict},
};

/// The token that the request came with.
pub(super) async fn token(state: &TenantState, call: &Call) -> Result<ScimTokenRecord, Error> {
    let Some(presented) = bearer(&call.headers).filter(|token| !token.is_empty()) else {
        return Err(refused(
            "No token came: a request needs the header Authorization: Bearer, with a token of this connection.",
        ));
    };
    match state.store.scim_token(&call.connection_id, presented, state.world.clock.now()).await? {
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

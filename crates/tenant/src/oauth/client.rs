//! How an application proves at the token endpoint who it is, and what it may ask for.

use sha2::{Digest, Sha256};

use super::{error::OAuthError, token_request::TokenRequest};
use crate::{TenantState, store::ApplicationRecord};

/// The application, known by the one way that it is registered with (RFC 6749, section 2.3.1).
pub(super) async fn authenticate(state: &TenantState, request: &TokenRequest) -> Result<ApplicationRecord, OAuthError> {
    let client_id = match (&request.basic, request.param("client_id")) {
        (Some((by_basic, _)), Some(by_post)) if by_basic != by_post => {
            return Err(OAuthError::invalid_request("client_id in the Authorization header and in the body differ."));
        }
        (Some((client_id, _)), _) => client_id.as_str(),
        (None, Some(client_id)) => client_id,
        (None, None) => return Err(OAuthError::invalid_request("The parameter client_id is missing.")),
    };
    let application = state.store.client(client_id).await.map_err(|error| {
        tracing::error!("a code was not redeemed: {error}");
        OAuthError::new("server_error", "The tenant's database could not be read.")
    })?;
    let application = application
        .filter(|application| !application.is_global())
        .ok_or_else(|| invalid_client(format!("There is no application with client ID {client_id}.")))?;
    let given = match application.token_endpoint_auth_method.as_str() {
        "none" => return Ok(application),
        "client_secret_post" => request
            .param("client_secret")
            .ok_or_else(|| invalid_client("The application sends its secret as client_secret in the body."))?,
        "client_secret_basic" => {
            let basic = request.basic.as_ref();
            let (_, secret) = basic.ok_or_else(|| invalid_client("The application sends its secret by HTTP Basic."))?;
            secret.expose()
        }
        other => {
            return Err(invalid_client(format!(
                "The application is registered with {other}, which is not taken here."
            )));
        }
    };
    match has_secret(&application, given) {
        true => Ok(application),
        false => Err(invalid_client("The client secret is not the application's.")),
    }
}

/// Compared by digest, so that the time it takes says nothing about the secret.
pub(super) fn has_secret(application: &ApplicationRecord, given: &str) -> bool {
    let own = application.client_secret.as_ref();
    own.is_some_and(|own| Sha256::digest(own.expose().as_bytes()) == Sha256::digest(given.as_bytes()))
}

/// Whether the application may use a grant; the refusal is in Auth0's words.
pub(crate) fn may_use(application: &ApplicationRecord, grant_type: &str) -> Result<(), OAuthError> {
    if application.grant_types.iter().any(|allowed| allowed == grant_type) {
        return Ok(());
    }
    let description = format!("Grant type '{grant_type}' not allowed for the client.");
    Err(OAuthError::new("unauthorized_client", description))
}

fn invalid_client(description: impl Into<String>) -> OAuthError {
    OAuthError::new("invalid_client", description)
}

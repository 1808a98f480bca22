//! What a provider's error means for an administrator.

use super::{ClientAuthentication, RelyingParty, checks};
use crate::{Finding, Secret, metadata::ProviderMetadata};

/// An error in the authorization response (RFC 6749, section 4.1.2.1; OpenID Connect Core 1.0, section 3.1.2.6).
pub(super) fn authorization_error(error: &str, description: Option<&str>, issuer: &str) -> Finding {
    let remedy = match error {
        "access_denied" => {
            "The person cancelled, or may not use this application. Assign the person or a group to it at the provider."
        }
        "unauthorized_client" => "Allow this client the flow of the chosen channel at the provider.",
        "unsupported_response_type" => {
            "The provider does not offer this flow to the client. Allow it there (for Front Channel: ID tokens), or choose the other channel."
        }
        "invalid_scope" => "The provider refuses a requested scope. Remove scopes that it does not offer.",
        "invalid_request" => {
            "The provider does not accept the request as sent. If it demands PKCE, set PKCE to auto or S256; if it demands a nonce over Back Channel, switch Nonce on."
        }
        "login_required" | "interaction_required" | "account_selection_required" => {
            "The request said prompt=none, so nobody could sign in. Remove it."
        }
        "consent_required" => "Have an administrator of the provider consent for the application once.",
        "server_error" | "temporarily_unavailable" => {
            "The provider failed. Try again; if it stays, report it to the provider."
        }
        "request_not_supported" | "request_uri_not_supported" => {
            "The provider demands a feature that this connection cannot send. Relax it for this client."
        }
        _ => "Look the error up in the provider's documentation.",
    };
    let said = description.map_or_else(|| error.to_owned(), |text| format!("{error}: {text}"));
    checks::PROVIDER_REFUSED
        .finding("error", format!("{issuer} answered {said}."))
        .expected("a response without an error")
        .got(said)
        .remedy(remedy)
}

/// An error of the token endpoint (RFC 6749, section 5.2).
#[derive(Debug)]
pub(super) struct TokenError<'a> {
    pub status: u16,
    pub error: &'a str,
    pub description: Option<&'a str>,
    /// `WWW-Authenticate`
    pub challenge: Option<&'a str>,
}

/// What it means for this client, with the shape of its secret where that tells something.
pub(super) fn token_error(refused: &TokenError<'_>, rp: &RelyingParty, provider: &ProviderMetadata) -> Finding {
    let TokenError { status, error, description, .. } = refused;
    let said = match description {
        Some(text) => format!("{status} {error}: {text}"),
        None => format!("{status} {error}"),
    };
    match *error {
        "invalid_client" => client_rejected(refused, &said, rp, provider).got(format!("{status} {error}")),
        "invalid_grant" => checks::GRANT_REJECTED
            .finding("code", format!("The token endpoint refused the code: {said}."))
            .expected("the code to be accepted")
            .got(format!("{status} {error}"))
            .remedy(
                "Start the sign-in again and do not reload the callback page: a code works once and not for long. If it stays, \
                 compare the redirect URI at the provider with the callback URL, and try PKCE auto.",
            ),
        _ => checks::TOKEN_REQUEST_REFUSED
            .finding("", format!("The token endpoint answered {said}."))
            .expected("200 with tokens")
            .got(format!("{status} {error}"))
            .remedy(match *error {
                "invalid_dpop_proof" | "use_dpop_nonce" => {
                    "The provider does not accept the proof. Choose an algorithm of its dpop_signing_alg_values_supported, compare \
                     both clocks (NTP), or set DPoP to off."
                }
                "unauthorized_client" => "Allow the authorization code grant for this client at the provider.",
                "unsupported_grant_type" => "This URL is not the token endpoint. Check token_endpoint.",
                "invalid_scope" => "Remove scopes that the provider does not offer.",
                _ => "Look the error up in the provider's documentation.",
            }),
    }
}

fn client_rejected(refused: &TokenError<'_>, said: &str, rp: &RelyingParty, provider: &ProviderMetadata) -> Finding {
    let message = format!("The token endpoint refused the client: {said}.");
    match &rp.client_authentication {
        ClientAuthentication::ClientSecretPost(secret) => checks::CLIENT_REJECTED
            .finding("client_secret", message)
            .expected("a client that the provider knows by this secret")
            .remedy(secret_remedy(refused, secret.as_ref().map(Secret::expose))),
        ClientAuthentication::ClientSecretBasic(secret) => checks::CLIENT_REJECTED
            .finding("client_secret", message)
            .expected("a client that the provider knows by this secret")
            .remedy(secret_remedy(refused, Some(secret.expose()))),
        ClientAuthentication::Public => checks::CLIENT_REJECTED
            .finding("client_id", message)
            .expected("a public client that the provider knows by this ID")
            .remedy("Compare the client ID with the provider's, and let the client do without a secret there."),
        ClientAuthentication::PrivateKeyJwt { key, algorithm, audience } => {
            let kid = key.as_ref().map_or("none", |key| key.kid());
            let audience = audience.of(provider);
            checks::CLIENT_REJECTED
                .finding("client_assertion", message)
                .expected(format!("a client that the provider knows by key {kid} ({algorithm})"))
                .remedy(format!(
                    "Register the connection's public key set at the provider: it must know key {kid} for {algorithm}, and after a \
                     rotation it may still remember the old set. If the key is there, the provider may expect another audience \
                     than {audience}: choose the other Assertion audience. Compare both clocks too: an assertion \
                     lasts a minute."
                ))
        }
    }
}

fn secret_remedy(refused: &TokenError<'_>, secret: Option<&str>) -> String {
    let TokenError { challenge, description, .. } = refused;
    if challenge.is_some_and(|challenge| challenge.trim_start().to_ascii_lowercase().starts_with("basic")) {
        return "The provider asks for HTTP Basic. Auth0 sends the secret in the body only: allow client_secret_post for this \
                client at the provider."
            .to_owned();
    }
    if description.is_some_and(|text| text.contains("AADSTS7000222")) {
        return "The secret has expired at Microsoft. Create a new one under Certificates & secrets, paste its Value here and \
                note its end date."
            .to_owned();
    }
    match secret {
        Some(secret) if secret.trim() != secret => {
            "The secret begins or ends with a blank. Paste it again without.".to_owned()
        }
        Some(secret) if looks_like_uuid(secret) => {
            "The secret has the shape of an ID. Copy the secret's value at the provider, not its ID, and paste that."
                .to_owned()
        }
        _ => "Compare the client ID with the provider's, create a new client secret there and paste its value."
            .to_owned(),
    }
}

fn looks_like_uuid(text: &str) -> bool {
    text.len() == 36
        && text.char_indices().all(|(index, character)| match index {
            8 | 13 | 18 | 23 => character == '-',
            _ => character.is_ascii_hexdigit(),
        })
}

//! What a provider's error means for an administrator.

use super::{
    authorization::AuthorizationRequest, checks, client_authentication::ClientAuthentication,
    relying_party::RelyingParty,
};
use crate::{Channel, Finding, Secret, metadata::ProviderMetadata, words::beginning};

/// An error in the authorization response (RFC 6749, section 4.1.2.1; OpenID Connect Core 1.0, section 3.1.2.6).
pub(super) fn authorization_error(
    error: &str,
    description: Option<&str>,
    channel: Channel,
    request: &AuthorizationRequest,
    provider: &ProviderMetadata,
) -> Finding {
    let as_sent;
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
            as_sent = request_refused(channel, request, &provider.code_challenge_methods_supported);
            &as_sent
        }
        "login_required" | "interaction_required" | "account_selection_required" => {
            match request.url.query_pairs().any(|(name, value)| name == "prompt" && value == "none") {
                true => {
                    "The request said prompt=none, so that nobody could sign in. Take it out of the connection's upstream parameters."
                }
                false => {
                    "The request did not forbid the provider to ask (prompt=none), and it did not. Look at its sign-in policies for this \
                     client, such as a second factor or an account that has to be chosen."
                }
            }
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
    checks::response::PROVIDER_REFUSED
        .finding("error", format!("{} answered {}.", provider.issuer, ending(&said)))
        .expected("a response without an error")
        .got(said)
        .remedy(remedy)
}

/// The provider's words at the end of a sentence of ours.
fn ending(said: &str) -> &str {
    said.trim_end_matches('.')
}

/// What may be missing from a request that was refused as a whole: only what it did not carry.
fn request_refused(channel: Channel, request: &AuthorizationRequest, advertised: &[String]) -> String {
    let advertises = |method: &str| advertised.iter().any(|other| other == method);
    let mut remedy = "The provider does not accept the request as sent.".to_owned();
    if channel == Channel::FrontChannel {
        remedy.push_str(" Compare its parameters with what the provider documents for ID tokens.");
        return remedy;
    }
    match request.method {
        Some("plain") if advertises("S256") && !advertises("plain") => {
            return "This connection sends PKCE plain, and the provider advertises S256 alone. Set PKCE to Auto or S256."
                .to_owned();
        }
        Some("plain") => remedy.push_str(" If it refuses PKCE plain, set PKCE to S256."),
        Some(_) => {}
        None => remedy.push_str(" If it demands PKCE, set PKCE to S256."),
    }
    match request.nonce {
        Some(_) => remedy.push_str(" Compare its parameters with what the provider documents."),
        None => remedy.push_str(" If it demands a nonce, switch Nonce on."),
    }
    remedy
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
        "invalid_grant" => checks::token::GRANT_REJECTED
            .finding("code", format!("The token endpoint refused the code: {}.", ending(&said)))
            .expected("the code to be accepted")
            .got(format!("{status} {error}"))
            .remedy(
                "Start the sign-in again and do not reload the callback page: a code works once and not for long. If it stays, \
                 compare the redirect URI at the provider with the callback URL, and try PKCE auto.",
            ),
        _ => checks::token::TOKEN_REQUEST_REFUSED
            .finding("", format!("The token endpoint answered {}.", ending(&said)))
            .expected("200 with tokens")
            .got(format!("{status} {error}"))
            .remedy(match *error {
                "use_dpop_nonce" => {
                    "The provider wants a nonce in the proof. It has to send one with this error, in the header DPoP-Nonce, and to take \
                     the one it sent: see which of it the answers above lack. Until then set DPoP to off."
                }
                "invalid_dpop_proof" => {
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

/// A 401 that says nothing but how a client should prove itself.
pub(super) fn challenged(challenge: &str, rp: &RelyingParty, provider: &ProviderMetadata) -> Finding {
    let refused = TokenError { status: 401, error: "", description: None, challenge: Some(challenge) };
    let said = format!("401 and WWW-Authenticate: {}", beginning(challenge));
    client_rejected(&refused, &said, rp, provider).got(said)
}

fn client_rejected(refused: &TokenError<'_>, said: &str, rp: &RelyingParty, provider: &ProviderMetadata) -> Finding {
    let message = format!("The token endpoint refused the client: {}.", ending(said));
    match &rp.client_authentication {
        ClientAuthentication::ClientSecretPost(secret) => checks::token::CLIENT_REJECTED
            .finding("client_secret", message)
            .expected("a client that the provider knows by this secret")
            .remedy(secret_remedy(refused, secret.as_ref().map(Secret::expose))),
        ClientAuthentication::ClientSecretBasic(secret) => checks::token::CLIENT_REJECTED
            .finding("client_secret", message)
            .expected("a client that the provider knows by this secret")
            .remedy(secret_remedy(refused, Some(secret.expose()))),
        ClientAuthentication::Public => checks::token::CLIENT_REJECTED
            .finding("client_id", message)
            .expected("a public client that the provider knows by this ID")
            .remedy("Compare the client ID with the provider's, and let the client do without a secret there."),
        ClientAuthentication::PrivateKeyJwt { key, algorithm, audience } => {
            let kid = key.as_ref().map_or("none", |key| key.kid());
            let audience = audience.of(provider);
            checks::token::CLIENT_REJECTED
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

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    fn request(method: Option<&'static str>, nonce: Option<&str>) -> AuthorizationRequest {
        AuthorizationRequest {
            url: Url::parse("https://op.example/authorize").expect("a URL"),
            state: "state".to_owned(),
            nonce: nonce.map(str::to_owned),
            verifier: None,
            method,
        }
    }

    #[test]
    fn a_refused_request_is_told_what_it_did_not_carry_and_nothing_else() {
        let remedy = |method, nonce, advertised: &[&str]| {
            let advertised: Vec<String> = advertised.iter().map(|&method| method.to_owned()).collect();
            request_refused(Channel::BackChannel, &request(method, nonce), &advertised)
        };
        let plain = remedy(Some("plain"), None, &["S256"]);
        assert_eq!(
            plain,
            "This connection sends PKCE plain, and the provider advertises S256 alone. Set PKCE to Auto or S256."
        );
        let s256 = remedy(Some("S256"), None, &["S256"]);
        assert!(!s256.contains("PKCE") && s256.contains("switch Nonce on"), "{s256}");
        let neither = remedy(None, None, &[]);
        assert!(neither.contains("If it demands PKCE") && neither.contains("switch Nonce on"), "{neither}");
        let both = remedy(Some("S256"), Some("nonce"), &["S256"]);
        assert!(!both.contains("PKCE") && !both.contains("nonce"), "{both}");
        let front = request_refused(Channel::FrontChannel, &request(None, Some("nonce")), &[]);
        assert!(!front.contains("PKCE") && !front.contains("Nonce"), "{front}");
    }

    #[test]
    fn the_providers_words_end_with_one_full_stop() {
        for said in ["invalid_client: client_secret is missing.", "invalid_client: client_secret is missing"] {
            assert_eq!(format!("{}.", ending(said)), "invalid_client: client_secret is missing.");
        }
    }
}

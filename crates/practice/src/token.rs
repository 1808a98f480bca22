use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use lintel_oidc::issuing::pkce_matches;
use serde_json::{Map, Value, json};

use crate::{
    access_tokens::Access,
    config::{CLIENT_ID, CLIENT_SECRET, TOKEN_LIFETIME},
    parameters::Parameters,
    provider::{Grant, Pkce, Provider},
    token_error::TokenError,
};

/// `/token` (RFC 6749, section 4.1.3; OpenID Connect Core 1.0, section 3.1.3).
pub(crate) async fn token(State(provider): State<Arc<Provider>>, headers: HeaderMap, body: Bytes) -> Response {
    let answer = answer(&provider, &headers, &body);
    match &answer {
        Ok(_) => tracing::info!("tokens issued"),
        Err(refused) => tracing::info!(error = refused.error, reason = refused.description, "token request refused"),
    }
    let mut response = match answer {
        Ok(tokens) => Json(tokens).into_response(),
        Err(refused) => refused.into_response(),
    };
    // Both are asked for on every answer (OpenID Connect Core 1.0, section 3.1.3.3).
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    response
}

fn answer(provider: &Provider, headers: &HeaderMap, body: &[u8]) -> Result<Map<String, Value>, TokenError> {
    let parameters = form(headers, body)?;
    authenticate(headers, &parameters)?;
    provider.dials.token_request(&parameters)?;
    match parameters.get("grant_type") {
        Some("authorization_code") => {}
        Some(_) => {
            return Err(TokenError::bad_request("unsupported_grant_type", "Only authorization_code is supported."));
        }
        None => return Err(TokenError::bad_request("invalid_request", "grant_type is missing.")),
    }
    let code = parameters.get("code").ok_or(TokenError::bad_request("invalid_request", "code is missing."))?;
    let grant = redeem(provider, code, &parameters)?;

    let now = provider.now();
    let access = Access {
        person: grant.person.clone(),
        scopes: grant.scopes.clone(),
        expires: now + TOKEN_LIFETIME,
        code: code.to_owned(),
    };
    let access_token = provider.access_tokens.issue(access, now);
    let id_token = provider.id_token(&grant, Some(&access_token)).map_err(|error| {
        tracing::error!(%error, "an ID token could not be signed");
        TokenError::signing_failed()
    })?;
    let tokens = [
        ("access_token", json!(access_token)),
        ("token_type", json!("Bearer")),
        ("expires_in", json!(TOKEN_LIFETIME.num_seconds())),
        ("scope", json!(grant.scopes.join(" "))),
        ("id_token", json!(id_token)),
    ];
    Ok(provider.dials.tokens(tokens.map(|(member, value)| (member.to_owned(), value)).into_iter().collect()))
}

fn form(headers: &HeaderMap, body: &[u8]) -> Result<Parameters, TokenError> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !content_type
        .split(';')
        .next()
        .is_some_and(|media| media.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
    {
        return Err(TokenError::bad_request("invalid_request", "The body must be application/x-www-form-urlencoded."));
    }
    let parameters = Parameters::parse(body);
    match parameters.any_repeated() {
        Some(_) => Err(TokenError::bad_request("invalid_request", "A parameter occurs twice.")),
        None => Ok(parameters),
    }
}

fn authenticate(headers: &HeaderMap, parameters: &Parameters) -> Result<(), TokenError> {
    if headers.contains_key(header::AUTHORIZATION) {
        return Err(TokenError::basic());
    }
    match (parameters.get("client_id"), parameters.get("client_secret")) {
        (Some(CLIENT_ID), Some(CLIENT_SECRET)) => Ok(()),
        (Some(CLIENT_ID), Some(_)) => Err(TokenError::wrong_secret()),
        (Some(CLIENT_ID), None) => Err(TokenError::unauthenticated("client_secret is missing.")),
        (Some(_), _) => Err(TokenError::unauthenticated("The client is unknown.")),
        (None, _) => Err(TokenError::unauthenticated("client_id is missing.")),
    }
}

/// There is one client, so whoever has authenticated is the one that the code was issued to.
fn redeem(provider: &Provider, code: &str, parameters: &Parameters) -> Result<Grant, TokenError> {
    let invalid = |description| TokenError::bad_request("invalid_grant", description);
    let Some(grant) = provider.codes.redeem(code, provider.now()) else {
        // A code that comes twice may have been stolen: what the first one bought ends (RFC 6749, section 4.1.2).
        provider.access_tokens.revoke_issued_for(code);
        return Err(invalid("The code is unknown, was used before, or has expired."));
    };
    if parameters.get("redirect_uri") != Some(&grant.redirect_uri) {
        return Err(invalid("redirect_uri differs from the one in the authorization request."));
    }
    match (&grant.pkce, parameters.get("code_verifier")) {
        (None, None) => Ok(grant),
        (Some(Pkce { challenge, method }), Some(verifier)) if pkce_matches(challenge, method, verifier) => Ok(grant),
        (Some(_), Some(_)) => Err(invalid("code_verifier does not answer code_challenge.")),
        (Some(_), None) => Err(invalid("code_verifier is missing.")),
        // Else an attacker could take the challenge out of the authorization request unnoticed (RFC 9700, section 2.1.1).
        (None, Some(_)) => Err(invalid("code_verifier was sent, but no code_challenge came before it.")),
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use lintel_oidc::{
        Clock,
        issuing::OneTime,
        signing::{SigningAlgorithm, SigningKey},
    };

    use super::*;
    use crate::{access_tokens::MOST, people, provider::CODE_LIFETIME};

    #[test]
    fn a_code_is_too_old_after_a_minute() {
        let now = Clock::system().now();
        let provider = Provider {
            issuer: "http://localhost:4500".to_owned(),
            port: 4500,
            key: SigningKey::generate(SigningAlgorithm::RS256).expect("a key"),
            second_key: SigningKey::generate(SigningAlgorithm::ES256).expect("a key"),
            redirect_uris: Vec::new(),
            clock: Clock::at(now),
            dials: Default::default(),
            codes: OneTime::new(CODE_LIFETIME, MOST),
            access_tokens: Default::default(),
        };
        let redirect_uri = "http://localhost:4400/login/callback";
        let parameters = Parameters::parse(format!("redirect_uri={redirect_uri}").as_bytes());
        for (age, accepted) in [(59, true), (60, false)] {
            let issued = now - TimeDelta::seconds(age);
            let grant = Grant {
                person: people::find("ada-lovelace").expect("Ada"),
                scopes: vec!["openid".to_owned()],
                nonce: None,
                auth_time: issued,
                redirect_uri: redirect_uri.to_owned(),
                pkce: None,
            };
            let code = provider.codes.issue(grant, issued);
            assert_eq!(redeem(&provider, &code, &parameters).is_ok(), accepted, "{age} s");
        }
    }
}

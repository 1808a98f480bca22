//! What a client asks for at `/authorize` (OpenID Connect Core 1.0, section 3.1.2.1), validated.

use super::{
    redirect_uri,
    reply::{Refusal, Reply},
};
use crate::{
    dials::ResponseMode,
    parameters::Parameters,
    provider::{Pkce, Provider},
};

pub(crate) const SCOPES: [&str; 3] = ["openid", "profile", "email"];

/// An authorization request that this provider can answer.
#[derive(Debug)]
pub(super) struct AuthorizationRequest {
    pub(super) reply: Reply,
    pub(super) login_hint: Option<String>,
    pub(super) response_type: ResponseType,
    pub(super) scopes: Vec<String>,
    pub(super) nonce: Option<String>,
    pub(super) pkce: Option<Pkce>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ResponseType {
    Code,
    IdToken,
}

impl AuthorizationRequest {
    pub(super) fn read(provider: &Provider, parameters: &Parameters) -> Result<Self, Refusal> {
        if let Some((heading, text)) = provider.dials.page() {
            return Err(Refusal::OnOurPage { heading, text: text.to_owned() });
        }
        let (redirect_uri, as_sent) = redirect_uri::trusted(&provider.redirect_uris, parameters)?;
        let response_type = match parameters.get("response_type") {
            Some("code") => Some(ResponseType::Code),
            Some("id_token") => Some(ResponseType::IdToken),
            _ => None,
        };
        let mode = response_mode(parameters.get("response_mode"), response_type);
        let state = parameters.get("state").map(str::to_owned);
        let reply = Reply { redirect_uri, as_sent, mode: mode.unwrap_or_else(|fallback| fallback), state };
        let refuse = |error, description| Refusal::to(&reply, (error, description));

        if parameters.any_repeated().is_some() {
            return Err(refuse("invalid_request", "A parameter occurs twice."));
        }
        // OpenID Connect Core 1.0, section 6: what is not supported must be refused, not ignored.
        for (parameter, error) in [
            ("request", "request_not_supported"),
            ("request_uri", "request_uri_not_supported"),
            ("registration", "registration_not_supported"),
        ] {
            if parameters.get(parameter).is_some() {
                return Err(refuse(error, "Send the parameters themselves."));
            }
        }
        let response_type = match (response_type, parameters.get("response_type")) {
            (Some(response_type), _) => response_type,
            (None, Some(_)) => {
                return Err(refuse("unsupported_response_type", "response_type must be code or id_token."));
            }
            (None, None) => return Err(refuse("invalid_request", "response_type is missing.")),
        };
        if mode.is_err() {
            let description =
                "response_mode must be query, fragment or form_post, and an ID token never travels in a query.";
            return Err(refuse("invalid_request", description));
        }
        let scopes = scopes(parameters.get("scope").unwrap_or_default());
        if !scopes.iter().any(|scope| scope == "openid") {
            return Err(refuse("invalid_scope", "scope must contain openid."));
        }
        let nonce = parameters.get("nonce").map(str::to_owned);
        if response_type == ResponseType::IdToken && nonce.is_none() {
            return Err(refuse("invalid_request", "nonce is missing. With response_type=id_token it is required."));
        }
        let pkce = pkce(parameters).map_err(|description| refuse("invalid_request", description))?;
        if let Some(prompt) = parameters.get("prompt") {
            match prompt.split(' ').collect::<Vec<_>>()[..] {
                ["none"] => {
                    return Err(refuse("login_required", "Nobody is signed in here, and prompt=none forbids asking."));
                }
                ref several if several.contains(&"none") => {
                    return Err(refuse("invalid_request", "prompt=none goes with no other value."));
                }
                _ => {}
            }
        }
        if let Some(refused) = provider.dials.request(parameters) {
            return Err(Refusal::to(&reply, refused));
        }
        let login_hint = parameters.get("login_hint").map(str::to_owned);
        Ok(AuthorizationRequest { reply, login_hint, response_type, scopes, nonce, pkce })
    }
}

/// The mode to answer in, or, when the one that was asked for will not do, the mode to say so in.
fn response_mode(asked: Option<&str>, response_type: Option<ResponseType>) -> Result<ResponseMode, ResponseMode> {
    // OAuth 2.0 Multiple Response Type Encoding Practices, sections 2.1 and 3.
    let default = match response_type {
        Some(ResponseType::IdToken) => ResponseMode::Fragment,
        Some(ResponseType::Code) | None => ResponseMode::Query,
    };
    match asked {
        None => Ok(default),
        Some("form_post") => Ok(ResponseMode::FormPost),
        Some("fragment") => Ok(ResponseMode::Fragment),
        Some("query") if response_type != Some(ResponseType::IdToken) => Ok(ResponseMode::Query),
        Some(_) => Err(default),
    }
}

/// Unknown scopes are ignored (OpenID Connect Core 1.0, section 3.1.2.1).
fn scopes(asked: &str) -> Vec<String> {
    SCOPES.into_iter().filter(|scope| asked.split(' ').any(|asked| asked == *scope)).map(str::to_owned).collect()
}

fn pkce(parameters: &Parameters) -> Result<Option<Pkce>, &'static str> {
    match (parameters.get("code_challenge"), parameters.get("code_challenge_method")) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err("code_challenge_method came without code_challenge."),
        // Without a method it is plain (RFC 7636, section 4.3).
        (Some(challenge), method @ (Some("S256" | "plain") | None)) if is_challenge(challenge) => {
            Ok(Some(Pkce { challenge: challenge.to_owned(), method: method.unwrap_or("plain").to_owned() }))
        }
        (Some(_), Some("S256" | "plain") | None) => {
            Err("code_challenge must be 43 to 128 letters, digits, hyphens, dots, underscores or tildes.")
        }
        (Some(_), Some(_)) => Err("Transform algorithm not supported: code_challenge_method must be S256 or plain."),
    }
}

/// RFC 7636, section 4.2.
fn is_challenge(challenge: &str) -> bool {
    (43..=128).contains(&challenge.len())
        && challenge.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}

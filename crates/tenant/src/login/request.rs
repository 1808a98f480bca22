//! What an application asks for at `/authorize` (OpenID Connect Core 1.0, section 3.1.2.1), validated.

use lintel_oidc::sign_in::UPSTREAM_ALIASES;

use super::{
    answer::{ResponseMode, WayBack},
    params::{EMAIL, Params},
};
use crate::{
    oauth::{OAuthError, SCOPES, may_use},
    sign_in_log::Party,
    state::{Address, Challenge},
    store::ApplicationRecord,
};

/// Bytes of each parameter that is kept while the person signs in.
const MAX_PARAMETER: usize = 8 * 1024;

/// An application's request that may go on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ApplicationRequest {
    /// Where the application came to: the provider's answer comes back there, and tokens name it as their issuer.
    pub(super) address: Address,
    pub(super) client_id: String,
    /// Application, browser and the organization that people sign in to.
    pub(super) party: Party,
    pub(super) way_back: WayBack,
    pub(super) scope: Vec<&'static str>,
    pub(super) nonce: Option<String>,
    pub(super) challenge: Option<Challenge>,
    /// The connection's name: straight to its provider, without the login page.
    pub(super) connection: Option<String>,
    /// The application's, or what the person typed on our own login page instead.
    pub(super) login_hint: Option<String>,
    /// What a connection may pass on to its provider.
    pub(super) passed_on: Vec<(String, String)>,
}

/// A request whose sender cannot be trusted with an answer: the person is told instead.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Untrusted {
    #[error("The parameter client_id is missing.")]
    ClientIdMissing,
    #[error("Unknown client: {client_id}")]
    ClientUnknown { client_id: String },
    #[error("The parameter redirect_uri is missing.")]
    RedirectUriMissing,
    #[error("Callback URL mismatch. {given} is not in the list of allowed callback URLs")]
    RedirectUriNotAllowed { given: String, allowed: Vec<String> },
    /// The answer would have to carry it.
    #[error("The parameter state is {bytes} bytes long; at most {most} are taken.")]
    StateTooLong { bytes: usize, most: usize },
}

/// Where the answer goes: one of the application's callbacks, compared as a string (RFC 9700, section 2.1).
pub(super) fn way_back(params: &Params, application: Option<&ApplicationRecord>) -> Result<WayBack, Untrusted> {
    let client_id = params.get("client_id").ok_or(Untrusted::ClientIdMissing)?;
    let Some(application) = application else {
        return Err(Untrusted::ClientUnknown { client_id: client_id.to_owned() });
    };
    let given = params.get("redirect_uri").ok_or(Untrusted::RedirectUriMissing)?;
    if !application.callbacks.iter().any(|callback| callback == given) {
        let allowed = application.callbacks.clone();
        return Err(Untrusted::RedirectUriNotAllowed { given: given.to_owned(), allowed });
    }
    if let Some(bytes) = too_long(params, "state") {
        return Err(Untrusted::StateTooLong { bytes, most: MAX_PARAMETER });
    }
    let mode = match params.get("response_mode") {
        Some("form_post") => ResponseMode::FormPost,
        _ => ResponseMode::Query,
    };
    Ok(WayBack { redirect_uri: given.to_owned(), state: params.owned("state"), mode })
}

/// The rest of the request; what is wrong with it is told to the application.
pub(super) fn read(
    params: &Params,
    application: &ApplicationRecord,
    party: Party,
    way_back: WayBack,
    address: Address,
) -> Result<ApplicationRequest, OAuthError> {
    if let Some(name) = params.repeated() {
        return Err(OAuthError::invalid_request(format!("The parameter {name} occurs more than once.")));
    }
    refuse_unsupported(params)?;
    may_use(application, "authorization_code")?;
    for name in ["nonce", "connection", "organization", EMAIL].iter().chain(&UPSTREAM_ALIASES) {
        if let Some(bytes) = too_long(params, name) {
            let description = format!("The parameter {name} is {bytes} bytes long; at most {MAX_PARAMETER} are taken.");
            return Err(OAuthError::invalid_request(description));
        }
    }
    let login_hint = params.owned(EMAIL).or_else(|| params.owned("login_hint"));
    let passed_on = |name: &str| if name == "login_hint" { login_hint.clone() } else { params.owned(name) };
    Ok(ApplicationRequest {
        address,
        client_id: application.client_id.clone(),
        party,
        way_back,
        scope: granted_scope(params.get("scope").unwrap_or_default()),
        nonce: params.owned("nonce"),
        challenge: challenge(params, application)?,
        connection: params.owned("connection"),
        passed_on: UPSTREAM_ALIASES.iter().filter_map(|name| Some(((*name).to_owned(), passed_on(name)?))).collect(),
        login_hint,
    })
}

/// Whether the application cannot keep a secret, so that only PKCE protects its codes.
pub(super) fn is_public(application: &ApplicationRecord) -> bool {
    application.token_endpoint_auth_method == "none"
        || matches!(application.app_type.as_deref(), Some("spa" | "native"))
}

/// The length of a parameter that is longer than any that is kept.
fn too_long(params: &Params, name: &str) -> Option<usize> {
    params.get(name).map(str::len).filter(|bytes| *bytes > MAX_PARAMETER)
}

fn refuse_unsupported(params: &Params) -> Result<(), OAuthError> {
    if params.get("request").is_some() {
        return Err(OAuthError::new("request_not_supported", "This tenant does not take request objects."));
    }
    if params.get("request_uri").is_some() {
        return Err(OAuthError::new("request_uri_not_supported", "This tenant does not take request_uri."));
    }
    match params.get("response_type") {
        Some("code") => {}
        None => {
            return Err(OAuthError::invalid_request(
                "response_type is missing; this tenant answers response_type=code.",
            ));
        }
        Some(other) => {
            let description =
                format!("response_type={other} is not supported; this tenant answers response_type=code.");
            return Err(OAuthError::new("unsupported_response_type", description));
        }
    }
    match params.get("response_mode") {
        None | Some("query" | "form_post") => {}
        Some(other) => {
            let description = format!("response_mode={other} is not supported; use query or form_post.");
            return Err(OAuthError::invalid_request(description));
        }
    }
    if params.get("prompt").is_some_and(|prompt| prompt.split(' ').any(|value| value == "none")) {
        let description = "This tenant keeps no session, so nobody can be signed in without a prompt (prompt=none).";
        return Err(OAuthError::new("login_required", description));
    }
    Ok(())
}

fn granted_scope(requested: &str) -> Vec<&'static str> {
    SCOPES.into_iter().filter(|scope| requested.split_whitespace().any(|asked| asked == *scope)).collect()
}

fn challenge(params: &Params, application: &ApplicationRecord) -> Result<Option<Challenge>, OAuthError> {
    let Some(challenge) = params.get("code_challenge") else {
        if params.get("code_challenge_method").is_some() {
            return Err(OAuthError::invalid_request("code_challenge_method without a code_challenge."));
        }
        if is_public(application) {
            let description = "A public application must use PKCE: send code_challenge and code_challenge_method=S256.";
            return Err(OAuthError::invalid_request(description));
        }
        return Ok(None);
    };
    let method = match params.get("code_challenge_method") {
        Some("S256") => "S256",
        // RFC 7636, section 4.3: plain when absent.
        Some("plain") | None => "plain",
        Some(other) => {
            let description = format!("code_challenge_method={other} is not supported; use S256 or plain.");
            return Err(OAuthError::invalid_request(description));
        }
    };
    if !(43..=128).contains(&challenge.len()) || !challenge.chars().all(is_unreserved) {
        let description =
            "code_challenge must be 43 to 128 letters, digits, '-', '.', '_' or '~' (RFC 7636, section 4.2).";
        return Err(OAuthError::invalid_request(description));
    }
    Ok(Some(Challenge { challenge: challenge.to_owned(), method }))
}

fn is_unreserved(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '.' | '_' | '~')
}

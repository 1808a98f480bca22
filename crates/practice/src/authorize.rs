use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use lintel_oidc::{http::is_loopback, signing::KeyError};
use url::{Url, form_urlencoded};

use crate::{
    config::CLIENT_ID,
    page,
    parameters::Parameters,
    people::{self, Email, Person},
    provider::{Grant, Provider},
};

pub(crate) const SCOPES: [&str; 3] = ["openid", "profile", "email"];

/// `GET /authorize`
pub(crate) async fn by_query(State(provider): State<Arc<Provider>>, RawQuery(query): RawQuery) -> Response {
    ask_who_it_is(&provider, &query.unwrap_or_default())
}

/// `POST /authorize`: both methods are asked for (OpenID Connect Core 1.0, section 3.1.2.1).
pub(crate) async fn by_form(State(provider): State<Arc<Provider>>, body: Bytes) -> Response {
    ask_who_it_is(&provider, &String::from_utf8_lossy(&body))
}

/// `POST /sign-in`: what a person chose on the sign-in page. The page carries the authorization request, and it is read again
/// here: nothing waits on the server meanwhile, so the back button and a second window do no harm.
pub(crate) async fn sign_in(State(provider): State<Arc<Provider>>, headers: HeaderMap, body: Bytes) -> Response {
    if headers.get(header::ORIGIN).is_some_and(|origin| !provider.is_own_origin(origin)) {
        return page::problem(
            StatusCode::FORBIDDEN,
            "This sign-in came from another site",
            "Start again in your application.",
        );
    }
    let chosen = Parameters::parse(&body);
    let encoded = chosen.get("request").unwrap_or_default();
    let request = match AuthorizationRequest::read(&provider, &Parameters::parse(encoded.as_bytes())) {
        Ok(request) => request,
        Err(refusal) => return refusal.answer(&provider),
    };
    if chosen.get("cancel").is_some() {
        return Refusal::to(&request.reply, "access_denied", "The sign-in was cancelled.").answer(&provider);
    }
    match person(&chosen) {
        Ok(person) => grant(&provider, request, person),
        Err(complaint) => page::sign_in(&request, encoded, Some(complaint)),
    }
}

fn ask_who_it_is(provider: &Provider, encoded: &str) -> Response {
    match AuthorizationRequest::read(provider, &Parameters::parse(encoded.as_bytes())) {
        Ok(request) => page::sign_in(&request, encoded, None),
        Err(refusal) => refusal.answer(provider),
    }
}

fn person(chosen: &Parameters) -> Result<Person, &'static str> {
    if let Some(sub) = chosen.get("sub") {
        return people::find(sub).ok_or("That person is not here. Choose another one.");
    }
    let address = chosen.get("email").ok_or("Choose a person, or enter an e-mail address.")?;
    let email = Email::parse(address, chosen.get("email_verified").is_some())
        .ok_or("Enter an e-mail address such as name@acme.example.")?;
    Ok(Person::guest(chosen.get("name"), email))
}

fn grant(provider: &Provider, request: AuthorizationRequest, person: Person) -> Response {
    let now = provider.clock.now();
    let AuthorizationRequest { reply, response_type, scopes, nonce, pkce, .. } = request;
    let grant = Grant { person, scopes, nonce, auth_time: now, redirect_uri: reply.as_sent.clone(), pkce };
    let parameter = match response_type {
        ResponseType::Code => Ok(("code", provider.codes.issue(grant, now))),
        ResponseType::IdToken => provider.id_token(&grant, None).map(|id_token| ("id_token", id_token)),
    };
    match parameter {
        Ok(parameter) => {
            tracing::info!(answer = parameter.0, "signed in");
            reply.send(provider, vec![parameter])
        }
        Err(error) => unsigned(&error, &reply).answer(provider),
    }
}

fn unsigned(error: &KeyError, reply: &Reply) -> Refusal {
    tracing::error!(%error, "an ID token could not be signed");
    Refusal::to(reply, "server_error", "Signing failed.")
}

/// An authorization request that this provider can answer.
#[derive(Debug)]
pub(crate) struct AuthorizationRequest {
    pub(crate) reply: Reply,
    pub(crate) login_hint: Option<String>,
    response_type: ResponseType,
    scopes: Vec<String>,
    nonce: Option<String>,
    pkce: Option<Pkce>,
}

/// Where the answer goes, and how.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) redirect_uri: Url,
    as_sent: String,
    mode: ResponseMode,
    state: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ResponseType {
    Code,
    IdToken,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ResponseMode {
    Query,
    Fragment,
    FormPost,
}

#[derive(Debug)]
pub(crate) struct Pkce {
    pub(crate) challenge: String,
    pub(crate) method: String,
}

/// Why a request is not answered as it wished.
#[derive(Debug)]
enum Refusal {
    /// Client and redirect URI are in doubt, so nothing may be sent there (RFC 6749, section 4.1.2.1).
    OnOurPage {
        heading: &'static str,
        text: String,
    },
    ToClient {
        reply: Reply,
        error: &'static str,
        description: &'static str,
    },
}

impl AuthorizationRequest {
    fn read(provider: &Provider, parameters: &Parameters) -> Result<Self, Refusal> {
        let (redirect_uri, as_sent) = trusted_redirect_uri(provider, parameters)?;
        let response_type = match parameters.get("response_type") {
            Some("code") => Some(ResponseType::Code),
            Some("id_token") => Some(ResponseType::IdToken),
            _ => None,
        };
        let mode = response_mode(parameters.get("response_mode"), response_type);
        let state = parameters.get("state").map(str::to_owned);
        let reply = Reply { redirect_uri, as_sent, mode: mode.unwrap_or_else(|fallback| fallback), state };
        let refuse = |error, description| Refusal::to(&reply, error, description);

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
        let login_hint = parameters.get("login_hint").map(str::to_owned);
        Ok(AuthorizationRequest { reply, login_hint, response_type, scopes, nonce, pkce })
    }
}

fn trusted_redirect_uri(provider: &Provider, parameters: &Parameters) -> Result<(Url, String), Refusal> {
    match parameters.get("client_id") {
        Some(CLIENT_ID) if !parameters.is_repeated("client_id") => {}
        Some(unknown) => {
            let text = format!(
                "Nobody here knows the client “{unknown}”. The practice provider has one client: “{CLIENT_ID}”."
            );
            return Err(Refusal::OnOurPage { heading: "Unknown client", text });
        }
        None => {
            let text = format!("The request names no client. The practice provider has one client: “{CLIENT_ID}”.");
            return Err(Refusal::OnOurPage { heading: "Unknown client", text });
        }
    }
    let heading = "Redirect URI not registered";
    let Some(as_sent) = parameters.get("redirect_uri").filter(|_| !parameters.is_repeated("redirect_uri")) else {
        let text =
            "The request does not say where to go afterwards: redirect_uri is missing or occurs twice.".to_owned();
        return Err(Refusal::OnOurPage { heading, text });
    };
    match registered(as_sent, &provider.redirect_uris) {
        Some(redirect_uri) => Ok((redirect_uri, as_sent.to_owned())),
        None => {
            let text = format!(
                "The request wants to go on to “{as_sent}”. The practice provider goes back to /login/callback on this computer \
                 (localhost, 127.0.0.1 or [::1], any port) and to addresses it was started with."
            );
            Err(Refusal::OnOurPage { heading, text })
        }
    }
}

/// Any port on loopback (RFC 8252, section 7.3); everything else is compared as a string (RFC 9700, section 2.1).
fn registered(redirect_uri: &str, further: &[String]) -> Option<Url> {
    let url = Url::parse(redirect_uri).ok().filter(|url| url.fragment().is_none())?;
    let callback = matches!(url.scheme(), "http" | "https")
        && is_loopback(&url)
        && url.path() == "/login/callback"
        && url.query().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    (callback || further.iter().any(|registered| registered == redirect_uri)).then_some(url)
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

impl Refusal {
    fn to(reply: &Reply, error: &'static str, description: &'static str) -> Self {
        Refusal::ToClient { reply: reply.clone(), error, description }
    }

    fn answer(self, provider: &Provider) -> Response {
        match self {
            Refusal::OnOurPage { heading, text } => {
                tracing::info!(reason = heading, "authorization request stopped on our own page");
                page::problem(StatusCode::BAD_REQUEST, heading, &text)
            }
            Refusal::ToClient { reply, error, description } => {
                tracing::info!(error, "authorization request refused");
                reply.send(provider, vec![("error", error.to_owned()), ("error_description", description.to_owned())])
            }
        }
    }
}

impl Reply {
    fn send(self, provider: &Provider, mut parameters: Vec<(&'static str, String)>) -> Response {
        parameters.extend(self.state.map(|state| ("state", state)));
        // Errors carry it as well (RFC 9207, section 2).
        parameters.push(("iss", provider.issuer.clone()));
        let mut url = self.redirect_uri;
        match self.mode {
            ResponseMode::FormPost => return page::form_post(&url, &parameters),
            ResponseMode::Query => {
                url.query_pairs_mut().extend_pairs(parameters);
            }
            ResponseMode::Fragment => {
                let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
                url.set_fragment(Some(&encoded));
            }
        }
        // 303, so that no browser posts the sign-in form on to the client (RFC 9700, section 4.12).
        let mut response = Redirect::to(url.as_str()).into_response();
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_back_to_the_callback_on_loopback_at_any_port() {
        for callback in [
            "http://localhost:4400/login/callback",
            "http://127.0.0.1:9/login/callback",
            "http://[::1]:65535/login/callback",
            "https://localhost/login/callback",
        ] {
            assert!(registered(callback, &[]).is_some(), "{callback}");
        }
    }

    #[test]
    fn goes_nowhere_else() {
        for elsewhere in [
            "http://localhost:4400/login/callback/",
            "http://localhost:4400/login/callback?next=1",
            "http://localhost:4400/login/callback#here",
            "http://somebody@localhost:4400/login/callback",
            "http://localhost:4400/callback",
            "http://localhost.example/login/callback",
            "javascript://localhost/login/callback",
            "https://app.example/login/callback",
            "/login/callback",
        ] {
            assert!(registered(elsewhere, &[]).is_none(), "{elsewhere}");
        }
    }

    #[test]
    fn further_redirect_uris_are_compared_character_by_character() {
        let further = ["https://app.example/callback".to_owned()];
        assert!(registered("https://app.example/callback", &further).is_some());
        assert!(registered("https://app.example:443/callback", &further).is_none());
        assert!(registered("https://app.example/callback?", &further).is_none());
    }
}

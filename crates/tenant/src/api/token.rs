//! `POST /oauth/token`: here for `client_credentials`; `authorization_code` is the sign-in's.

use std::collections::HashMap;

use axum::{
    Extension, Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use lintel_oidc::{Secret, issuing};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use url::form_urlencoded;

use super::body;
use crate::{TenantState, login, state::Address, store::ApplicationRecord};

/// Seconds.
const LIFETIME: i64 = 86_400;

pub(super) async fn token(
    State(state): State<TenantState>,
    Extension(address): Extension<Address>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let params = match params(&headers, &body) {
        Ok(params) => params,
        Err(error) => return error.into_response(),
    };
    let basic = match basic_credentials(&headers) {
        Ok(basic) => basic,
        Err(error) => return error.into_response(),
    };
    match params.get("grant_type").map(String::as_str) {
        Some("client_credentials") => match client_credentials(&state, &address, &params, basic).await {
            Ok(answer) => answer,
            Err(error) => error.into_response(),
        },
        Some("authorization_code") => login::token::authorization_code(&state, &params, basic).await,
        Some(other) => {
            TokenError::new(StatusCode::FORBIDDEN, "unsupported_grant_type", format!("Unsupported grant type: {other}"))
                .into_response()
        }
        None => TokenError::invalid_request("Missing required parameter: grant_type").into_response(),
    }
}

async fn client_credentials(
    state: &TenantState,
    address: &Address,
    params: &HashMap<String, String>,
    basic: Option<(String, Secret)>,
) -> Result<Response, TokenError> {
    let (client_id, secret) = match basic {
        Some(basic) => basic,
        None => {
            let required = |name: &str| {
                params
                    .get(name)
                    .ok_or_else(|| TokenError::invalid_request(format!("Missing required parameter: {name}")))
            };
            (required("client_id")?.clone(), Secret::new(required("client_secret")?))
        }
    };
    let application = state.store.client(&client_id).await.map_err(|error| {
        tracing::error!(%error, "an application could not be read");
        TokenError::new(StatusCode::INTERNAL_SERVER_ERROR, "server_error", "The application could not be read")
    })?;
    let application = application
        .filter(|application| knows(application, &secret))
        .ok_or_else(|| TokenError::new(StatusCode::UNAUTHORIZED, "access_denied", "Unauthorized"))?;
    if let Some(description) = login::token::grant_refused(&application, "client_credentials") {
        return Err(TokenError::new(StatusCode::FORBIDDEN, "unauthorized_client", description));
    }
    let audience = params.get("audience").map(String::as_str).unwrap_or_default();
    if audience != state.audience() {
        let description = format!("Service not found: {audience}");
        return Err(TokenError::new(StatusCode::FORBIDDEN, "access_denied", description));
    }
    let Some(granted) = &application.granted_scopes else {
        let description = format!("Client is not authorized to access \"{audience}\".");
        return Err(TokenError::new(StatusCode::FORBIDDEN, "access_denied", description));
    };
    let scope = narrowed(granted, params.get("scope").map(String::as_str));
    let claims = claims(state, address, &application.client_id, audience, &scope);
    let access_token = state.signing_key.sign("at+jwt", &claims).map_err(|error| {
        tracing::error!(%error, "an access token could not be signed");
        TokenError::new(StatusCode::INTERNAL_SERVER_ERROR, "server_error", "The token could not be signed")
    })?;
    let answer =
        json!({ "access_token": access_token, "scope": scope, "expires_in": LIFETIME, "token_type": "Bearer" });
    Ok(no_store(Json(answer).into_response()))
}

/// RFC 6749, section 4.4.2, lets the client ask for less than it is granted.
fn narrowed(granted: &[String], asked: Option<&str>) -> String {
    let asked: Vec<&str> = asked.unwrap_or_default().split_whitespace().collect();
    let scopes: Vec<&str> =
        granted.iter().map(String::as_str).filter(|scope| asked.is_empty() || asked.contains(scope)).collect();
    scopes.join(" ")
}

fn claims(state: &TenantState, address: &Address, client_id: &str, audience: &str, scope: &str) -> Map<String, Value> {
    let now = state.world.clock.now().timestamp();
    let claims = [
        ("iss", Value::from(address.issuer())),
        ("sub", format!("{client_id}@clients").into()),
        ("aud", audience.into()),
        ("iat", now.into()),
        ("exp", (now + LIFETIME).into()),
        ("jti", issuing::token(22).into()),
        ("client_id", client_id.into()),
        ("azp", client_id.into()),
        ("scope", scope.into()),
        ("gty", "client-credentials".into()),
    ];
    claims.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Compares digests, so that the time it takes tells nothing about the secret.
fn knows(application: &ApplicationRecord, secret: &Secret) -> bool {
    let digest = |secret: &Secret| Sha256::digest(secret.expose().as_bytes());
    // A public application may still have the secret from before it was public.
    application.token_endpoint_auth_method != "none"
        && application.client_secret.as_ref().is_some_and(|own| digest(own) == digest(secret))
}

fn params(headers: &HeaderMap, body: &[u8]) -> Result<HashMap<String, String>, TokenError> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !content_type.starts_with("application/json") {
        let mut params = HashMap::new();
        for (name, value) in form_urlencoded::parse(body).into_owned() {
            if params.insert(name.clone(), value).is_some() {
                return Err(TokenError::invalid_request(format!("The parameter {name} is given twice")));
            }
        }
        return Ok(params);
    }
    let body = match body::parse(body) {
        Ok(Value::Object(body)) => body,
        Ok(_) => return Err(TokenError::invalid_request("The body is not a JSON object")),
        Err(reason) => return Err(TokenError::invalid_request(format!("The body is not JSON: {reason}"))),
    };
    Ok(body.into_iter().filter_map(|(name, value)| Some((name, value.as_str()?.to_owned()))).collect())
}

/// RFC 6749, section 2.3.1: both halves are form-encoded inside the header.
fn basic_credentials(headers: &HeaderMap) -> Result<Option<(String, Secret)>, TokenError> {
    let Some(authorization) = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()) else {
        return Ok(None);
    };
    let Some((scheme, encoded)) = authorization.split_once(' ') else { return Ok(None) };
    if !scheme.eq_ignore_ascii_case("basic") {
        return Ok(None);
    }
    let malformed = || TokenError::invalid_request("The Authorization header does not hold a client ID and a secret");
    let pair =
        STANDARD.decode(encoded.trim()).ok().and_then(|pair| String::from_utf8(pair).ok()).ok_or_else(malformed)?;
    let (client_id, secret) = pair.split_once(':').ok_or_else(malformed)?;
    let decoded = |text: &str| {
        percent_decode_str(&text.replace('+', " ")).decode_utf8().map(|text| text.into_owned()).map_err(|_| malformed())
    };
    Ok(Some((decoded(client_id)?, Secret::new(decoded(secret)?))))
}

#[derive(Debug)]
struct TokenError {
    status: StatusCode,
    error: &'static str,
    description: String,
}

impl TokenError {
    fn new(status: StatusCode, error: &'static str, description: impl Into<String>) -> Self {
        TokenError { status, error, description: description.into() }
    }

    fn invalid_request(description: impl Into<String>) -> Self {
        TokenError::new(StatusCode::BAD_REQUEST, "invalid_request", description)
    }
}

impl IntoResponse for TokenError {
    fn into_response(self) -> Response {
        let body = json!({ "error": self.error, "error_description": self.description });
        no_store((self.status, Json(body)).into_response())
    }
}

fn no_store(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

use std::collections::HashMap;

use axum::http::{HeaderMap, header};
use base64::{Engine, engine::general_purpose::STANDARD};
use lintel_oidc::{Secret, json};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use url::form_urlencoded;

use super::error::OAuthError;

/// A request at the token endpoint: a form as the specification has it, or JSON as Auth0 takes it too.
#[derive(Debug)]
pub(super) struct TokenRequest {
    params: HashMap<String, Secret>,
    /// Client ID and secret of the `Authorization` header.
    pub(super) basic: Option<(String, Secret)>,
}

impl TokenRequest {
    pub(super) fn read(headers: &HeaderMap, body: &[u8]) -> Result<Self, OAuthError> {
        Ok(TokenRequest { params: params(headers, body)?, basic: basic_credentials(headers)? })
    }

    /// A parameter's value; sent without one counts as left out (RFC 6749, section 3.2).
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.params.get(name).map(Secret::expose).filter(|value| !value.is_empty())
    }

    /// A parameter that has to be there, if only without a value: an empty secret is a wrong one.
    pub(super) fn required(&self, name: &str) -> Result<&str, OAuthError> {
        let value = self.params.get(name).map(Secret::expose);
        value.ok_or_else(|| OAuthError::invalid_request(format!("Missing required parameter: {name}")))
    }
}

fn params(headers: &HeaderMap, body: &[u8]) -> Result<HashMap<String, Secret>, OAuthError> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !content_type.starts_with("application/json") {
        let mut params = HashMap::new();
        for (name, value) in form_urlencoded::parse(body).into_owned() {
            if params.insert(name.clone(), Secret::new(value)).is_some() {
                return Err(OAuthError::invalid_request(format!("The parameter {name} is given twice")));
            }
        }
        return Ok(params);
    }
    let body = match json::parse(body).map(|parsed| parsed.value) {
        Ok(Value::Object(body)) => body,
        Ok(_) => return Err(OAuthError::invalid_request("The body is not a JSON object")),
        Err(reason) => return Err(OAuthError::invalid_request(format!("The body is not JSON: {reason}"))),
    };
    Ok(body.into_iter().filter_map(|(name, value)| Some((name, Secret::new(value.as_str()?)))).collect())
}

/// RFC 6749, section 2.3.1: both halves are form-encoded inside the header.
fn basic_credentials(headers: &HeaderMap) -> Result<Option<(String, Secret)>, OAuthError> {
    let Some(authorization) = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()) else {
        return Ok(None);
    };
    let Some((scheme, encoded)) = authorization.split_once(' ') else { return Ok(None) };
    if !scheme.eq_ignore_ascii_case("basic") {
        return Ok(None);
    }
    let malformed = || OAuthError::invalid_request("The Authorization header does not hold a client ID and a secret");
    let pair =
        STANDARD.decode(encoded.trim()).ok().and_then(|pair| String::from_utf8(pair).ok()).ok_or_else(malformed)?;
    let (client_id, secret) = pair.split_once(':').ok_or_else(malformed)?;
    let decoded = |text: &str| {
        percent_decode_str(&text.replace('+', " ")).decode_utf8().map(|text| text.into_owned()).map_err(|_| malformed())
    };
    Ok(Some((decoded(client_id)?, Secret::new(decoded(secret)?))))
}

//! A request as it came.

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Method, header, request::Parts},
};
use lintel_oidc::json;
use lintel_scim::{Error, ScimType};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use url::form_urlencoded;

const MAX_BODY: usize = 1024 * 1024;
/// What of a larger body is read, so that whoever sends it reads the answer.
const READ_OF_LARGER: usize = 8 * MAX_BODY;

#[derive(Debug)]
pub(super) struct Call {
    pub(super) method: Method,
    /// From the root, as it came.
    pub(super) path: String,
    pub(super) connection_id: String,
    /// Below the connection, decoded; one slash at the end counts for nothing.
    pub(super) segments: Vec<String>,
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
}

impl Call {
    /// `None` where the address is nobody's.
    pub(super) fn of(parts: &Parts) -> Option<Call> {
        let path = parts.uri.path();
        let below = path.strip_prefix("/scim/v2/connections/")?;
        let below = below.strip_suffix('/').unwrap_or(below);
        let decoded = |segment: &str| percent_decode_str(segment).decode_utf8().ok().map(|text| text.into_owned());
        let mut segments: Vec<String> = below.split('/').map(decoded).collect::<Option<_>>()?;
        let connection_id = segments.remove(0);
        let query = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        Some(Call {
            method: parts.method.clone(),
            path: path.to_owned(),
            connection_id,
            segments,
            query: query.into_owned().collect(),
            headers: parts.headers.clone(),
        })
    }

    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub(super) fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The JSON that came with it; null where nothing came, or with a method that brings nothing.
    pub(super) async fn body(&self, body: Body) -> Result<Value, Error> {
        if ![Method::POST, Method::PUT, Method::PATCH].contains(&self.method) {
            return Ok(Value::Null);
        }
        let too_large =
            || Error::of(413, format!("The body is larger than the {MAX_BODY} bytes that one request may have."));
        let bytes = to_bytes(body, READ_OF_LARGER).await.map_err(|_| too_large())?;
        if bytes.len() > MAX_BODY {
            return Err(too_large());
        }
        if bytes.is_empty() {
            return Ok(Value::Null);
        }
        let sent = self.header(header::CONTENT_TYPE);
        let media_type = sent.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if !["", "application/scim+json", "application/json"].contains(&media_type.as_str()) {
            let said = format!("The body came as {sent}; application/scim+json and application/json are understood.");
            return Err(Error::of(415, said));
        }
        let read = json::parse(&bytes).map_err(|error| {
            Error::typed(ScimType::InvalidSyntax, format!("The body could not be read as JSON: {error}."))
        })?;
        Ok(read.value)
    }
}

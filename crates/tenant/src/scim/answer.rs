use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
};
use lintel_scim::Error;
use serde_json::Value;

const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/scim+json");

/// What a request is answered with.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Option<Value>,
    /// Where the resource is that was created.
    pub(super) location: Option<String>,
    /// The methods that the address knows, where it does not know the one that came.
    pub(super) allow: Option<&'static str>,
}

impl Answer {
    pub(super) fn ok(body: Value) -> Self {
        Answer { status: 200, body: Some(body), location: None, allow: None }
    }

    pub(super) fn created(resource: Value, location: String) -> Self {
        Answer { status: 201, body: Some(resource), location: Some(location), allow: None }
    }

    pub(super) fn empty() -> Self {
        Answer { status: 204, body: None, location: None, allow: None }
    }

    pub(super) fn not_allowed(method: &str, allow: &'static str) -> Self {
        let error = Error::of(405, format!("{method} is not done at this address; it knows {allow}."));
        Answer { allow: Some(allow), ..Answer::from(error) }
    }

    pub(super) fn into_response(self) -> Response<Body> {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = self.body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let mut response = Response::new(body);
        *response.status_mut() = status;
        let headers = response.headers_mut();
        if self.status != 204 {
            headers.insert(header::CONTENT_TYPE, MEDIA_TYPE);
        }
        if let Some(location) = self.location.and_then(|location| HeaderValue::from_str(&location).ok()) {
            headers.insert(header::LOCATION, location);
        }
        if let Some(allow) = self.allow {
            headers.insert(header::ALLOW, HeaderValue::from_static(allow));
        }
        match self.status {
            401 => drop(headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))),
            429 => drop(headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"))),
            _ => {}
        }
        response
    }
}

impl From<Error> for Answer {
    fn from(error: Error) -> Self {
        Answer { status: error.status, body: Some(error.body()), location: None, allow: None }
    }
}
